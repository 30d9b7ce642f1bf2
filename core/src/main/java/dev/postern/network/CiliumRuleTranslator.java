package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CiliumPeers;
import dev.postern.model.CiliumPort;
import dev.postern.model.CiliumPortRule;
import dev.postern.model.CiliumRule;
import dev.postern.model.CiliumSpec;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the engine's rules of what one of Cilium's policies writes of a direction. */
final class CiliumRuleTranslator {
    /** What nobody needs to write. */
    static final Rule FROM_OWN_NODE = new Rule(
            Action.ALLOW,
            ImmutableList.of(new Peer.Ends(new EndSet.Nodes(EndSet.Which.OWN), ImmutableList.of())),
            ImmutableList.of(),
            "",
            "",
            "");

    private final Direction direction;
    private final CiliumSelectors selectors;
    private final CiliumEnds ends;

    CiliumRuleTranslator(Direction direction, CiliumSelectors selectors, CiliumEnds ends) {
        this.direction = direction;
        this.selectors = selectors;
        this.ends = ends;
    }

    /** Those that allow in front of those that deny. */
    ImmutableList<Rule> rules(CiliumSpec spec) {
        ImmutableList.Builder<Rule> rules = ImmutableList.builder();
        CiliumRules.allowing(spec, direction).forEach(rule -> rules.add(rule(Action.ALLOW, rule)));
        CiliumRules.denying(spec, direction).forEach(rule -> rules.add(rule(Action.DENY, rule)));
        ImmutableList<Rule> written = rules.build();
        boolean nodes = direction == Direction.INGRESS && written.stream().anyMatch(CiliumRuleTranslator::mayDenyNodes);
        return nodes
                ? ImmutableList.<Rule>builder()
                        .addAll(written)
                        .add(FROM_OWN_NODE)
                        .build()
                : written;
    }

    private static boolean mayDenyNodes(Rule rule) {
        return rule.action() == Action.DENY
                && (rule.peers().isEmpty()
                        || rule.peers().stream()
                                .anyMatch(peer -> ((Peer.Ends) peer).set().mayHoldNodes()));
    }

    private Rule rule(Action action, CiliumRule rule) {
        if (!rule.unread().isEmpty()) {
            String unread = rule.unread().get(0);
            return new Rule(action, ImmutableList.of(), ImmutableList.of(), "toPorts", "", unread);
        }
        ImmutableList<PortItem> ports = ports(rule);
        List<Peer> peers = new ArrayList<>();
        boolean none = !rule.icmps().isEmpty() || !rule.toPorts().isEmpty() && ports.isEmpty();
        for (CiliumPeers kind : rule.peers()) {
            none |= kind.items().isEmpty() && kind.isNoneIfEmpty();
            peers.addAll(ends.peers(selectors, direction.peersField(), kind));
        }
        none |= peers.isEmpty() && rule.toPorts().isEmpty();
        return new Rule(
                action,
                none ? ImmutableList.of(nobody(rule)) : ImmutableList.copyOf(peers),
                none ? ImmutableList.of() : ports,
                "toPorts",
                "",
                "");
    }

    /** The peer of a rule that matches nothing, by the field that makes it so. */
    private Peer nobody(CiliumRule rule) {
        String empty = rule.peers().stream()
                .filter(kind -> kind.items().isEmpty() && kind.isNoneIfEmpty())
                .map(kind -> direction.peersField() + kind.name())
                .findFirst()
                .orElse(rule.icmps().isEmpty() ? "toPorts" : "icmps");
        String value = empty.equals("icmps") ? "ICMP alone" : "none";
        return new Peer.Ends(EndSets.NOBODY, ImmutableList.of(new Peer.Written(empty, value)));
    }

    private static ImmutableList<PortItem> ports(CiliumRule rule) {
        ImmutableList.Builder<PortItem> ports = ImmutableList.builder();
        for (int i = 0; i < rule.toPorts().size(); i++) {
            CiliumPortRule item = rule.toPorts().get(i);
            for (int j = 0; j < item.ports().size(); j++) {
                String field = "toPorts[" + i + "].ports[" + j + "]";
                ports.add(port(item.ports().get(j), field, note(item)));
            }
        }
        return ports.build();
    }

    private static String note(CiliumPortRule item) {
        return item.narrowing().isEmpty()
                ? ""
                : "as far as " + String.join(", ", item.narrowing()) + " lets it pass at layer 7";
    }

    private static PortItem port(CiliumPort written, String field, String note) {
        Optional<Protocol> protocol = Stream.of(Protocol.values())
                .filter(one -> one.name().equals(written.protocol().toUpperCase(Locale.ROOT)))
                .findFirst();
        if (CiliumPortText.number(written.port()).isEmpty()) {
            PortRef name = PortRef.named(CiliumPortText.name(written.port()));
            return new PortItem(protocol, Optional.of(name), Optional.empty(), field, note);
        }
        int first = CiliumPortText.number(written.port()).getAsInt();
        int last = written.endPort().orElse(0);
        return first == 0 && last == 0
                ? new PortItem(protocol, Optional.empty(), Optional.empty(), field, note)
                : new PortItem(
                        protocol,
                        Optional.of(PortRef.of(first)),
                        last > first ? Optional.of(last) : Optional.empty(),
                        field,
                        note);
    }
}
