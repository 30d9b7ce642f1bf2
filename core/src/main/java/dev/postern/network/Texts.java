package dev.postern.network;

import dev.postern.model.IpBlock;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import dev.postern.model.NetworkPolicyPort;
import java.util.StringJoiner;

/** Short texts of policy fields for evidence values, in the notation that {@code kubectl} uses for selectors. */
final class Texts {
    private Texts() {}

    static String of(LabelSelector selector) {
        if (selector.selectsEverything()) {
            return "{}";
        }
        StringJoiner text = new StringJoiner(",");
        selector.matchLabels().forEach((key, value) -> text.add(key + "=" + value));
        for (LabelRequirement requirement : selector.matchExpressions()) {
            text.add(of(requirement));
        }
        return text.toString();
    }

    private static String of(LabelRequirement requirement) {
        String values = "(" + String.join(",", requirement.values()) + ")";
        switch (requirement.operator()) {
            case IN:
                return requirement.key() + " in " + values;
            case NOT_IN:
                return requirement.key() + " notin " + values;
            case EXISTS:
                return requirement.key();
            case DOES_NOT_EXIST:
                return "!" + requirement.key();
            case GT:
                return requirement.key() + " > " + values;
            case LT:
                return requirement.key() + " < " + values;
            case INVALID:
                return requirement.key() + " ? " + values;
        }
        throw new AssertionError(requirement.operator());
    }

    static String of(IpBlock block) {
        return block.except().isEmpty() ? block.cidr() : block.cidr() + " except " + String.join(", ", block.except());
    }

    static String of(NetworkPolicyPort item) {
        String first = item.port().map(Object::toString).orElse("any port");
        return item.protocol() + " " + first
                + item.endPort().map(end -> "-" + end).orElse("");
    }
}
