package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.Basis;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.CiliumRule;
import dev.postern.model.CiliumSpec;
import dev.postern.model.Evidence;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;
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
    static CiliumRules of(CiliumPolicy object, CiliumPolicy.Part part, CiliumEnds ends) {
        CiliumSelectors selectors = new CiliumSelectors(object, ends);
        LabelSelector selector = part.spec().endpointSelector().orElse(LabelSelector.EVERYTHING);
        Peer.Written written = new Peer.Written("endpointSelector", Texts.of(selector));
        return new CiliumRules(
                object,
                part,
                new Peer.Ends(selectors.subject(selector), ImmutableList.of(written)),
                ImmutableMap.of(
                        Direction.INGRESS,
                                new CiliumRuleTranslator(Direction.INGRESS, selectors, ends).rules(part.spec()),
                        Direction.EGRESS,
                                new CiliumRuleTranslator(Direction.EGRESS, selectors, ends).rules(part.spec())));
    }

    static ImmutableList<CiliumRule> allowing(CiliumSpec spec, Direction direction) {
        return direction == Direction.INGRESS ? spec.ingress() : spec.egress();
    }

    static ImmutableList<CiliumRule> denying(CiliumSpec spec, Direction direction) {
        return direction == Direction.INGRESS ? spec.ingressDeny() : spec.egressDeny();
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
    public String namespace() {
        return object.isClusterwide() ? "" : object.meta().namespace();
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

    @Override
    public boolean isImplied(Direction direction, int index) {
        return rules(direction).get(index).equals(CiliumRuleTranslator.FROM_OWN_NODE);
    }

    /** Towards a pod's own node agents ask for a rule as for any other. */
    @Override
    public boolean mayCloseOwnNode() {
        return true;
    }

    @Override
    public boolean decidesOwnNode() {
        ImmutableList<Rule> ingress = rules(Direction.INGRESS);
        return !ingress.isEmpty() && isImplied(Direction.INGRESS, ingress.size() - 1);
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
        if (isImplied(direction, index)) {
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
