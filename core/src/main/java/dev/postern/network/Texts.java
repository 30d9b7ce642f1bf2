package dev.postern.network;

import dev.postern.model.IpBlock;
import dev.postern.model.LabelSelector;
import dev.postern.model.NetworkPolicyPort;

/** Short texts of policy fields for evidence values, in the notation that {@code kubectl} uses for selectors. */
final class Texts {
    private Texts() {}

    static String of(LabelSelector selector) {
        return selector.notation();
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
