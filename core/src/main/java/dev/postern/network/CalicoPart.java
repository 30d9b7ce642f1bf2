package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CalicoRule;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;

/**
 * A policy of Calico, or as many of its rules as are for the same of its pods: of one whose rules say something of the pod's own
 * end there are several, next to each other, of which the first is for all its pods.
 */
final class CalicoPart implements Policy {
    private final CalicoPolicy object;
    private final CalicoTiers.Placed tier;
    private final boolean continues;
    private final boolean looksAtPods;
    private final EndSet pods;
    private final ImmutableList<CalicoCase> ingress;
    private final ImmutableList<CalicoCase> egress;

    private CalicoPart(
            CalicoPolicy object,
            CalicoTiers.Placed tier,
            boolean continues,
            boolean looksAtPods,
            EndSet pods,
            List<CalicoCase> ingress,
            List<CalicoCase> egress) {
        this.object = object;
        this.tier = tier;
        this.continues = continues;
        this.looksAtPods = looksAtPods;
        this.pods = pods;
        this.ingress = ImmutableList.copyOf(ingress);
        this.egress = ImmutableList.copyOf(egress);
    }

    /** The parts of a policy in their order. */
    static ImmutableList<CalicoPart> of(CalicoPolicy object, CalicoTiers.Placed tier, CalicoCases cases) {
        EndSet pods = CalicoSets.subject(object);
        int before = cases.looks();
        ImmutableList<CalicoCase> ingress = cases.of(object, Direction.INGRESS);
        ImmutableList<CalicoCase> egress = cases.of(object, Direction.EGRESS);
        boolean looks = cases.looks() > before;
        int in = alike(ingress, 0, EndSets.EVERYBODY);
        int out = alike(egress, 0, EndSets.EVERYBODY);
        ImmutableList.Builder<CalicoPart> parts = ImmutableList.builder();
        parts.add(new CalicoPart(object, tier, false, looks, pods, ingress.subList(0, in), egress.subList(0, out)));
        while (in < ingress.size() || out < egress.size()) {
            boolean next = in < ingress.size();
            EndSet own = next ? ingress.get(in).own() : egress.get(out).own();
            int toIn = next ? alike(ingress, in, own) : in;
            int toOut = next ? out : alike(egress, out, own);
            parts.add(new CalicoPart(
                    object,
                    tier,
                    true,
                    looks,
                    own.equals(EndSets.EVERYBODY) ? pods : EndSet.all(pods, own),
                    ingress.subList(in, toIn),
                    egress.subList(out, toOut)));
            in = toIn;
            out = toOut;
        }
        return parts.build();
    }

    /** The end of those from a position on that are for the same pods. */
    private static int alike(List<CalicoCase> cases, int from, EndSet own) {
        int end = from;
        while (end < cases.size() && cases.get(end).own().equals(own)) {
            end++;
        }
        return end;
    }

    @Override
    public CalicoPolicy object() {
        return object;
    }

    /** Whether it took all pods to tell what its rules come to, of whichever pods they are. */
    boolean looksAtPods() {
        return looksAtPods;
    }

    /** Whether no rule of the policy denies or passes on, of those that are for a direction. */
    boolean onlyAllows(Direction direction) {
        return object.rules(direction == Direction.EGRESS).stream()
                .allMatch(rule -> rule.action() == CalicoRule.Action.ALLOW || rule.action() == CalicoRule.Action.LOG);
    }

    @Override
    public ObjectRef ref() {
        return object.ref();
    }

    @Override
    public Tier tier() {
        return tier.tier();
    }

    @Override
    public String namespace() {
        return object.isGlobal() ? "" : object.meta().namespace();
    }

    @Override
    public Peer.Ends subject() {
        return new Peer.Ends(pods, ImmutableList.of());
    }

    @Override
    public boolean appliesTo(Direction direction) {
        return object.types(direction == Direction.EGRESS)
                && (!continues || !cases(direction).isEmpty());
    }

    private ImmutableList<CalicoCase> cases(Direction direction) {
        return direction == Direction.INGRESS ? ingress : egress;
    }

    @Override
    public ImmutableList<Rule> rules(Direction direction) {
        return cases(direction).stream().map(CalicoCase::rule).collect(ImmutableList.toImmutableList());
    }

    @Override
    public boolean isolates(Direction direction) {
        return !continues && tier.isClosed();
    }

    /** What a pod sends to its own node goes through its policies; what a node sends to its pods does not. */
    @Override
    public boolean mayCloseOwnNode() {
        return true;
    }

    @Override
    public boolean continues() {
        return continues;
    }

    @Override
    public String ruleField(Direction direction, int index) {
        return "spec." + direction.word() + "[" + cases(direction).get(index).index() + "]";
    }

    @Override
    public String peersField(Direction direction) {
        return direction == Direction.INGRESS ? "source" : "destination";
    }

    @Override
    public Evidence port(Direction direction, int index, Rule rule, int item) {
        Peer.Written written = cases(direction).get(index).ports().get(item);
        return Evidence.stated(ref(), ruleField(direction, index) + "." + written.field(), written.value());
    }

    @Override
    public boolean listsPorts(Direction direction, int index) {
        return cases(direction).get(index).ports().stream()
                .allMatch(written -> written.field().endsWith("]"));
    }

    @Override
    public boolean isForAllOf(String namespace) {
        return pods.equals(EndSets.PODS) || pods.equals(EndSet.all(EndSets.PODS, EndSet.namespace(namespace)));
    }

    @Override
    public Support selects() {
        return selectors().and(Support.of(tier.ends()));
    }

    private Support selectors() {
        List<Evidence> facts = new ArrayList<>();
        facts.add(object.selector()
                .map(selector -> Evidence.stated(ref(), "spec.selector", CalicoTexts.text(selector)))
                .orElseGet(() -> Evidence.byDefault(ref(), "spec.selector", "all()")));
        object.namespaceSelector()
                .ifPresent(selector ->
                        facts.add(Evidence.stated(ref(), "spec.namespaceSelector", CalicoTexts.text(selector))));
        object.serviceAccountSelector()
                .ifPresent(selector ->
                        facts.add(Evidence.stated(ref(), "spec.serviceAccountSelector", CalicoTexts.text(selector))));
        String types = object.types(false) && object.types(true)
                ? "Ingress, Egress"
                : object.types(false) ? CalicoPolicy.INGRESS : CalicoPolicy.EGRESS;
        facts.add(
                object.types().isEmpty()
                        ? Evidence.byDefault(ref(), "spec.types", types)
                        : Evidence.stated(ref(), "spec.types", types));
        return Support.of(facts);
    }

    @Override
    public Support cites(Direction direction, int index, Rule rule) {
        String field = ruleField(direction, index);
        CalicoRule written = object.rules(direction == Direction.EGRESS)
                .get(cases(direction).get(index).index());
        Support cited = Support.of(Evidence.stated(ref(), field + ".action", word(written.action())));
        if (!rule.unread().isEmpty()) {
            String unknown = "not known here: the rule is taken to deny everything";
            cited = cited.and(Support.of(Evidence.stated(ref(), field + "." + rule.unread(), unknown)));
        }
        return rule.action() == Action.DENY ? cited.and(selectors()) : cited;
    }

    private static String word(CalicoRule.Action action) {
        switch (action) {
            case ALLOW:
                return "Allow";
            case DENY:
                return "Deny";
            case PASS:
                return "Pass";
            case LOG:
                return "Log";
            case INVALID:
                break;
        }
        return "no action";
    }
}
