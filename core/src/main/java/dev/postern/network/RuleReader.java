package dev.postern.network;

import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Outcome;
import dev.postern.model.Support;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads one rule of one policy against one packet and names the fields that match. */
final class RuleReader {
    private final CompiledPolicies compiled;
    private final PeerReader peers;
    /** Whether what is said of some requests counts as for those who need them. */
    private final boolean wholes;

    RuleReader(Cluster cluster, CompiledPolicies compiled, Hosts hosts) {
        this(compiled, new PeerReader(cluster, compiled, hosts), false);
    }

    private RuleReader(CompiledPolicies compiled, PeerReader peers, boolean wholes) {
        this.compiled = compiled;
        this.peers = peers;
        this.wholes = wholes;
    }

    /** The same for those who need every request: what lets some through alone matches nothing, and what refuses some denies. */
    RuleReader ofWholes() {
        return new RuleReader(compiled, peers, true);
    }

    /** Whether a rule that matches denies nothing for all that. */
    boolean spares(Rule rule) {
        return !wholes && rule.sparesConnections();
    }

    private boolean isLeftOut(Rule rule) {
        return wholes && rule.action() != Action.DENY && rule.ofRequests();
    }

    private boolean isLeftOut(Rule rule, PortItem item) {
        return wholes && rule.action() != Action.DENY && rule.isNarrowed(item);
    }

    /** Which rule of which policy. */
    record Place(Policy policy, Direction direction, int index, Rule rule) {
        String field(String item, int i) {
            return item(item) + "[" + i + "]";
        }

        String item(String item) {
            return policy.ruleField(direction, index) + "." + item;
        }

        Evidence stated(String field, String value) {
            return Evidence.stated(policy.ref(), field, value);
        }

        Evidence byDefault(String item, String value) {
            return Evidence.byDefault(policy.ref(), item(item), value);
        }

        /** What a set says, field by field. */
        String written(Peer.Ends ends) {
            return ends.written().stream()
                    .map(written -> item(written.field()) + " = " + written.value())
                    .collect(Collectors.joining(", "));
        }

        Support cites() {
            return policy.cites(direction, index, rule);
        }
    }

    /** Alternatives of one kind that match, and the first fact that is missing to say more. */
    static final class Found {
        final List<Support> matching = new ArrayList<>();
        final List<Support> perhaps = new ArrayList<>();
        String missing = "";
    }

    /**
     * Whether the rule matches, which is {@link Outcome#ALLOWED} here whatever the rule then does: with a support for each
     * pair of a matching peer and a matching port.
     */
    Decision read(Place place, Judge.Packet packet, Family family) {
        if (place.rule().isVoid() || isLeftOut(place.rule())) {
            return Decision.denied();
        }
        if (!place.rule().unread().isEmpty()) {
            return Decision.allowed(place.cites());
        }
        // Words are made for what matches only: most rules do not.
        if (!mayMatchPort(place.rule(), packet)) {
            return Decision.denied();
        }
        Found found = peers.read(place, packet.peer(place.direction()), packet.subject(place.direction()), family);
        if (found.matching.isEmpty() && found.perhaps.isEmpty()) {
            return Decision.denied();
        }
        Found ports = ports(place, packet);
        if (!ports.matching.isEmpty() && !found.matching.isEmpty()) {
            return Decision.allowed(pairs(place, found.matching, ports.matching));
        }
        List<Support> likelyPeers = found.matching.isEmpty() ? found.perhaps : found.matching;
        List<Support> likelyPorts = ports.matching.isEmpty() ? ports.perhaps : ports.matching;
        if (likelyPorts.isEmpty()) {
            return Decision.denied();
        }
        String missing = found.matching.isEmpty() ? found.missing : ports.missing;
        return Decision.unknown(missing, pairs(place, likelyPeers, likelyPorts).toArray(new Support[0]));
    }

    private static List<Support> pairs(Place place, List<Support> peers, List<Support> ports) {
        Support first = place.cites();
        List<Support> pairs = new ArrayList<>();
        for (Support peer : peers) {
            for (Support port : ports) {
                if (pairs.size() == Judge.MAX_SUPPORTS) {
                    return pairs;
                }
                Support both = peer.and(port);
                pairs.add(first.facts().isEmpty() ? both : first.and(both));
            }
        }
        return pairs;
    }

    private boolean mayMatchPort(Rule rule, Judge.Packet packet) {
        if (rule.ports().isEmpty()) {
            return true;
        }
        for (PortItem item : rule.ports()) {
            if (isLeftOut(rule, item)) {
                continue;
            }
            if (matched(item, packet.destination()).contains(packet.protocol(), packet.port())
                    || item.isNamed() && packet.destination().kind() == Party.Kind.STRANGER) {
                return true;
            }
        }
        return false;
    }

    private Found ports(Place place, Judge.Packet packet) {
        Rule rule = place.rule();
        Found found = new Found();
        if (rule.portsField().isEmpty()) {
            // Where its ports are written the rule itself says.
            if (mayMatchPort(rule, packet)) {
                found.matching.add(Support.NONE);
            }
            return found;
        }
        if (rule.ports().isEmpty()) {
            found.matching.add(Support.of(place.byDefault(rule.portsField(), "any port")));
        }
        for (int i = 0; i < rule.ports().size(); i++) {
            PortItem item = rule.ports().get(i);
            if (isLeftOut(rule, item)) {
                continue;
            }
            Support support = Support.of(place.policy().port(place.direction(), place.index(), rule, i));
            if (matched(item, packet.destination()).contains(packet.protocol(), packet.port())) {
                found.matching.add(support);
            } else if (packet.destination().kind() == Party.Kind.STRANGER) {
                item.names().stream()
                        .filter(name -> name.protocol() == packet.protocol())
                        .forEach(name -> {
                            found.perhaps.add(support);
                            found.missing = "what the port name " + name.name() + " stands for on "
                                    + packet.destination().name();
                        });
            }
        }
        return found;
    }

    /** A named port is what the destination calls so; only a pod of the pod network can be asked. */
    private PortSet matched(PortItem item, Party destination) {
        if (!item.isNamed()) {
            return item.numbers();
        }
        PortSet ports = PortSet.NONE;
        if (destination.kind() == Party.Kind.POD) {
            int resolution = compiled.classes().resolution(destination.networkClass());
            for (NamedPorts.Name name : item.names()) {
                ports = ports.union(compiled.namedPorts().ports(resolution, name));
            }
        }
        return ports;
    }

    /** Whether a rule that no address is sure to match may match every one of some. */
    boolean mayTake(Place place, IpRanges addresses) {
        return place.rule().peers().stream()
                .anyMatch(peer -> peer instanceof Peer.Ends ends
                        && addresses.minus(ends.set().outside(true)).isEmpty());
    }

    /** The addresses among some that a rule matches on the ports of the packet; nothing is known of them but that. */
    IpRanges within(Place place, Judge.Packet packet, IpRanges addresses) {
        boolean port = mayMatchPort(place.rule(), packet);
        if (place.rule().isVoid()
                || isLeftOut(place.rule())
                || !port && place.rule().unread().isEmpty()) {
            return IpRanges.NONE;
        }
        return place.rule().peers().isEmpty() ? addresses : addresses.intersect(peers.addresses(place.rule()));
    }
}
