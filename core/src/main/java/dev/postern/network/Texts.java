package dev.postern.network;

import dev.postern.model.IpBlock;
import dev.postern.model.LabelSelector;
import dev.postern.model.PortRef;

/** Short texts of policy fields for evidence values, in the notation that {@code kubectl} uses for selectors. */
final class Texts {
    private Texts() {}

    static String of(LabelSelector selector) {
        return selector.notation();
    }

    static String of(IpBlock block) {
        return block.except().isEmpty() ? block.cidr() : block.cidr() + " except " + String.join(", ", block.except());
    }

    static String of(PortItem item) {
        String protocol = item.protocol().map(known -> known + " ").orElse("");
        return protocol
                + item.port().map(PortRef::toString).orElse("any port")
                + item.endPort().map(end -> "-" + end).orElse("");
    }
}
