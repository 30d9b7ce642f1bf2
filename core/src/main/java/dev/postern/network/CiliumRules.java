package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.Basis;
import dev.postern.model.CiliumPeers;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.CiliumPort;
import dev.postern.model.CiliumPortRule;
import dev.postern.model.CiliumRule;
import dev.postern.model.CiliumSpec;
import dev.postern.model.Evidence;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectRef;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One {@code spec} of a CiliumNetworkPolicy or a CiliumClusterwideNetworkPolicy, in one pool with NetworkPolicies. A rule with a
 * field that is not known fails closed.
 *
 * <p>What a pod's own node sends it passes unless a rule denies it. Where no rule of a policy may deny that, it is left to the
 * engine, which knows that such packets pass; else a rule at the end of the policy's says so, which nobody wrote.
 *
 * @param rules those that allow in front of those that deny, which is how they are numbered
 */
record CiliumRules(
        CiliumPolicy object,
        CiliumPolicy.Part part,
        Peer.Ends subject,
        ImmutableMap<Direction, ImmutableList<Rule>> rules)
        implements Policy {
    private static final Rule FROM_OWN_NODE = new Rule(
            Action.ALLOW,
            ImmutableList.of(new Peer.Ends(new EndSet.Nodes(EndSet.Which.OWN), ImmutableList.of())),
            ImmutableList.of(),
            "",
            "",
            "");

    static CiliumRules of(CiliumPolicy object, CiliumPolicy.Part part, CiliumEnds ends) {
        CiliumSelectors selectors = new CiliumSelectors(object, ends);
        LabelSelector selector = part.spec().endpointSelector().orElse(LabelSelector.EVERYTHING);
        Peer.Written written = new Peer.Written("endpointSelector", Texts.of(selector));
        return new CiliumRules(
                object,
                part,
                new Peer.Ends(selectors.subject(selector), ImmutableList.of(written)),
                ImmutableMap.of(
                        Direction.INGRESS, rules(part.spec(), Direction.INGRESS, selectors, ends),
                        Direction.EGRESS, rules(part.spec(), Direction.EGRESS, selectors, ends)));
    }

    private static ImmutableList<Rule> rules(
            CiliumSpec spec, Direction direction, CiliumSelectors selectors, CiliumEnds ends) {
        ImmutableList.Builder<Rule> rules = ImmutableList.builder();
        allowing(spec, direction).forEach(rule -> rules.add(rule(Action.ALLOW, rule, direction, selectors, ends)));
        denying(spec, direction).forEach(rule -> rules.add(rule(Action.DENY, rule, direction, selectors, ends)));
        ImmutableList<Rule> written = rules.build();
        boolean nodes = direction == Direction.INGRESS && written.stream().anyMatch(CiliumRules::mayDenyNodes);
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

    private static ImmutableList<CiliumRule> allowing(CiliumSpec spec, Direction direction) {
        return direction == Direction.INGRESS ? spec.ingress() : spec.egress();
    }

    private static ImmutableList<CiliumRule> denying(CiliumSpec spec, Direction direction) {
        return direction == Direction.INGRESS ? spec.ingressDeny() : spec.egressDeny();
    }

    private static Rule rule(
            Action action, CiliumRule rule, Direction direction, CiliumSelectors selectors, CiliumEnds ends) {
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
                none ? ImmutableList.of(nobody(rule, direction)) : ImmutableList.copyOf(peers),
                none ? ImmutableList.of() : ports,
                "toPorts",
                "",
                "");
    }

    /** The peer of a rule that matches nothing, by the field that makes it so. */
    private static Peer nobody(CiliumRule rule, Direction direction) {
        String empty = rule.peers().stream()
                .filter(kind -> kind.items().isEmpty() && kind.isNoneIfEmpty())
                .map(kind -> direction.peersField() + kind.name())
                .findFirst()
                .orElse(rule.icmps().isEmpty() ? "toPorts" : "icmps");
        String value = empty.equals("icmps") ? "ICMP alone" : "none";
        return new Peer.Ends(EndSet.NOBODY, ImmutableList.of(new Peer.Written(empty, value)));
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

    @Override
    public ObjectRef ref() {
        return object.ref();
    }

    @Override
    public Tier tier() {
        return Tier.NETWORK_POLICY;
    }

    @Override
    public boolean appliesTo(Direction direction) {
        return !rules(direction).isEmpty();
    }

    @Override
    public ImmutableList<Rule> rules(Direction direction) {
        return rules.getOrDefault(direction, ImmutableList.of());
    }

    @Override
    public boolean isolates(Direction direction) {
        return appliesTo(direction) && defaultDeny(direction).orElse(true);
    }

    private Optional<Boolean> defaultDeny(Direction direction) {
        CiliumSpec spec = part.spec();
        return direction == Direction.INGRESS ? spec.defaultDenyIngress() : spec.defaultDenyEgress();
    }

    @Override
    public boolean isolatesForOneRule(Direction direction) {
        int written = allowing(part.spec(), direction).size()
                + denying(part.spec(), direction).size();
        return isolates(direction) && written == 1;
    }

    @Override
    public boolean isNarrowed(Direction direction, int index) {
        ImmutableList<CiliumRule> allowing = allowing(part.spec(), direction);
        return authentication(direction, index).isPresent()
                || index < allowing.size()
                        && allowing.get(index).toPorts().stream()
                                .anyMatch(item -> !item.narrowing().isEmpty());
    }

    /** Towards a pod's own node agents ask for a rule as for any other. */
    @Override
    public boolean mayCloseOwnNode() {
        return true;
    }

    @Override
    public boolean decidesOwnNode() {
        return rules(Direction.INGRESS).contains(FROM_OWN_NODE);
    }

    @Override
    public String ruleField(Direction direction, int index) {
        int allows = allowing(part.spec(), direction).size();
        return part.field() + "." + direction.word() + (index < allows ? "[" + index : "Deny[" + (index - allows))
                + "]";
    }

    @Override
    public String peersField(Direction direction) {
        return direction.peersField() + "Endpoints";
    }

    @Override
    public Support selects() {
        List<Evidence> facts = new ArrayList<>();
        subject.written()
                .forEach(field -> facts.add(Evidence.stated(ref(), part.field() + "." + field.field(), field.value())));
        String isolated = Stream.of(Direction.values())
                .filter(this::isolates)
                .map(Direction::word)
                .collect(Collectors.joining(", "));
        if (!isolated.isEmpty()) {
            boolean stated = Stream.of(Direction.values())
                    .anyMatch(direction -> defaultDeny(direction).isPresent());
            facts.add(new Evidence(
                    ref(), part.field() + ".enableDefaultDeny", isolated, stated ? Basis.STATED : Basis.DEFAULT));
        }
        return Support.of(facts);
    }

    @Override
    public Support cites(Direction direction, int index, Rule rule) {
        if (rule.isImplied()) {
            return Support.of(Evidence.byDefault(
                    ref(), part.field(), "what a pod's own node sends it passes unless a rule denies it"));
        }
        String field = ruleField(direction, index);
        Support cited = authentication(direction, index)
                .map(mode -> Support.of(Evidence.stated(ref(), field + ".authentication.mode", mode)))
                .orElse(Support.NONE);
        if (!rule.unread().isEmpty()) {
            String unknown = "not known here: the rule is taken to deny everything";
            cited = cited.and(Support.of(Evidence.stated(ref(), field + "." + rule.unread(), unknown)));
        }
        return rule.action() == Action.DENY ? cited.and(selects()) : cited;
    }

    private Optional<String> authentication(Direction direction, int index) {
        ImmutableList<CiliumRule> allowing = allowing(part.spec(), direction);
        return index < allowing.size()
                ? allowing.get(index).authentication().filter(mode -> !mode.equals("disabled"))
                : Optional.empty();
    }
}
