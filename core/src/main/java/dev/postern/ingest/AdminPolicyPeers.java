package dev.postern.ingest;

import dev.postern.model.AdminPolicyPeer;
import dev.postern.model.LabelSelector;
import java.util.Optional;

/** Items of which exactly one field says what they select. */
final class AdminPolicyPeers {
    private AdminPolicyPeers() {}

    /** A peer, or a subject. {@code destination} is whether it may also be nodes, networks or names. */
    static AdminPolicyPeer read(Values in, boolean destination) {
        Optional<AdminPolicyPeer> known = Optional.empty();
        String unknown = "";
        int fields = 0;
        if (in.object()) {
            while (in.next()) {
                if (in.isNull()) {
                    in.skip();
                    continue;
                }
                String key = in.key();
                Optional<AdminPolicyPeer> peer = field(in, key, destination);
                if (peer.isPresent()) {
                    known = peer;
                    fields++;
                } else {
                    unknown = key;
                    in.skip();
                }
            }
        }
        if (fields > 1) {
            return new AdminPolicyPeer.Invalid("says more than one thing");
        }
        if (known.isPresent()) {
            return known.get();
        }
        return unknown.isEmpty() ? new AdminPolicyPeer.Invalid("is empty") : new AdminPolicyPeer.Unknown(unknown);
    }

    private static Optional<AdminPolicyPeer> field(Values in, String key, boolean destination) {
        switch (key) {
            case "namespaces":
                return Optional.of(new AdminPolicyPeer.Namespaces(SelectorReader.read(in)));
            case "pods":
                return Optional.of(pods(in));
            case "nodes":
                return destination ? Optional.of(new AdminPolicyPeer.Nodes(SelectorReader.read(in))) : Optional.empty();
            case "networks":
                return destination ? Optional.of(new AdminPolicyPeer.Networks(in.strings())) : Optional.empty();
            case "domainNames":
                return destination ? Optional.of(new AdminPolicyPeer.DomainNames(in.strings())) : Optional.empty();
            default:
                return Optional.empty();
        }
    }

    private static AdminPolicyPeer pods(Values in) {
        Optional<LabelSelector> namespaces = Optional.empty();
        Optional<LabelSelector> pods = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "namespaceSelector" -> namespaces = SelectorReader.optional(in);
                    case "podSelector" -> pods = SelectorReader.optional(in);
                    default -> in.skip();
                }
            }
        }
        return new AdminPolicyPeer.Pods(namespaces, pods);
    }
}
