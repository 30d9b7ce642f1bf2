package dev.postern.benchmarks;

import dev.postern.benchmarks.Heads.Owner;
import dev.postern.benchmarks.PodWriter.Place;
import java.io.IOException;
import java.util.List;

/** Writes what the cluster itself runs: nodes, their pods, the control plane, DNS, ingress, monitoring and delivery. */
final class ComponentWriter {
    private static final String SYSTEM = "kube-system";
    private static final String[] STATIC = {"kube-apiserver", "etcd", "kube-controller-manager", "kube-scheduler"};
    static final List<String> NAMESPACES =
            List.of("default", SYSTEM, "kube-public", "kube-node-lease", "ingress-nginx", "monitoring", "delivery");

    private static final List<PodShape> DAEMONS = List.of(
            daemon("kube-proxy", 10249, List.of("/lib/modules", "/run/xtables.lock"), true, true),
            daemon("cni-agent", 9090, List.of("/opt/cni/bin", "/etc/cni/net.d", "/var/run/netns"), true, true),
            daemon("csi-node", 9808, List.of("/var/lib/kubelet/plugins"), true, false),
            daemon("log-agent", 2020, List.of("/var/log"), false, false));
    private static final List<PodShape> CENTRAL = List.of(
            central(SYSTEM, "coredns", 9153),
            central("ingress-nginx", "ingress-nginx", 8443),
            central("monitoring", "prometheus", 9090),
            central("delivery", "delivery-controller", 8082));
    private static final int[] CENTRAL_REPLICAS = {2, 3, 1, 1};

    private final Emitter out;
    private final Heads heads;
    private final PodWriter pods;
    private final Plan plan;

    ComponentWriter(Emitter out, Heads heads, Plan plan) {
        this.out = out;
        this.heads = heads;
        this.pods = new PodWriter(out, heads);
        this.plan = plan;
    }

    void nodes() throws IOException {
        for (int i = 0; i < plan.nodes(); i++) {
            boolean control = i < Plan.CONTROL_PLANES;
            String name = name(i);
            if (control) {
                heads.begin(
                        "v1",
                        "Node",
                        "",
                        name,
                        "kubernetes.io/arch",
                        "amd64",
                        "kubernetes.io/hostname",
                        name,
                        "kubernetes.io/os",
                        "linux",
                        "node-role.kubernetes.io/control-plane",
                        "");
            } else {
                heads.begin(
                        "v1",
                        "Node",
                        "",
                        name,
                        "kubernetes.io/arch",
                        "amd64",
                        "kubernetes.io/hostname",
                        name,
                        "kubernetes.io/os",
                        "linux",
                        "topology.kubernetes.io/zone",
                        "zone-" + (char) ('a' + i % 3));
            }
            out.object("spec").put("podCIDR", Names.podCidr(i)).list("podCIDRs", Names.podCidr(i));
            if (control) {
                out.array("taints").object().put("effect", "NoSchedule");
                out.put("key", "node-role.kubernetes.io/control-plane").end().end();
            }
            out.end().object("status").array("addresses");
            out.object()
                    .put("address", Names.nodeIp(i))
                    .put("type", "InternalIP")
                    .end();
            out.object().put("address", name).put("type", "Hostname").end().end();
            out.map("capacity", "cpu", "16", "memory", "65536000Ki", "pods", "250");
            out.array("conditions")
                    .object()
                    .put("status", "True")
                    .put("type", "Ready")
                    .end()
                    .end();
            out.map(
                    "nodeInfo",
                    "architecture",
                    "amd64",
                    "containerRuntimeVersion",
                    "containerd://2.1.4",
                    "kernelVersion",
                    "6.12.0",
                    "kubeletVersion",
                    "v1.36.0",
                    "operatingSystem",
                    "linux",
                    "osImage",
                    "Example Linux 12");
            out.end().end();
        }
    }

    void pods() throws IOException {
        for (int node = 0; node < plan.nodes(); node++) {
            for (int i = 0; i < DAEMONS.size(); i++) {
                PodShape shape = DAEMONS.get(i);
                String suffix = Names.suffix(node * 31L + i);
                pods.pod(
                        shape,
                        new Owner("apps/v1", "DaemonSet", shape.name()),
                        shape.name() + "-" + suffix,
                        "5c8d7b6f9",
                        suffix,
                        place(node, i, shape.hostNetwork()));
            }
        }
        for (int node = 0; node < Plan.CONTROL_PLANES; node++) {
            for (String name : STATIC) {
                staticPod(name, node);
            }
        }
        for (int i = 0; i < CENTRAL.size(); i++) {
            PodShape shape = CENTRAL.get(i);
            for (int replica = 0; replica < CENTRAL_REPLICAS[i]; replica++) {
                String suffix = Names.suffix(7_000_003L + i * 100 + replica);
                // The last addresses of a node, which the teams' pods never reach.
                Place place = place(Plan.CONTROL_PLANES + replica % plan.workers(), 240 + i, false);
                String hash = Names.suffix(i) + "f9";
                pods.pod(
                        shape,
                        new Owner("apps/v1", "ReplicaSet", shape.name() + "-" + hash),
                        shape.name() + "-" + hash + "-" + suffix,
                        hash,
                        suffix,
                        place);
            }
        }
    }

