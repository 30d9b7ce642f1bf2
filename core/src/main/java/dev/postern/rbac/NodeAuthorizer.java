package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import java.util.List;
import java.util.Optional;

/**
 * What kubelets may do: the user {@code system:node:<name>} in the group {@code system:nodes}, both (E22). Secrets,
 * ConfigMaps, claims, volumes and service-account tokens only where the node's pods refer to them; the rest by the rules
 * of the built-in ClusterRole {@code system:node}, which needs no binding for it. Source: kubernetes {@code
 * plugin/pkg/auth/authorizer/node/node_authorizer.go}.
 */
final class NodeAuthorizer {
    private static final ImmutableSet<String> OWN_OBJECT =
            ImmutableSet.of("get", "create", "update", "patch", "delete");
    private static final ImmutableSet<String> WRITE = ImmutableSet.of("update", "patch");
    private static final ImmutableSet<String> READ = ImmutableSet.of("get", "list", "watch");

    private final NodeGraph graph;
    private final boolean withSelectors;
    private final boolean readsAccounts;
    private final ImmutableList<RuleEntry> nodeRules;

    NodeAuthorizer(NodeGraph graph, KubernetesVersion version, ImmutableList<RuleEntry> nodeRules) {
        this.graph = graph;
        // AuthorizeNodeWithSelectors: beta and on from 1.32. Kubelets read their pods' accounts from 1.34 (KEP-4412).
        this.withSelectors = version.isAtLeast(1, 32);
        this.readsAccounts = version.isAtLeast(1, 34);
        this.nodeRules = nodeRules;
    }

    Decision decide(AccessReview review) {
        Optional<String> node = node(review.user());
        if (node.isEmpty()) {
            return Decision.denied();
        }
        if (review.isResourceRequest()) {
            Optional<Decision> divided = divided(node.get(), review);
            if (divided.isPresent()) {
                return divided.get();
            }
        }
        List<Support> supports = nodeRules.stream()
                .filter(entry -> RuleMatching.allows(entry.rule(), review))
                .flatMap(entry -> entry.supports().stream())
                .sorted()
                .toList();
        return supports.isEmpty() ? Decision.denied() : Decision.allowed(supports);
    }

    /** The node that a user is, by name and group. */
    static Optional<String> node(UserInfo user) {
        return user.name().startsWith(ImplicitGroups.NODE_PREFIX)
                        && user.name().length() > ImplicitGroups.NODE_PREFIX.length()
                        && user.groups().contains(ImplicitGroups.NODES)
                ? Optional.of(user.name().substring(ImplicitGroups.NODE_PREFIX.length()))
                : Optional.empty();
    }

    /** Resources that are divided among nodes; empty for all others. */
    private Optional<Decision> divided(String node, AccessReview review) {
        String sub = review.subresource();
        boolean top = sub.isEmpty();
        switch (review.apiGroup() + "/" + review.resource()) {
            case "/secrets":
                return Optional.of(related(node, review, "Secret", top && READ.contains(review.verb())));
            case "/configmaps":
                return Optional.of(related(node, review, "ConfigMap", top && READ.contains(review.verb())));
            case "/persistentvolumeclaims":
                boolean status = sub.equals("status") && WRITE.contains(review.verb());
                return Optional.of(related(
                        node,
                        review,
                        "PersistentVolumeClaim",
                        status || (top && review.verb().equals("get"))));
            case "/persistentvolumes":
                return Optional.of(related(
                        node, review, "PersistentVolume", top && review.verb().equals("get")));
            case "/serviceaccounts":
                boolean token = sub.equals("token") && review.verb().equals("create");
                boolean read = readsAccounts && top && review.verb().equals("get");
                return Optional.of(related(node, review, "ServiceAccount", token || read));
            case "coordination.k8s.io/leases":
                return Optional.of(own(node, review, review.namespace().equals("kube-node-lease")));
            case "storage.k8s.io/csinodes":
                return Optional.of(own(node, review, top));
            case "/nodes":
                return withSelectors ? Optional.of(nodeObject(node, review)) : Optional.empty();
            case "/pods":
                return withSelectors ? Optional.of(pod(node, review)) : Optional.empty();
            case "resource.k8s.io/resourceclaims":
            case "resource.k8s.io/resourceslices":
            case "storage.k8s.io/volumeattachments":
                return Optional.of(Decision.unknown(
                        "whether this " + review.resource() + " belongs to the node: such objects are not read"));
            default:
                return Optional.empty();
        }
    }

    private Decision related(String node, AccessReview review, String kind, boolean verbAllowed) {
        if (!verbAllowed || review.name().isEmpty()) {
            return Decision.denied();
        }
        ObjectRef object = kind.equals("PersistentVolume")
                ? ObjectRef.cluster(kind, review.name())
                : ObjectRef.of(kind, review.namespace(), review.name());
        List<Support> supports = graph.objects(node, kind::equals).getOrDefault(object, List.of());
        return supports.isEmpty() ? Decision.denied() : Decision.allowed(supports);
    }

    /** An object of the node's own name; on create the name is not known to the authorizer. */
    private static Decision own(String node, AccessReview review, boolean place) {
        boolean own = review.verb().equals("create") || review.name().equals(node);
        return allow(place && OWN_OBJECT.contains(review.verb()) && own, node);
    }

    private static Decision nodeObject(String node, AccessReview review) {
        if (review.subresource().equals("status")) {
            return allow(WRITE.contains(review.verb()), node);
        }
        // Admission (NodeRestriction) holds a kubelet to its own Node, not the authorizer.
        boolean write = review.verb().equals("create") || WRITE.contains(review.verb());
        boolean readOwn = READ.contains(review.verb()) && review.name().equals(node);
        return allow(review.subresource().isEmpty() && (write || readOwn), node);
    }

    /** A list by {@code spec.nodeName} selector is allowed too; reviews cannot say that. */
    private Decision pod(String node, AccessReview review) {
        switch (review.subresource()) {
            case "":
                return READ.contains(review.verb())
                        ? related(node, review, "Pod", true)
                        : allow(review.verb().equals("create") || review.verb().equals("delete"), node);
            case "status":
                return allow(WRITE.contains(review.verb()), node);
            case "eviction":
                return allow(review.verb().equals("create"), node);
            default:
                return Decision.denied();
        }
    }

    private static Decision allow(boolean allowed, String node) {
        if (!allowed) {
            return Decision.denied();
        }
        String text = "the Node authorizer allows every kubelet this";
        return Decision.allowed(Support.of(Evidence.byDefault(ObjectRef.cluster("Node", node), "", text)));
    }
}
