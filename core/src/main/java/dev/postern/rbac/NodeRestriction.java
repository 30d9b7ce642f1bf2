package dev.postern.rbac;

import com.google.common.collect.ImmutableSet;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The admission plugin that holds kubelets to their own node, its pods and leases, where the Node authorizer lets any of
 * them write (E22). It judges writes by users whom the Node authorizer knows, after they were authorized; what they may
 * write into an object of theirs (no taint, no label of {@code node-restriction.kubernetes.io}, no pod but mirror pods, no
 * token but one bound to a pod of the node) no question here can say. Source: kubernetes {@code
 * plugin/pkg/admission/noderestriction/admission.go}.
 */
final class NodeRestriction {
    private static final String ENABLE = "--enable-admission-plugins";
    private static final String NAME = "NodeRestriction";
    private static final ImmutableSet<String> UPDATE = ImmutableSet.of("update", "patch");
    private static final ImmutableSet<String> DELETE = ImmutableSet.of("delete", "deletecollection");

    private final boolean on;
    private final Support because;
    private final Map<ObjectRef, String> nodeOfPod = new HashMap<>();

    NodeRestriction(Cluster cluster) {
        Optional<Evidence> enabled = Optional.empty();
        Optional<Evidence> absent = Optional.empty();
        for (AuthorizationModes.Server server : AuthorizationModes.servers(cluster)) {
            Optional<String> plugins = server.container().programFlags().stream()
                    .filter(flag -> flag.equals(ENABLE) || flag.startsWith(ENABLE + "="))
                    .findFirst();
            if (plugins.isPresent()
                    && (plugins.get().equals(ENABLE) || plugins.get().contains(NAME))) {
                enabled = Optional.of(server.flag(plugins.get()));
            } else if (plugins.isPresent()) {
                absent = Optional.of(server.flag(plugins.get()));
            }
        }
        this.on = enabled.isPresent() || absent.isEmpty();
        Optional<Evidence> notNamed = absent;
        // It is not among the plugins that are on by default, but every installer turns it on.
        Evidence assumed = Evidence.assumed(ObjectRef.cluster("APIServer", "kube-apiserver"), ENABLE, NAME);
        this.because = Support.of(enabled.or(() -> notNamed).orElse(assumed));
        for (Pod pod : cluster.pods()) {
            pod.nodeName().ifPresent(node -> nodeOfPod.put(pod.object(), node));
        }
    }

    /** Whether the plugin lets an authorized write pass; reads, and whoever is no kubelet, it does not look at. */
    Decision decide(AccessReview review) {
        Optional<String> node = NodeAuthorizer.node(review.user());
        boolean write =
                review.verb().equals("create") || UPDATE.contains(review.verb()) || DELETE.contains(review.verb());
        if (node.isEmpty() || !write || !review.isResourceRequest()) {
            return Decision.allowed(Support.NONE);
        }
        boolean admitted = !on || admits(node.get(), review);
        return admitted ? Decision.allowed(because) : Decision.denied(because);
    }

    private boolean admits(String node, AccessReview review) {
        boolean create = review.verb().equals("create");
        // What is being created has its name in its body, where a kubelet will put the one that is admitted.
        boolean own = review.name().equals(node) || create && review.name().isEmpty();
        String sub = review.subresource();
        switch (review.apiGroup() + "/" + review.resource()) {
            case "/pods":
                switch (sub) {
                    case "":
                        return create || DELETE.contains(review.verb()) && isItsPod(node, review);
                    case "status":
                        return UPDATE.contains(review.verb()) && isItsPod(node, review);
                    case "eviction":
                        return create && isItsPod(node, review);
                    default:
                        return false;
                }
            case "/nodes":
                return own;
            case "/persistentvolumeclaims":
                return sub.equals("status") && UPDATE.contains(review.verb());
            case "coordination.k8s.io/leases":
                return review.namespace().equals("kube-node-lease") && own;
            case "storage.k8s.io/csinodes":
                return own;
            default:
                return true;
        }
    }

    private boolean isItsPod(String node, AccessReview review) {
        return node.equals(nodeOfPod.get(ObjectRef.of("Pod", review.namespace(), review.name())));
    }
}
