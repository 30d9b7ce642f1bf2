package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Node;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which nodes belong to the control plane: those with its role label or taint, and those on which an API server or etcd
 * of this cluster runs. That is a static pod, or one of kube-system in the node's network; API servers of clusters hosted
 * inside this one are neither. The control plane of a managed service has no Node objects, so none of its nodes is one.
 */
final class ControlPlane {
    private static final ImmutableSet<String> ROLES = ImmutableSet.of(
            "node-role.kubernetes.io/control-plane",
            "node-role.kubernetes.io/master",
            // RKE's spelling, and the nodes that hold the data in RKE and k3s.
            "node-role.kubernetes.io/controlplane",
            "node-role.kubernetes.io/etcd");

    private static final ImmutableList<String> PROGRAMS = ImmutableList.of("kube-apiserver", "etcd");

    private final Cluster cluster;
    private final ImmutableMap<String, Support> programByNode;

    ControlPlane(Cluster cluster) {
        this.cluster = cluster;
        Map<String, Support> byNode = new LinkedHashMap<>();
        for (Pod pod : cluster.pods()) {
            if (pod.nodeName().isPresent() && !pod.isTerminated() && isOfTheCluster(pod)) {
                for (Container container : pod.spec().containers()) {
                    program(pod, container, byNode);
                }
            }
        }
        this.programByNode = ImmutableMap.copyOf(byNode);
    }

    private static boolean isOfTheCluster(Pod pod) {
        return pod.mirror()
                || (pod.namespace().equals("kube-system") && pod.spec().hostNetwork());
    }

    private static void program(Pod pod, Container container, Map<String, Support> byNode) {
        for (String program : PROGRAMS) {
            if (container.programFlags().contains(program)
                    || container.name().equals(program)
                    || imageName(container.image()).equals(program)) {
                String node = pod.nodeName().orElseThrow();
                byNode.putIfAbsent(
                        node,
                        Support.of(
                                Fields.stated(pod, container, "image", container.image()),
                                Evidence.stated(pod.object(), pod.field("nodeName"), node)));
            }
        }
    }

    /** The last part of the image's path, without tag, digest and architecture. */
    private static String imageName(String image) {
        String name = image.substring(image.lastIndexOf('/') + 1);
        int end = name.indexOf('@') >= 0 ? name.indexOf('@') : name.length();
        name = name.substring(0, end);
        name = name.indexOf(':') >= 0 ? name.substring(0, name.indexOf(':')) : name;
        for (String architecture : List.of("-amd64", "-arm64", "-ppc64le", "-s390x")) {
            if (name.endsWith(architecture)) {
                return name.substring(0, name.length() - architecture.length());
            }
        }
        return name;
    }

    Decision decide(String name) {
        Optional<Node> node = cluster.node(name);
        List<Support> supports = new ArrayList<>();
        node.ifPresent(known -> addRoles(known, supports));
        Support program = programByNode.get(name);
        if (program != null) {
            supports.add(program);
        }
        if (!supports.isEmpty()) {
            return Decision.allowed(supports.stream().sorted().collect(ImmutableList.toImmutableList()));
        }
        return node.isPresent()
                ? Decision.denied(
                        Support.of(Evidence.byDefault(node.get().ref(), "metadata.labels", "no control-plane role")))
                : Decision.unknown("whether Node " + name + " belongs to the control plane");
    }

    private static void addRoles(Node node, List<Support> supports) {
        for (String role : ROLES) {
            String value = node.meta().labels().get(role);
            // Operators write "false" by hand; the label's mere presence is the convention.
            if (value != null && !value.equals("false")) {
                supports.add(Support.of(Evidence.stated(node.ref(), "metadata.labels[" + role + "]", value)));
            }
        }
        if ("master".equals(node.meta().labels().get("kubernetes.io/role"))) {
            supports.add(Support.of(Evidence.stated(node.ref(), "metadata.labels[kubernetes.io/role]", "master")));
        }
        for (int i = 0; i < node.taints().size(); i++) {
            String key = node.taints().get(i).key();
            if (ROLES.contains(key)) {
                supports.add(Support.of(Evidence.stated(node.ref(), "spec.taints[" + i + "].key", key)));
            }
        }
    }
}
