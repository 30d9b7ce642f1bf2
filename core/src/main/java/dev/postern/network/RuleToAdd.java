package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.JsonValue;
import dev.postern.model.Namespace;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.network.IpAddress.Family;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The rule that lets one packet pass on a side which NetworkPolicies close. */
final class RuleToAdd {
    /**
     * Labels that controllers give each pod anew, or that come from its node (admission plugin {@code PodTopologyLabels}): a
     * rule by them would end with the pod, or be for some replicas only.
     */
    private static final ImmutableSet<String> PASSING = ImmutableSet.of(
            "pod-template-hash",
            "controller-revision-hash",
            "pod-template-generation",
            "statefulset.kubernetes.io/pod-name",
            "apps.kubernetes.io/pod-index",
            "batch.kubernetes.io/controller-uid",
            "batch.kubernetes.io/job-completion-index",
            "controller-uid",
            "topology.kubernetes.io/zone",
            "topology.kubernetes.io/region");

    private RuleToAdd() {}

    /**
     * Added to the policy that selects the fewest pods, for it opens the same to all of them.
     *
     * @param extent how many a policy selects
     * @return empty where something else closes the side, or the peer has no address that is known
     */
    static Optional<FlowChange> of(
            Direction direction,
            Judge.Packet packet,
            Family family,
            Decision side,
            Hosts hosts,
            ToLongFunction<ObjectRef> extent) {
        Optional<ObjectRef> policy = side.evidence().stream()
                .map(Evidence::object)
                .filter(object -> object.kind().equals("NetworkPolicy"))
                .min(Comparator.comparingLong(extent).thenComparing(object -> object));
        Party subject = packet.subject(direction);
        String namespace = subject.pod().map(Pod::namespace).orElse("");
        Party end = packet.peer(direction);
        boolean seen = !end.onHost() || hosts.profile().blocksMatchNodes();
        Optional<JsonValue> peer = seen ? peer(end, namespace, family) : Optional.empty();
        if (policy.isEmpty() || peer.isEmpty()) {
            return Optional.empty();
        }
        Map<String, JsonValue> port = new LinkedHashMap<>();
        port.put("protocol", JsonValue.text(packet.protocol().name()));
        port.put("port", JsonValue.Num.of(packet.port()));
        Map<String, JsonValue> rule = new LinkedHashMap<>();
        rule.put(direction.peersField(), JsonValue.array(ImmutableList.of(peer.get())));
        rule.put("ports", JsonValue.array(ImmutableList.of(JsonValue.object(port))));
        return Optional.of(new FlowChange(policy.get(), "spec." + direction.word(), JsonValue.object(rule)));
    }

    private static Optional<JsonValue> peer(Party peer, String namespace, Family family) {
        Map<String, JsonValue> item = new LinkedHashMap<>();
        if (peer.kind() == Party.Kind.POD && peer.pod().isPresent()) {
            Pod pod = peer.pod().get();
            Map<String, JsonValue> labels = new LinkedHashMap<>();
            pod.meta().labels().forEach((key, value) -> {
                if (!PASSING.contains(key)) {
                    labels.put(key, JsonValue.text(value));
                }
            });
            if (!pod.namespace().equals(namespace)) {
                item.put("namespaceSelector", labels(Map.of(Namespace.NAME_LABEL, JsonValue.text(pod.namespace()))));
            }
            item.put("podSelector", labels(labels));
            return Optional.of(JsonValue.object(item));
        }
        return block(peer, family).map(cidr -> {
            item.put("ipBlock", JsonValue.object(Map.of("cidr", JsonValue.text(cidr))));
            return JsonValue.object(item);
        });
    }

    private static JsonValue labels(Map<String, JsonValue> labels) {
        return JsonValue.object(labels.isEmpty() ? Map.of() : Map.of("matchLabels", JsonValue.object(labels)));
    }

    private static Optional<String> block(Party peer, Family family) {
        if (peer.kind() == Party.Kind.SOMEWHERE) {
            // A CIDR is itself, and the internet is every address but those that policies should name apart.
            return Optional.of(IpRanges.parseCidr(peer.name()).isPresent() ? peer.name() : "0.0.0.0/0");
        }
        return peer.address(family).map(address -> address + "/" + family.bits());
    }
}
