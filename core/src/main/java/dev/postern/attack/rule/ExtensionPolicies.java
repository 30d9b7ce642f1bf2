package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.ObjectWrite;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import dev.postern.model.PeerAuthentication;
import dev.postern.model.Support;
import dev.postern.rbac.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Writes to the policies of meshes and of network plugins (RB-33), which are extensions of the API.
 *
 * <p>To change or delete one is to open what it closes. So is to create another beside it, as far as the new one can overrule
 * it: of the same namespace for a policy of a namespace, of all for one of the cluster. Whether it does depends on orders and
 * on denials that stay, so that this is likely, not certain.
 */
final class ExtensionPolicies {
    private static final ImmutableList<String> ISTIO = ImmutableList.of("security.istio.io");
    private static final ImmutableList<String> CILIUM = ImmutableList.of("cilium.io");
    private static final ImmutableList<String> CALICO = ImmutableList.of("projectcalico.org", "crd.projectcalico.org");

    /**
     * A kind.
     *
     * @param name as references have it
     * @param groups where it is served
     * @param beside whether NetworkPolicies are asked together with it, so that a new one may overrule them
     */
    record Kind(String name, ImmutableList<String> groups, String resource, boolean namespaced, boolean beside) {
        boolean isOf(ObjectRef policy) {
            return policy.kind().equals(name);
        }

        /** The kind's own name, without the group that tells it from another. */
        private String bare() {
            int dot = name.indexOf('.');
            return dot < 0 ? name : name.substring(0, dot);
        }
    }

    static final ImmutableList<Kind> KINDS = ImmutableList.of(
            new Kind(AuthorizationPolicy.KIND, ISTIO, "authorizationpolicies", true, false),
            new Kind(PeerAuthentication.KIND, ISTIO, "peerauthentications", true, false),
            new Kind(CalicoPolicy.NAMESPACED, CALICO, "networkpolicies", true, true),
            new Kind(CalicoPolicy.GLOBAL, CALICO, "globalnetworkpolicies", false, true),
            new Kind(CiliumPolicy.NAMESPACED, CILIUM, "ciliumnetworkpolicies", true, true),
            new Kind(CiliumPolicy.CLUSTERWIDE, CILIUM, "ciliumclusterwidenetworkpolicies", false, true));

    private ExtensionPolicies() {}

    static void derive(Facts facts, Edges edges) {
        List<ObjectRef> all = all(facts.cluster()).toList();
        for (Kind kind : KINDS) {
            List<ObjectRef> own = all.stream().filter(kind::isOf).toList();
            if (!own.isEmpty()) {
                change(facts, edges, kind, own);
            }
            if (isServed(facts.cluster(), kind, all)) {
                create(facts, edges, kind, all);
            }
        }
    }

    /** Of the kinds that have an effect. */
    private static Stream<ObjectRef> all(Cluster cluster) {
        return Stream.of(
                        cluster.authorizationPolicies().stream(),
                        cluster.peerAuthentications().stream(),
                        cluster.ciliumPolicies().stream(),
                        cluster.calicoPolicies().stream())
                .flatMap(policies -> policies)
                .map(KubernetesObject::ref)
                .filter(policy -> KINDS.stream().anyMatch(kind -> kind.isOf(policy)));
    }

    private static void change(Facts facts, Edges edges, Kind kind, List<ObjectRef> policies) {
        Spread spread = Spread.ofOthers(
                facts,
                edges,
                "change-" + right(kind),
                "change objects of " + kind.name(),
                policies.stream()
                        .map(policy -> NetworkChange.target(policy, policy.name()))
                        .toList());
        for (String group : kind.groups()) {
            spread.from(facts.rbac()
                    .permits(
                            scoped(kind, Permission.of("deletecollection", group, kind.resource())),
                            scoped(
                                    kind,
                                    Permission.of("update", group, kind.resource())
                                            .or("patch")
                                            .or("delete"))));
        }
    }

    /** Istio has no other kind that overrules one; a plugin's kinds overrule each other and NetworkPolicies. */
    private static void create(Facts facts, Edges edges, Kind kind, List<ObjectRef> all) {
        List<ObjectRef> overruled = new ArrayList<>();
        all.stream()
                .filter(policy -> kind.beside() ? isOfGroups(policy, kind) : kind.isOf(policy))
                .filter(policy -> !kind.namespaced() || !policy.namespace().isEmpty())
                .forEach(overruled::add);
        if (kind.beside()) {
            for (KubernetesObject policy : facts.cluster().networkPolicies()) {
                overruled.add(policy.ref());
            }
        }
        Spread spread = Spread.ofOthers(
                facts,
                edges,
                "create-" + right(kind),
                "create objects of " + kind.name(),
                overruled.stream()
                        .map(policy -> new Spread.Target(
                                kind.namespaced() ? policy.namespace() : "",
                                ImmutableSet.of(),
                                new ObjectWrite(policy),
                                Confidence.LIKELY,
                                Support.NONE))
                        .toList());
        for (String group : kind.groups()) {
            (kind.namespaced()
                            ? Creation.namespaced(group, kind.resource(), kind.name())
                            : Creation.clusterScoped(group, kind.resource(), kind.name()))
                    .addTo(spread, facts);
        }
    }

    private static boolean isOfGroups(ObjectRef policy, Kind kind) {
        return KINDS.stream()
                .anyMatch(other -> other.isOf(policy) && other.groups().equals(kind.groups()));
    }

    private static Permission scoped(Kind kind, Permission permission) {
        return kind.namespaced() ? permission : permission.clusterScoped();
    }

    private static String right(Kind kind) {
        return kind.bare().toLowerCase(Locale.ROOT) + "-of-" + kind.groups().get(0);
    }

    /** Without a trace of a kind there is no such API. */
    private static boolean isServed(Cluster cluster, Kind kind, List<ObjectRef> all) {
        return all.stream().anyMatch(policy -> isOfGroups(policy, kind))
                || cluster.clusterObjects("CustomResourceDefinition").stream()
                        .anyMatch(definition -> kind.groups().stream()
                                .anyMatch(group -> definition.meta().name().equals(kind.resource() + "." + group)));
    }
}
