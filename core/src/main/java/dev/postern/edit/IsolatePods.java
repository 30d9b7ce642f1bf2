package dev.postern.edit;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.LabelSelector;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import java.util.Optional;

/**
 * Adds a NetworkPolicy that lets nothing into pods, or nothing out but questions about names.
 *
 * @param object the policy to add
 * @param pods what they are of, for instance {@code Deployment shop/cart}
 * @param labels the labels that select them
 */
public record IsolatePods(EditKind kind, ObjectRef object, ObjectRef pods, ImmutableSortedMap<String, String> labels)
        implements Edit {
    private static final int DNS = 53;

    /** Whether it is about packets out of the pods. */
    public boolean isEgress() {
        return kind == EditKind.ISOLATE_EGRESS;
    }

    @Override
    public String describe() {
        return isEgress()
                ? "add " + object + ", which lets " + pods + " call nothing but DNS until more is admitted"
                : "add " + object + ", which lets nobody call " + pods + " until admitted";
    }

    @Override
    public void applyTo(Draft draft) {
        draft.put(policy());
    }

    private NetworkPolicy policy() {
        return new NetworkPolicy(
                ObjectMeta.of(object.namespace(), object.name()),
                LabelSelector.ofLabels(labels),
                !isEgress(),
                isEgress(),
                true,
                ImmutableList.of(),
                isEgress()
                        ? ImmutableList.of(new NetworkPolicyRule(
                                ImmutableList.of(), ImmutableList.of(dns(Protocol.UDP), dns(Protocol.TCP))))
                        : ImmutableList.of());
    }

    private static NetworkPolicyPort dns(Protocol protocol) {
        return new NetworkPolicyPort(protocol, Optional.of(PortRef.of(DNS)), Optional.empty());
    }
}
