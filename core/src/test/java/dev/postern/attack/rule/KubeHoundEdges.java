package dev.postern.attack.rule;

import dev.postern.model.Cluster;
import dev.postern.model.Pod;
import dev.postern.model.RoleBinding;
import dev.postern.model.SubjectEntry;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What KubeHound expects of one technique in the whole cluster, whichever attack is tried.
 *
 * <p>Not compared: a container of a pod is no step of ours (CONTAINER_ATTACH), nor is a volume (VOLUME_ACCESS,
 * VOLUME_DISCOVER); how many steps a path has is counted in steps of each graph's own.
 *
 * @param attack the manifest, or {@code generic} for what all of them have together
 * @param shown which steps are meant, as {@code Technique from -> to}; what is compared of them is the group
 * @param expected what the steps are
 * @param deviation why this is not what KubeHound expects; empty where it is
 */
record KubeHoundEdges(String attack, Pattern shown, Function<Cluster, Set<String>> expected, String deviation) {
    private static final String EXPOSED = "default/endpoints-pod";
    /** The pods with a way out of CE_*, and of those with files of the host the one that may write them. */
    private static final Set<String> ESCAPING = Set.of(
            "endpoints-pod",
            "host-write-exploit-pod",
            "modload-pod",
            "nsenter-pod",
            "priv-pod",
            "sys-ptrace-pod",
            "umh-core-pod");

    static final List<KubeHoundEdges> ALL = List.of(
            // The three endpoints are jmx, host-port-svc and webproxy-service, of which one is open to the internet.
            of("ENDPOINT_EXPLOIT", "NetworkReach pod:(\\S+) -> port:" + EXPOSED + ":tcp/9999", KubeHoundEdges::others),
            of("ENDPOINT_EXPLOIT", "Exposes (.*/\\d+)", KubeHoundEdges::hostPorts),
            of("ENDPOINT_EXPLOIT", "Exposes (.*/\\?)", KubeHoundEdges::undeclared)
                    .unlike("on the host network a pod that declares no port is unknown, not closed"),
            of("ENDPOINT_EXPLOIT", "NetworkReach pod:(\\S+) -> port:" + EXPOSED + ":tcp/80", KubeHoundEdges::others)
                    .unlike("a Service of type ClusterIP has no address outside of the cluster: pods alone reach it"),
            of("IDENTITY_ASSUME", "NodeIdentity (node:\\S+ -> \\S+)", KubeHoundEdges::kubelets),
            of("IDENTITY_ASSUME", "SubjectInGroup user:system:(node:\\S+) -> group:system:nodes", cluster -> {
                Set<String> nodes = new TreeSet<>();
                cluster.nodes().forEach(node -> nodes.add("node:" + node.meta().name()));
                return nodes;
            }),
            of("generic", "PodAssumesSa (.*)", KubeHoundEdges::accountsOfContainers),
            of("generic", "SubjectGrant (sa:default/.*)", KubeHoundEdges::grants),
            of("generic", "NodeIdentity user:system:(node:\\S+ -> sa:\\S+)", KubeHoundEdges::accountsOnNodes)
                    .unlike("the account that a namespace is born with has a token in its pods like any other"),
            of("generic", "NodeHostsPod (.*)", KubeHoundEdges::podsOnNodes),
            of("generic", "Escape\\w+ container:default/([^/]+)/\\S+ -> node:.*", KubeHoundEdges::escaping)
                    .unlike(
                            "kube-proxy is none of the manifests; whoever writes files of the host needs no more, and the"
                                    + " link in /var/log needs someone to read it"));

    private static KubeHoundEdges of(String attack, String shown, Function<Cluster, Set<String>> expected) {
        return new KubeHoundEdges(attack, Pattern.compile(shown), expected, "");
    }

    private KubeHoundEdges unlike(String reason) {
        return new KubeHoundEdges(attack, shown, expected, reason);
    }

    /** Of all steps, what is compared. */
    Set<String> of(Set<String> steps) {
        Set<String> compared = new TreeSet<>();
        for (String step : steps) {
            Matcher matcher = shown.matcher(step);
            if (matcher.matches()) {
                compared.add(matcher.group(1));
            }
        }
        return compared;
    }

    private static Set<String> others(Cluster cluster) {
        Set<String> others = perPod(cluster, KubeHoundEdges::name);
        others.remove(EXPOSED);
        return others;
    }

    /** No manifest has a Service of another type than ClusterIP, nor an Ingress. */
    private static Set<String> hostPorts(Cluster cluster) {
        Set<String> edges = new TreeSet<>();
        for (Pod pod : cluster.pods()) {
            pod.spec().containers().stream()
                    .flatMap(container -> container.ports().stream())
                    .filter(port -> port.hostPort() > 0 || pod.spec().hostNetwork())
                    .forEach(port -> edges.add("internet -> port:" + name(pod) + ":tcp/" + port.containerPort()));
        }
        return edges;
    }

    private static Set<String> undeclared(Cluster cluster) {
        Set<String> edges = new TreeSet<>();
        for (Pod pod : cluster.pods()) {
            if (pod.spec().hostNetwork()
                    && pod.spec().containers().stream()
                            .allMatch(container -> container.ports().isEmpty())) {
                edges.add("internet -> port:" + name(pod) + ":tcp/?");
            }
        }
        return edges;
    }

    private static Set<String> kubelets(Cluster cluster) {
        Set<String> kubelets = new TreeSet<>();
        cluster.nodes().forEach(node -> {
            String name = "node:" + node.meta().name();
            kubelets.add(name + " -> user:system:" + name);
        });
        return kubelets;
    }

    /** No manifest turns the token off. */
    private static Set<String> accountsOfContainers(Cluster cluster) {
        Set<String> edges = new TreeSet<>();
        for (Pod pod : cluster.pods()) {
            pod.spec()
                    .containers()
                    .forEach(container -> edges.add("container:" + name(pod) + "/" + container.name() + " -> "
                            + pod.serviceAccount().notation()));
        }
        return edges;
    }

    private static Set<String> grants(Cluster cluster) {
        Set<String> grants = new TreeSet<>();
        for (RoleBinding binding : cluster.roleBindings()) {
            String namespace = binding.meta().namespace();
            String role = KubeHoundBinds.role(
                    binding.roleRef().kind().equals("Role") ? namespace : "",
                    binding.roleRef().name());
            for (SubjectEntry subject : binding.subjects()) {
                if (subject.kind().equals("ServiceAccount")) {
                    grants.add(KubeHoundBinds.id(subject, namespace) + " -> role:" + role + "@"
                            + (binding.clusterRoleBinding() ? "*" : namespace));
                }
            }
        }
        return grants;
    }

    private static Set<String> accountsOnNodes(Cluster cluster) {
        return perPod(
                cluster,
                pod -> "node:" + pod.nodeName().orElseThrow() + " -> "
                        + pod.serviceAccount().notation());
    }

    private static Set<String> podsOnNodes(Cluster cluster) {
        return perPod(cluster, pod -> "node:" + pod.nodeName().orElseThrow() + " -> pod:" + name(pod));
    }

    private static Set<String> escaping(Cluster cluster) {
        Set<String> names = perPod(cluster, pod -> pod.meta().name());
        names.retainAll(ESCAPING);
        return names;
    }

    private static Set<String> perPod(Cluster cluster, Function<Pod, String> said) {
        Set<String> all = new TreeSet<>();
        cluster.pods().forEach(pod -> all.add(said.apply(pod)));
        return all;
    }

    private static String name(Pod pod) {
        return pod.namespace() + "/" + pod.meta().name();
    }
}
