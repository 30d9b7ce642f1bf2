package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CalicoEntity;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CalicoPort;
import dev.postern.model.CalicoProtocol;
import dev.postern.model.CalicoRule;
import dev.postern.model.CalicoSelector;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Finds what Calico refuses about one rule; see {@link CalicoFaults}. */
final class CalicoRuleFaults {
    private static final String SOURCE = ".source";
    private static final String DESTINATION = ".destination";

    private final CalicoPolicy policy;
    private final CalicoRule rule;
    private final boolean egress;
    private final String path;

    /** Of the CIDRs so far: all of a rule must be of one family. */
    private final Set<IpAddress.Family> families = EnumSet.noneOf(IpAddress.Family.class);

    CalicoRuleFaults(CalicoPolicy policy, CalicoRule rule, boolean egress, String path) {
        this.policy = policy;
        this.rule = rule;
        this.egress = egress;
        this.path = path;
    }

    Optional<String> find() {
        if (rule.action() == CalicoRule.Action.INVALID && rule.unread().isEmpty()) {
            return fault(".action is not Allow, Deny, Pass or Log");
        }
        return protocols()
                .or(() -> entity(SOURCE, rule.source()))
                .or(() -> entity(DESTINATION, rule.destination()))
                .or(() -> services(SOURCE, rule.source(), !egress))
                .or(() -> services(DESTINATION, rule.destination(), egress))
                .or(() -> families());
    }

    private Optional<String> fault(String text) {
        return Optional.of(path + text);
    }

    private Optional<String> protocols() {
        if (isInvalid(rule.protocol()) || isInvalid(rule.notProtocol())) {
            return fault(".protocol or notProtocol is not TCP, UDP, SCTP, ICMP, ICMPv6, UDPLite or 1 to 255");
        }
        if (rule.icmp() && rule.unread().isEmpty() && !isIcmp(rule.protocol())) {
            return fault(".icmp needs the protocol ICMP or ICMPv6");
        }
        boolean tcp = rule.protocol().isEmpty() || rule.protocol().get().number() == CalicoProtocol.TCP;
        if (rule.http() && (!tcp || rule.action() != CalicoRule.Action.ALLOW || egress)) {
            return fault(".http is for ingress rules that allow TCP");
        }
        Optional<Integer> version = rule.ipVersion();
        if (version.isPresent() && version.get() != 4 && version.get() != 6) {
            return fault(".ipVersion is not 4 or 6");
        }
        boolean mismatch = version.filter(
                        number -> isVersion(rule.protocol(), 10 - number) || isVersion(rule.notProtocol(), 10 - number))
                .isPresent();
        return mismatch ? fault(".ipVersion is not that of its ICMP") : Optional.empty();
    }

    private static boolean isInvalid(Optional<CalicoProtocol> protocol) {
        return protocol.filter(written -> written.number() == 0).isPresent();
    }

    private static boolean isIcmp(Optional<CalicoProtocol> protocol) {
        return protocol.filter(CalicoProtocol::isIcmp).isPresent();
    }

    /** Whether it is the ICMP of that version of IP. */
    private static boolean isVersion(Optional<CalicoProtocol> protocol, int version) {
        int number = version == 4 ? CalicoProtocol.ICMP : CalicoProtocol.ICMP_V6;
        return protocol.filter(written -> written.number() == number).isPresent();
    }

    private Optional<String> entity(String end, CalicoEntity entity) {
        return nets(end + ".nets", entity.nets())
                .or(() -> nets(end + ".notNets", entity.notNets()))
                .or(() -> CalicoFaults.selector(path + end + ".selector", entity.selector()))
                .or(() -> CalicoFaults.selector(path + end + ".notSelector", entity.notSelector()))
                .or(() -> namespaces(path + end + ".namespaceSelector", entity.namespaceSelector()))
                .or(() -> CalicoFaults.selector(
                        path + end + ".serviceAccounts.selector",
                        entity.serviceAccounts().flatMap(CalicoEntity.ServiceAccounts::selector)))
                .or(() -> ports(end + ".ports", entity.ports()))
                .or(() -> ports(end + ".notPorts", entity.notPorts()));
    }

    private Optional<String> nets(String field, ImmutableList<String> nets) {
        for (int i = 0; i < nets.size(); i++) {
            String net = nets.get(i);
            if (Blocks.strictFault(net).isPresent()) {
                return fault(field + "[" + i + "] is not a CIDR");
            }
            IpAddress first =
                    IpRanges.parseCidr(net).orElseThrow().ranges().get(0).first();
            if (!IpAddress.parse(net.substring(0, net.indexOf('/')))
                    .filter(first::equals)
                    .isPresent()) {
                return fault(field + "[" + i + "] has bits behind its prefix");
            }
            families.add(first.family());
        }
        return Optional.empty();
    }

    private Optional<String> families() {
        if (families.size() > 1) {
            return fault(" has CIDRs of both IPv4 and IPv6");
        }
        IpAddress.Family other =
                rule.ipVersion().filter(version -> version == 4).isPresent()
                        ? IpAddress.Family.IPV6
                        : IpAddress.Family.IPV4;
        return rule.ipVersion().isPresent() && families.contains(other)
                ? fault(".ipVersion is not that of its CIDRs")
                : Optional.empty();
    }

    /** {@code global()} stands alone. */
    private static Optional<String> namespaces(String field, Optional<CalicoSelector> selector) {
        if (selector.filter(CalicoSelector.Global.class::isInstance).isPresent()) {
            return Optional.empty();
        }
        return selector.filter(CalicoFaults::holdsGlobal).isPresent()
                ? Optional.of(field + " has global() beside something else")
                : CalicoFaults.selector(field, selector);
    }

    private Optional<String> ports(String field, ImmutableList<CalicoPort> ports) {
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i) instanceof CalicoPort.Invalid) {
                return fault(field + "[" + i + "] is not a port, a range (\"80:90\") or a name");
            }
        }
        boolean allowed = rule.protocol().filter(CalicoProtocol::hasPorts).isPresent();
        return ports.isEmpty() || allowed
                ? Optional.empty()
                : fault(field + " needs the protocol TCP, UDP or SCTP in the rule");
    }

    private Optional<String> services(String end, CalicoEntity entity, boolean allowed) {
        if (entity.services().isEmpty()) {
            return Optional.empty();
        }
        String field = end + ".services";
        CalicoEntity.Service service = entity.services().get();
        if (!allowed) {
            return fault(field + " is for the source of ingress and the destination of egress");
        }
        if (service.name().isEmpty()) {
            return fault(field + ".name is missing");
        }
        if (policy.isGlobal() && service.namespace().isEmpty()) {
            return fault(field + ".namespace is missing");
        }
        boolean alone = entity.nets().isEmpty()
                && entity.notNets().isEmpty()
                && entity.selector().isEmpty()
                && entity.notSelector().isEmpty()
                && entity.namespaceSelector().isEmpty()
                && entity.serviceAccounts().isEmpty()
                && (!egress || entity.ports().isEmpty() && entity.notPorts().isEmpty());
        return alone ? Optional.empty() : fault(field + " stands beside what it excludes");
    }
}
