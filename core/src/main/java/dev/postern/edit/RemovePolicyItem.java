package dev.postern.edit;

import dev.postern.model.ObjectRef;

/**
 * Takes one of several peers, or of several ports, out of a rule that lets packets pass. With the last that is left the rule
 * goes, which without it would let everybody pass.
 *
 * @param kind {@link EditKind#REMOVE_POLICY_PEER} or {@link EditKind#REMOVE_POLICY_PORT}
 * @param list the field of the rules, for instance {@code spec.ingress}
 * @param rule the first rule of that content in the object as it was; others that equal it lose the same
 * @param items the field of the items below the rule, for instance {@code from}
 * @param index the first item of that content; others that equal it go as well
 */
public record RemovePolicyItem(ObjectRef object, EditKind kind, String list, int rule, String items, int index)
        implements Edit {
    @Override
    public String describe() {
        return "remove " + list + "[" + rule + "]." + items + "[" + index + "] from " + object;
    }

    /** Whether it is about packets out of the pods. */
    public boolean isEgress() {
        return list.endsWith("egress");
    }

    @Override
    public void applyTo(Draft draft) {
        draft.policy(this);
    }
}