    /** The DaemonSets, and the Deployments with their ReplicaSets. */
    void owners() throws IOException {
        for (PodShape shape : DAEMONS) {
            heads.begin("apps/v1", "DaemonSet", shape.namespace(), shape.name(), shape.labels());
            out.object("spec")
                    .object("selector")
                    .map("matchLabels", "app.kubernetes.io/instance", shape.name())
                    .end();
            pods.template(shape);
            out.end().end();
        }
        for (int i = 0; i < CENTRAL.size(); i++) {
            PodShape shape = CENTRAL.get(i);
            heads.begin("apps/v1", "Deployment", shape.namespace(), shape.name(), shape.labels());
            scaled(shape, CENTRAL_REPLICAS[i]);
            heads.owned(
                    new Owner("apps/v1", "Deployment", shape.name()),
                    "apps/v1",
                    "ReplicaSet",
                    shape.namespace(),
                    shape.name() + "-" + Names.suffix(i) + "f9",
                    shape.labels());
            scaled(shape, CENTRAL_REPLICAS[i]);
        }
    }

    private void scaled(PodShape shape, int replicas) throws IOException {
        out.object("spec").put("replicas", replicas).object("selector");
        out.map("matchLabels", "app.kubernetes.io/instance", shape.name()).end();
        pods.template(shape);
        out.end().end();
    }

    void accounts(ConfigWriter config) throws IOException {
        for (PodShape shape : DAEMONS) {
            config.account(shape.namespace(), shape.account());
        }
        for (PodShape shape : CENTRAL) {
            config.account(shape.namespace(), shape.account());
        }
    }

    void rights(RbacWriter rbac) throws IOException {
        rbac.component(SYSTEM, "kube-proxy", () -> {
            rbac.rule("", "services,endpoints,nodes", "list,watch,get");
            rbac.rule("discovery.k8s.io", "endpointslices", "list,watch");
        });
        rbac.component(SYSTEM, "cni-agent", () -> {
            rbac.rule("", "pods,nodes,namespaces", "get,list,watch");
            rbac.rule("networking.k8s.io", "networkpolicies", "get,list,watch");
        });
        rbac.component(SYSTEM, "csi-node", () -> rbac.rule("", "nodes,persistentvolumes", "get,list"));
        rbac.component(SYSTEM, "log-agent", () -> rbac.rule("", "pods,namespaces", "get,list,watch"));
        rbac.component(SYSTEM, "coredns", () -> rbac.rule("", "endpoints,services,pods,namespaces", "list,watch"));
        rbac.component("ingress-nginx", "ingress-nginx", () -> {
            rbac.rule("", "configmaps,endpoints,nodes,pods,secrets,services", "list,watch");
            rbac.rule("networking.k8s.io", "ingresses", "get,list,watch");
        });
        rbac.component(
                "monitoring", "prometheus", () -> rbac.rule("", "nodes,nodes/metrics,pods,services", "get,list"));
        rbac.binding("", "delivery-controller", "ClusterRole", "cluster-admin", "delivery", "delivery-controller");
    }

    private void staticPod(String name, int node) throws IOException {
        PodShape shape = component(SYSTEM, name, "default", false, 6443, List.of("/etc/kubernetes"), false, true, true);
        heads.annotated(
                () -> out.put("kubernetes.io/config.mirror", Names.suffix(node))
                        .put("kubernetes.io/config.source", "file"),
                new Owner("v1", "Node", name(node)),
                "v1",
                "Pod",
                SYSTEM,
                name + "-" + name(node),
                "component",
                name,
                "tier",
                "control-plane");
        pods.body(shape, "", place(node, 0, true));
    }

    private Place place(int node, int slot, boolean hostNetwork) {
        String ip = hostNetwork ? Names.nodeIp(node) : Names.podIp(node, slot);
        return new Place(name(node), Names.nodeIp(node), ip);
    }

    private static String name(int node) {
        return node < Plan.CONTROL_PLANES ? Names.controlPlane(node) : Names.worker(node - Plan.CONTROL_PLANES);
    }

    private static PodShape daemon(String name, int port, List<String> paths, boolean privileged, boolean hostNetwork) {
        return component(SYSTEM, name, name, true, port, paths, privileged, hostNetwork, true);
    }

    private static PodShape central(String namespace, String name, int port) {
        return component(namespace, name, name, true, port, List.of(), false, false, false);
    }

    private static PodShape component(
            String namespace,
            String name,
            String account,
            boolean token,
            int port,
            List<String> paths,
            boolean privileged,
            boolean hostNetwork,
            boolean everywhere) {
        return new PodShape(
                namespace,
                name,
                account,
                token,
                "registry.k8s.io/" + name + ":v1.36.0",
                port,
                List.of(),
                "",
                paths,
                privileged,
                false,
                hostNetwork,
                false,
                !everywhere,
                everywhere);
    }
}
