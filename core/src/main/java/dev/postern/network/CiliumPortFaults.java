package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import dev.postern.model.CiliumIcmp;
import dev.postern.model.CiliumPort;
import dev.postern.model.CiliumPortRule;
import java.util.Optional;

/** What agents refuse about ports, what is above them, and ICMP. */
final class CiliumPortFaults {
    private static final int MAX_ITEMS = 40;
    private static final int MAX_ICMP_TYPE = 255;
    private static final String DNS = "rules.dns";
    private static final String LISTENER = "listener";

    /** The API server takes others, such as ICMP, which agents do not. */
    private static final ImmutableSet<String> PROTOCOLS = ImmutableSet.of("", "TCP", "UDP", "SCTP", "ANY");

    /** Protocols without ports, for agents that are configured to know them; they match no packet that is asked about. */
    private static final ImmutableSet<String> WITHOUT_PORTS =
            ImmutableSet.of("VRRP", "IGMP", "GRE", "IPIP", "IPV6", "ESP", "AH");

    private final boolean ingress;
    private final boolean ofNodes;

    /** {@code ofNodes} is whether the policy is about nodes rather than pods. */
    CiliumPortFaults(boolean ingress, boolean ofNodes) {
        this.ingress = ingress;
        this.ofNodes = ofNodes;
    }

    Optional<String> find(String path, CiliumPortRule rule) {
        if (rule.ports().size() > MAX_ITEMS) {
            return Optional.of(path + ".ports has more than " + MAX_ITEMS + " items");
        }
        return CiliumFaults.each(path + ".ports", rule.ports(), CiliumPortFaults::port)
                .or(() -> narrowing(path, rule));
    }

    private static Optional<String> port(String path, CiliumPort item) {
        if (WITHOUT_PORTS.contains(item.protocol())) {
            return item.port().isEmpty() || item.port().equals("0")
                    ? Optional.empty()
                    : Optional.of(path + " has a port for a protocol without ports");
        }
        if (!PROTOCOLS.contains(item.protocol())) {
            return Optional.of(path + ".protocol is not TCP, UDP, SCTP or ANY");
        }
        if (!CiliumPortText.isName(item.port())
                && CiliumPortText.number(item.port()).isEmpty()) {
            return Optional.of(path + ".port is neither a number from 0 to 65535 nor a name with a letter");
        }
        return item.endPort()
                .filter(end -> end < 0 || end > PortSet.MAX_PORT)
                .map(end -> path + ".endPort is not a number from 0 to 65535");
    }

    private Optional<String> narrowing(String path, CiliumPortRule rule) {
        ImmutableList<String> rules = rule.narrowing().stream()
                .filter(field -> field.startsWith("rules."))
                .collect(ImmutableList.toImmutableList());
        if (rule.narrowing().contains(LISTENER) && (ingress || !rules.isEmpty())) {
            return Optional.of(path + ".listener is for egress without rules only");
        }
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        boolean dns = rules.contains(DNS);
        if (dns && ingress) {
            return Optional.of(path + ".rules.dns is for egress only");
        }
        if (ofNodes && (ingress || !dns)) {
            return Optional.of(path + ".rules are not for nodes");
        }
        if (rule.narrowing().contains("serverNames") && !rule.narrowing().contains("terminatingTLS")) {
            return Optional.of(path + ".serverNames needs terminatingTLS beside rules");
        }
        return kinds(path, rules).or(() -> below(path, rule, dns));
    }

    private static Optional<String> kinds(String path, ImmutableList<String> rules) {
        boolean pairs = rules.contains("rules.l7");
        boolean proxy = rules.contains("rules.l7proto");
        if (pairs && !proxy) {
            return Optional.of(path + ".rules.l7 needs an l7proto");
        }
        return rules.size() - (pairs ? 1 : 0) > 1
                ? Optional.of(path + ".rules are of more than one protocol")
                : Optional.empty();
    }

    /** What the ports must be below rules of layer 7. */
    private static Optional<String> below(String path, CiliumPortRule rule, boolean dns) {
        if (dns && rule.ports().isEmpty()) {
            return Optional.of(path + ".rules.dns needs a port");
        }
        for (CiliumPort item : rule.ports()) {
            int first = CiliumPortText.number(item.port()).orElse(-1);
            if (!dns && !item.protocol().equals("TCP")) {
                return Optional.of(path + ".rules need ports of TCP");
            }
            if (first == 0) {
                return Optional.of(path + ".rules need a port that is not 0");
            }
            if (dns && first > 0 && item.endPort().orElse(0) > first) {
                return Optional.of(path + ".rules.dns takes no range of ports");
            }
        }
        return Optional.empty();
    }

    Optional<String> icmp(String path, ImmutableList<CiliumIcmp> fields) {
        if (fields.size() > MAX_ITEMS) {
            return Optional.of(path + ".fields has more than " + MAX_ITEMS + " items");
        }
        return CiliumFaults.each(path + ".fields", fields, (at, field) -> {
            if (!ImmutableSet.of("", "IPv4", "IPv6").contains(field.family())) {
                return Optional.of(at + ".family is not IPv4 or IPv6");
            }
            Integer number = Ints.tryParse(field.type());
            boolean valid = number == null
                    ? !field.type().isEmpty() && Character.isLetter(field.type().charAt(0))
                    : number >= 0 && number <= MAX_ICMP_TYPE;
            return valid ? Optional.empty() : Optional.of(at + ".type is neither 0 to 255 nor a name");
        });
    }
}
