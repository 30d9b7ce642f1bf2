package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.IpBlock;
import dev.postern.model.LabelSelector;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import dev.postern.model.SourceRef;
import java.util.Optional;

/** NetworkPolicies, with the defaults of {@code policyTypes}, protocols and selectors applied. */
final class NetworkPolicyReader {
    private Metadata metadata = Metadata.NONE;
    private static final ImmutableSet<String> POLICY_TYPES = ImmutableSet.of("Ingress", "Egress");

    private LabelSelector podSelector = LabelSelector.EVERYTHING;
    private boolean refused;
    private ImmutableList<String> policyTypes = ImmutableList.of();
    private ImmutableList<NetworkPolicyRule> ingress = ImmutableList.of();
    private ImmutableList<NetworkPolicyRule> egress = ImmutableList.of();

    private NetworkPolicyReader() {}

    static NetworkPolicy read(Values in, Identity identity) {
        NetworkPolicyReader policy = new NetworkPolicyReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> policy.metadata = Metadata.read(in);
                    case "spec" -> policy.checked(in);
                    default -> in.skip();
                }
            }
        }
        return policy.build(identity);
    }

    /** A value of a wrong type is never nothing: a rule without the peers that somebody wrote would admit everybody. */
    private void checked(Values in) {
        SourceRef place = in.here();
        int before = in.wrongTypes();
        spec(in);
        if (in.wrongTypes() > before) {
            refused = true;
            in.error(
                    "wrong-type",
                    "holds a value of a wrong type; the API server refuses this policy, so it is not applied here either",
                    place);
        }
    }

    private void spec(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "podSelector" -> podSelector = SelectorReader.read(in);
                case "policyTypes" -> {
                    policyTypes = in.strings();
                    if (policyTypes.size() > 2 || !POLICY_TYPES.containsAll(policyTypes)) {
                        refused = true;
                        in.error(
                                "wrong-value",
                                "is not Ingress, Egress or both; the API server refuses this policy, so it is not applied"
                                        + " here either");
                    }
                }
                case "ingress" -> ingress = in.objects(() -> rule(in));
                case "egress" -> egress = in.objects(() -> rule(in));
                default -> in.skip();
            }
        }
    }

    private static NetworkPolicyRule rule(Values in) {
        ImmutableList<NetworkPolicyPeer> peers = ImmutableList.of();
        ImmutableList<NetworkPolicyPort> ports = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "from", "to" -> peers = in.objects(() -> peer(in));
                    case "ports" -> ports = in.objects(() -> port(in));
                    default -> in.skip();
                }
            }
        }
        return new NetworkPolicyRule(peers, ports);
    }

    private static NetworkPolicyPeer peer(Values in) {
        Optional<LabelSelector> pods = Optional.empty();
        Optional<LabelSelector> namespaces = Optional.empty();
        Optional<IpBlock> block = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "podSelector" -> pods = SelectorReader.optional(in);
                    case "namespaceSelector" -> namespaces = SelectorReader.optional(in);
                    case "ipBlock" -> block = in.isObject() ? Optional.of(ipBlock(in)) : Optional.empty();
                    default -> in.skip();
                }
            }
        }
        return new NetworkPolicyPeer(pods, namespaces, block);
    }

    private static IpBlock ipBlock(Values in) {
        String cidr = "";
        ImmutableList<String> except = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "cidr" -> cidr = in.symbol();
                    case "except" -> except = in.strings();
                    default -> in.skip();
                }
            }
        }
        return new IpBlock(cidr, except);
    }

    private static NetworkPolicyPort port(Values in) {
        Optional<Protocol> protocol = Optional.of(Protocol.TCP);
        Optional<PortRef> port = Optional.empty();
        Optional<Integer> endPort = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "protocol" -> protocol = ProtocolReader.read(in);
                    case "port" -> port = in.policyPort();
                    // What is no number stays an end that no policy may have: without it the item would be another.
                    case "endPort" -> endPort = in.isNull() ? Optional.empty() : Optional.of(in.integer(0));
                    default -> in.skip();
                }
            }
        }
        if (protocol.isEmpty()) {
            // Leaving the item out could leave none, which would allow every port: it becomes one that matches nothing.
            return new NetworkPolicyPort(
                    Protocol.TCP, Optional.of(PortRef.named("invalid:protocol")), Optional.empty());
        }
        return new NetworkPolicyPort(protocol.get(), port, endPort);
    }

    private NetworkPolicy build(Identity identity) {
        boolean stated = !policyTypes.isEmpty();
        if (refused) {
            return new NetworkPolicy(
                    metadata.of(identity), podSelector, false, false, true, ImmutableList.of(), ImmutableList.of());
        }
        return new NetworkPolicy(
                metadata.of(identity),
                podSelector,
                !stated || policyTypes.contains("Ingress"),
                stated ? policyTypes.contains("Egress") : !egress.isEmpty(),
                stated,
                ingress,
                egress);
    }
}
