package dev.postern.edit;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.CalicoEntity;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CalicoPort;
import dev.postern.model.CalicoProtocol;
import dev.postern.model.CalicoRule;
import dev.postern.model.CalicoSelector;
import dev.postern.model.CiliumPeers;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.CiliumPort;
import dev.postern.model.CiliumPortRule;
import dev.postern.model.CiliumRule;
import dev.postern.model.CiliumSpec;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * New policies that isolate pods, in the kind that a cluster uses already: of Kubernetes, of Calico or of Cilium. A policy of
 * Istio binds only what a proxy stands beside, of that only TCP, and nothing that leaves: it is one more that may do, where most
 * are such.
 */
final class IsolatingPolicies {
    private static final int DNS = 53;
    private static final String ISTIO = "istio-system";
    private static final ImmutableList<String> KINDS =
            ImmutableList.of("NetworkPolicy", CalicoPolicy.NAMESPACED, CiliumPolicy.NAMESPACED);
    private static final NetworkPolicyPeer EVERY_POD =
            new NetworkPolicyPeer(Optional.empty(), Optional.of(LabelSelector.EVERYTHING), Optional.empty());
    private static final String NAMESPACE_OF_POD = "io.kubernetes.pod.namespace";

    private IsolatingPolicies() {}

    /** The kind most policies of the network are of: those of the namespace, or else of all. Without any, NetworkPolicy. */
    static String kind(Cluster cluster, String namespace) {
        return most(used(cluster).toList(), namespace, KINDS);
    }

    /**
     * Whether most policies are AuthorizationPolicies, so that one that admits nobody is in place. None is where it would be for
     * the whole mesh: in the root namespace, which is {@code istio-system} unless the mesh's configuration names another.
     */
    static boolean isMesh(Cluster cluster, String namespace) {
        boolean root = namespace.equals(ISTIO)
                || cluster.configMaps().stream()
                        .anyMatch(map -> map.meta().namespace().equals(ISTIO)
                                && map.meta().name().equals("istio")
                                && map.allowedData().getOrDefault("mesh", "").contains("rootNamespace"));
        List<ObjectRef> policies = Stream.concat(
                        used(cluster),
                        cluster.authorizationPolicies().stream()
                                .filter(policy -> !policy.isDryRun())
                                .map(KubernetesObject::ref))
                .toList();
        List<String> kinds = new ArrayList<>(KINDS);
        kinds.add(AuthorizationPolicy.KIND);
        return !root && most(policies, namespace, kinds).equals(AuthorizationPolicy.KIND);
    }

    private static String most(List<ObjectRef> policies, String namespace, List<String> kinds) {
        List<String> here = policies.stream()
                .filter(ref -> ref.namespace().equals(namespace))
                .map(IsolatingPolicies::family)
                .toList();
        List<String> all = here.isEmpty()
                ? policies.stream().map(IsolatingPolicies::family).toList()
                : here;
        String most = kinds.get(0);
        for (String kind : kinds) {
            if (count(all, kind) > count(all, most)) {
                most = kind;
            }
        }
        return most;
    }

    private static Stream<ObjectRef> used(Cluster cluster) {
        return Stream.of(
                        cluster.networkPolicies().stream(),
                        cluster.calicoPolicies().stream().filter(policy -> !policy.isStaged()),
                        cluster.ciliumPolicies().stream())
                .flatMap(policies -> policies)
                .map(KubernetesObject::ref);
    }

    private static String family(ObjectRef policy) {
        switch (policy.kind()) {
            case CalicoPolicy.GLOBAL:
                return CalicoPolicy.NAMESPACED;
            case CiliumPolicy.CLUSTERWIDE:
                return CiliumPolicy.NAMESPACED;
            default:
                return policy.kind();
        }
    }

    private static long count(List<String> kinds, String kind) {
        return kinds.stream().filter(kind::equals).count();
    }

    /** The policy of an edit. */
    static KubernetesObject of(IsolatePods edit) {
        ObjectMeta meta = ObjectMeta.of(edit.object().namespace(), edit.object().name());
        switch (edit.object().kind()) {
            case CalicoPolicy.NAMESPACED:
                return calico(edit, meta);
            case CiliumPolicy.NAMESPACED:
                return cilium(edit, meta);
            case AuthorizationPolicy.KIND:
                return istio(edit, meta);
            default:
                return kubernetes(edit, meta);
        }
    }

    /** Without rules, what is to be allowed is nothing. */
    private static AuthorizationPolicy istio(IsolatePods edit, ObjectMeta meta) {
        return new AuthorizationPolicy(
                meta,
                AuthorizationPolicy.Action.ALLOW,
                Optional.of(LabelSelector.ofLabels(edit.labels())),
                Optional.empty(),
                Optional.empty(),
                ImmutableList.of(),
                ImmutableList.of(),
                Optional.empty());
    }

