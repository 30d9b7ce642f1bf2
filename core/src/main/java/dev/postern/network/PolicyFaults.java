package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.IpBlock;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.PortRef;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds policies that the API server refuses and that are therefore not in force on any cluster.
 *
 * <p>Source: {@code ValidateNetworkPolicySpec} in {@code pkg/apis/networking/validation/validation.go}.
 */
final class PolicyFaults {
    private PolicyFaults() {}

    /** The first fault with its path in the policy, or empty for a valid policy. */
    static Optional<String> find(NetworkPolicy policy) {
        return selector("spec.podSelector", policy.podSelector())
                .or(() -> rules("spec.ingress", "from", policy.ingress()))
                .or(() -> rules("spec.egress", "to", policy.egress()));
    }

    /** The first CIDR that servers took before version 1.36, which does not take it of a new policy; empty if there is none. */
    static Optional<String> legacy(NetworkPolicy policy) {
        return Stream.concat(policy.ingress().stream(), policy.egress().stream())
                .flatMap(rule -> rule.peers().stream())
                .flatMap(peer -> peer.ipBlock().stream())
                .flatMap(block -> Stream.concat(Stream.of(block.cidr()), block.except().stream()))
                .filter(Blocks::isLegacy)
                .findFirst();
    }

    private static Optional<String> rules(String field, String peers, ImmutableList<NetworkPolicyRule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            NetworkPolicyRule rule = rules.get(i);
            String path = field + "[" + i + "].";
            for (int j = 0; j < rule.ports().size(); j++) {
                Optional<String> fault =
                        port(path + "ports[" + j + "]", rule.ports().get(j));
                if (fault.isPresent()) {
                    return fault;
                }
            }
            for (int j = 0; j < rule.peers().size(); j++) {
                Optional<String> fault =
                        peer(path + peers + "[" + j + "]", rule.peers().get(j));
                if (fault.isPresent()) {
                    return fault;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> port(String path, NetworkPolicyPort item) {
        if (item.port().filter(PortRef::isNamed).isPresent()
                && !Names.isPort(item.port().get().name())) {
            return Optional.of(
                    path + " has a port that is neither a number from 1 to 65535 nor a name with a letter, or a"
                            + " protocol that is not TCP, UDP or SCTP");
        }
        if (item.port().isEmpty()) {
            return item.endPort().map(end -> path + ".endPort needs a port");
        }
        boolean named = item.port().get().isNamed();
        int first = item.port().get().number();
        if (named) {
            return item.endPort().map(end -> path + ".endPort needs a numeric port");
        }
        if (first < PortSet.MIN_PORT || first > PortSet.MAX_PORT) {
            return Optional.of(path + ".port is not 1 to 65535");
        }
        return item.endPort()
                .filter(end -> end < first || end > PortSet.MAX_PORT)
                .map(end -> path + ".endPort is not between port and 65535");
    }

    private static Optional<String> peer(String path, NetworkPolicyPeer peer) {
        boolean selects =
                peer.podSelector().isPresent() || peer.namespaceSelector().isPresent();
        Optional<IpBlock> block = peer.ipBlock();
        if (block.isPresent() && selects) {
            return Optional.of(path + " has both a selector and an ipBlock");
        }
        if (block.isEmpty() && !selects) {
            return Optional.of(path + " names no peer");
        }
        return block.flatMap(Blocks::fault)
                .map(fault -> path + "." + fault)
                .or(() -> peer.podSelector().flatMap(selector -> selector(path + ".podSelector", selector)))
                .or(() ->
                        peer.namespaceSelector().flatMap(selector -> selector(path + ".namespaceSelector", selector)));
    }

    static Optional<String> selector(String path, LabelSelector selector) {
        for (Map.Entry<String, String> label : selector.matchLabels().entrySet()) {
            if (!Names.isLabelKey(label.getKey()) || !Names.isLabelValue(label.getValue())) {
                return Optional.of(path + ".matchLabels holds what no label can be");
            }
        }
        ImmutableList<LabelRequirement> expressions = selector.matchExpressions();
        for (int i = 0; i < expressions.size(); i++) {
            boolean none = expressions.get(i).values().isEmpty();
            String at = path + ".matchExpressions[" + i + "]";
            if (!Names.isLabelKey(expressions.get(i).key())
                    || !expressions.get(i).values().stream().allMatch(Names::isLabelValue)) {
                return Optional.of(at + " holds what no label can be");
            }
            switch (expressions.get(i).operator()) {
                case IN:
                case NOT_IN:
                    if (none) {
                        return Optional.of(at + " needs values");
                    }
                    break;
                case EXISTS:
                case DOES_NOT_EXIST:
                    if (!none) {
                        return Optional.of(at + " must not have values");
                    }
                    break;
                case GT:
                case LT:
                case INVALID:
                    return Optional.of(at + " has an operator that label selectors do not know");
            }
        }
        return Optional.empty();
    }
}
