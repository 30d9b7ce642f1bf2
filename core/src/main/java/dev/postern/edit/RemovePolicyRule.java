package dev.postern.edit;

import dev.postern.model.AdminPolicy;
import dev.postern.model.ObjectRef;

/**
 * Takes a rule that lets packets pass out of a policy, of whatever kind. The policy goes on to bind its pods.
 *
 * @param list the field of the rules, for instance {@code spec.ingress}
 * @param index the first rule of that content in the object as it was; others that equal it go as well
 */
public record RemovePolicyRule(ObjectRef object, String list, int index) implements Edit {
    @Override
    public EditKind kind() {
        return PolicyRules.KINDS.get(object.kind()) == AdminPolicy.class
                ? EditKind.REMOVE_ADMIN_POLICY_RULE
                : EditKind.REMOVE_POLICY_RULE;
    }

    @Override
    public String describe() {
        return "remove " + list + "[" + index + "] from " + object;
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