    private static NetworkPolicy kubernetes(IsolatePods edit, ObjectMeta meta) {
        return new NetworkPolicy(
                meta,
                LabelSelector.ofLabels(edit.labels()),
                !edit.isEgress(),
                edit.isEgress(),
                true,
                edit.isForOutside()
                        ? ImmutableList.of(new NetworkPolicyRule(ImmutableList.of(EVERY_POD), ImmutableList.of()))
                        : ImmutableList.of(),
                edit.isEgress()
                        ? ImmutableList.of(new NetworkPolicyRule(
                                ImmutableList.of(), ImmutableList.of(dns(Protocol.UDP), dns(Protocol.TCP))))
                        : ImmutableList.of());
    }

    private static NetworkPolicyPort dns(Protocol protocol) {
        return new NetworkPolicyPort(protocol, Optional.of(PortRef.of(DNS)), Optional.empty());
    }

    private static CalicoPolicy calico(IsolatePods edit, ObjectMeta meta) {
        return new CalicoPolicy(
                meta,
                CalicoPolicy.NAMESPACED,
                "",
                Optional.empty(),
                Optional.of(selector(edit.labels())),
                Optional.empty(),
                Optional.empty(),
                ImmutableList.of(edit.isEgress() ? CalicoPolicy.EGRESS : CalicoPolicy.INGRESS),
                edit.isForOutside()
                        ? ImmutableList.of(allow(
                                Optional.empty(),
                                entity(Optional.of(new CalicoSelector.All()), ImmutableList.of()),
                                CalicoEntity.ANY))
                        : ImmutableList.of(),
                edit.isEgress() ? ImmutableList.of(calicoDns("UDP"), calicoDns("TCP")) : ImmutableList.of(),
                CalicoPolicy.HostRules.NONE,
                "");
    }

    /** The labels, all of them; there is always one. */
    private static CalicoSelector selector(Map<String, String> labels) {
        ImmutableList<CalicoSelector> all = labels.entrySet().stream()
                .map(label -> new CalicoSelector.Equal(label.getKey(), label.getValue()))
                .collect(ImmutableList.toImmutableList());
        return all.size() == 1 ? all.get(0) : new CalicoSelector.And(all);
    }

    private static CalicoRule calicoDns(String protocol) {
        return allow(
                Optional.of(CalicoProtocol.of(protocol)),
                CalicoEntity.ANY,
                entity(Optional.empty(), ImmutableList.of(new CalicoPort.Numbers(DNS, DNS))));
    }

    private static CalicoRule allow(Optional<CalicoProtocol> protocol, CalicoEntity source, CalicoEntity destination) {
        return new CalicoRule(
                CalicoRule.Action.ALLOW,
                protocol,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                source,
                destination,
                "");
    }

    private static CalicoEntity entity(Optional<CalicoSelector> namespaces, ImmutableList<CalicoPort> ports) {
        CalicoEntity any = CalicoEntity.ANY;
        return new CalicoEntity(
                any.nets(),
                any.notNets(),
                any.selector(),
                any.notSelector(),
                namespaces,
                ports,
                any.notPorts(),
                any.serviceAccounts(),
                any.services(),
                namespaces
                        .map(selector -> ImmutableMap.of("namespaceSelector", selector.notation()))
                        .orElse(any.texts()));
    }

    private static CiliumPolicy cilium(IsolatePods edit, ObjectMeta meta) {
        ImmutableList<CiliumRule> inward = ImmutableList.of(
                edit.isForOutside() ? rule(ImmutableList.of(everyPod()), ImmutableList.of()) : PolicyRules.NOBODY);
        CiliumPortRule names = new CiliumPortRule(
                ImmutableList.of(
                        new CiliumPort(String.valueOf(DNS), "UDP", Optional.empty()),
                        new CiliumPort(String.valueOf(DNS), "TCP", Optional.empty())),
                ImmutableList.of());
        CiliumSpec spec = new CiliumSpec(
                Optional.of(LabelSelector.ofLabels(edit.labels())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                edit.isEgress() ? ImmutableList.of() : inward,
                ImmutableList.of(),
                edit.isEgress()
                        ? ImmutableList.of(rule(ImmutableList.of(), ImmutableList.of(names)))
                        : ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of());
        return new CiliumPolicy(meta, CiliumPolicy.NAMESPACED, Optional.of(spec), Optional.empty());
    }

    /** Of any namespace: a selector that does not say so is of the policy's own. */
    private static CiliumPeers everyPod() {
        return new CiliumPeers.Endpoints(ImmutableList.of(new LabelSelector(
                ImmutableSortedMap.of(),
                ImmutableList.of(new LabelRequirement(
                        NAMESPACE_OF_POD, LabelRequirement.Operator.EXISTS, ImmutableSortedSet.of())))));
    }

    private static CiliumRule rule(ImmutableList<CiliumPeers> peers, ImmutableList<CiliumPortRule> ports) {
        return new CiliumRule(peers, ports, ImmutableList.of(), Optional.empty(), ImmutableList.of());
    }
}
