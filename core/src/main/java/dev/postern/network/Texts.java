package dev.postern.network;

import dev.postern.model.IpBlock;
import dev.postern.model.LabelSelector;
import dev.postern.model.PortRef;
import java.util.List;
import java.util.stream.Collectors;

/** Short texts of policy fields for evidence values, in the notation that {@code kubectl} uses for selectors. */
final class Texts {
    /** Items of a list beyond this many are counted. */
    private static final int FEW = 3;

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

    /** A rule in short: {@code TCP 80, TCP http from app=web, 10.0.0.0/8}; only as many items as fit a line. */
    static String of(Rule rule, Direction direction) {
        String ports = rule.ports().isEmpty()
                ? "any port"
                : some(rule.ports().stream().map(Texts::of).toList());
        String peers = rule.peers().isEmpty()
                ? "anybody"
                : some(rule.peers().stream().map(Texts::of).toList());
        return ports + " " + direction.peersField() + " " + peers;
    }

    private static String some(List<String> items) {
        String shown = items.stream().limit(FEW).collect(Collectors.joining(", "));
        return items.size() > FEW ? shown + " and " + (items.size() - FEW) + " more" : shown;
    }

    private static String of(Peer peer) {
        if (peer instanceof Peer.Pods pods) {
            String namespaces = pods.namespaces()
                    .map(selector -> "namespaces " + of(selector))
                    .orElse(pods.namespace());
            return pods.pods().map(selector -> namespaces + "/" + of(selector)).orElse(namespaces);
        } else if (peer instanceof Peer.Blocks blocks) {
            return some(blocks.blocks().stream().map(Texts::of).toList());
        } else if (peer instanceof Peer.Nodes nodes) {
            return "nodes " + of(nodes.selector());
        } else if (peer instanceof Peer.Ends ends) {
            return ends.written().stream().map(Peer.Written::value).collect(Collectors.joining(" and "));
        }
        return some(((Peer.Names) peer).names());
    }
}
