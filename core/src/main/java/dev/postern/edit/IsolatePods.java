package dev.postern.edit;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.ObjectRef;

/**
 * Adds a policy that lets nothing into pods, or only what the cluster's pods send, or nothing out but questions about
 * names. Policies add up, so the one that lets nothing in takes the other's place where both are made.
 *
 * @param object the policy to add
 * @param pods what they are of, for instance {@code Deployment shop/cart}
 * @param labels the labels that select them
 */
public record IsolatePods(EditKind kind, ObjectRef object, ObjectRef pods, ImmutableSortedMap<String, String> labels)
        implements Edit {
    /** Whether it is about packets out of the pods. */
    public boolean isEgress() {
        return kind == EditKind.ISOLATE_EGRESS;
    }

    /** Whether it is about packets into the pods from outside the cluster alone. */
    public boolean isForOutside() {
        return kind == EditKind.ISOLATE_FROM_OUTSIDE;
    }

    /** The one that admits nobody, in place of one that admits the cluster's pods. */
    IsolatePods strict() {
        return new IsolatePods(EditKind.ISOLATE_INGRESS, object, pods, labels);
    }

    @Override
    public String describe() {
        if (isForOutside()) {
            return "add " + object + ", which lets nobody but the cluster's pods call " + pods;
        }
        if (kind == EditKind.ISOLATE_IN_MESH) {
            return "add " + object + ", which lets nobody call " + pods + " by TCP past its proxy until admitted";
        }
        return isEgress()
                ? "add " + object + ", which lets " + pods + " call nothing but DNS until more is admitted"
                : "add " + object + ", which lets nobody call " + pods + " until admitted";
    }

    @Override
    public void applyTo(Draft draft) {
        if (!isForOutside() || !draft.holds(object)) {
            draft.put(IsolatingPolicies.of(this));
        }
    }
}
