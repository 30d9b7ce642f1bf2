package dev.postern.network;

import com.google.common.collect.ImmutableSet;
import dev.postern.model.CiliumCidrRule;
import dev.postern.model.CiliumPeers;
import java.util.Optional;
import java.util.regex.Pattern;

/** What agents refuse about the peers of a rule. */
final class CiliumPeerFaults {
    static final ImmutableSet<String> ENTITIES = ImmutableSet.of(
            "all",
            "world",
            "world-ipv4",
            "world-ipv6",
            "cluster",
            "host",
            "init",
            "ingress",
            "unmanaged",
            "remote-node",
            "health",
            "none",
            "kube-apiserver");

    private static final Pattern NAME = Pattern.compile("[-0-9a-zA-Z_.]+");
    private static final Pattern WILDCARD = Pattern.compile("[-0-9a-zA-Z_.*]+");

    private CiliumPeerFaults() {}

    static Optional<String> find(String path, CiliumPeers peers) {
        if (peers instanceof CiliumPeers.Endpoints endpoints) {
            return CiliumFaults.each(path, endpoints.items(), CiliumFaults::selector);
        } else if (peers instanceof CiliumPeers.Nodes nodes) {
            return CiliumFaults.each(path, nodes.items(), CiliumFaults::selector);
        } else if (peers instanceof CiliumPeers.Entities entities) {
            return CiliumFaults.each(
                    path,
                    entities.items(),
                    (at, entity) ->
                            ENTITIES.contains(entity) ? Optional.empty() : Optional.of(at + " is no entity of Cilium"));
        } else if (peers instanceof CiliumPeers.Cidrs cidrs) {
            return CiliumFaults.each(path, cidrs.items(), CiliumPeerFaults::cidrOrAddress);
        } else if (peers instanceof CiliumPeers.CidrSet set) {
            return CiliumFaults.each(path, set.items(), CiliumPeerFaults::cidrRule);
        } else if (peers instanceof CiliumPeers.Fqdns names) {
            return CiliumFaults.each(path, names.items(), CiliumPeerFaults::fqdn);
        }
        // Groups and Services are looked up, and what is not found selects nothing.
        return Optional.empty();
    }

    private static Optional<String> cidrOrAddress(String path, String text) {
        String cidr = text.indexOf('/') < 0 ? text + (text.indexOf(':') < 0 ? "/32" : "/128") : text;
        return Blocks.strictFault(cidr).map(fault -> path + " is neither a CIDR nor an address");
    }

    private static Optional<String> cidrRule(String path, CiliumCidrRule rule) {
        int said = (rule.cidr().isEmpty() ? 0 : 1)
                + (rule.groupRef().isEmpty() ? 0 : 1)
                + (rule.groupSelector().isEmpty() ? 0 : 1);
        if (said != 1) {
            return Optional.of(path + " does not have exactly one of cidr, cidrGroupRef and cidrGroupSelector");
        }
        if (rule.groupSelector().isPresent()) {
            return PolicyFaults.selector(
                    path + ".cidrGroupSelector", rule.groupSelector().get());
        }
        if (!rule.groupRef().isEmpty()) {
            return Optional.empty();
        }
        if (Blocks.strictFault(rule.cidr()).isPresent()) {
            return Optional.of(path + ".cidr is not a CIDR");
        }
        IpRanges block = IpRanges.parseCidr(rule.cidr()).orElseThrow();
        return CiliumFaults.each(path + ".except", rule.except(), (at, hole) -> {
            if (Blocks.strictFault(hole).isPresent()) {
                return Optional.of(at + " is not a CIDR");
            }
            boolean within = IpRanges.parseCidr(hole).orElseThrow().minus(block).isEmpty();
            return within ? Optional.empty() : Optional.of(at + " is not within its cidr");
        });
    }

    private static Optional<String> fqdn(String path, CiliumPeers.Fqdn name) {
        if (name.matchName().isEmpty() && name.matchPattern().isEmpty()) {
            return Optional.of(path + " has neither a matchName nor a matchPattern");
        }
        if (!name.matchName().isEmpty() && !NAME.matcher(name.matchName()).matches()) {
            return Optional.of(path + ".matchName has characters that no name has");
        }
        return name.matchPattern().isEmpty()
                        || WILDCARD.matcher(name.matchPattern()).matches()
                ? Optional.empty()
                : Optional.of(path + ".matchPattern has characters that no pattern has");
    }
}
