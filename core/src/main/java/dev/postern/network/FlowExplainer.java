package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Decision;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Support;
import dev.postern.network.IpAddress.Family;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Takes the verdict on one packet apart: what each side says for itself, and what would change it. */
final class FlowExplainer {
    private final Judge judge;
    private final CompiledPolicies compiled;
    private final Hosts hosts;

    FlowExplainer(Judge judge, CompiledPolicies compiled, Hosts hosts) {
        this.judge = judge;
        this.compiled = compiled;
        this.hosts = hosts;
    }

    /** Of two ends that were judged; {@code decision} is the verdict on them. */
    FlowExplanation of(Flow flow, PartyPairs.Pair pair, Decision decision) {
        Judge.Packet packet = new Judge.Packet(pair.source(), pair.destination(), flow.protocol(), flow.port());
        Set<Family> families = new TreeSet<>(pair.source().families());
        families.retainAll(pair.destination().families());
        FlowExplanation best = without(flow, pair, decision);
        boolean first = true;
        for (Family family : families) {
            FlowExplanation next = inFamily(flow, packet, family, decision);
            if (first || rank(next) < rank(best)) {
                best = next;
            }
            first = false;
        }
        return best;
    }

    /** Of ends without an address family in common, or of which only the verdict is known. */
    static FlowExplanation without(Flow flow, PartyPairs.Pair pair, Decision decision) {
        return new FlowExplanation(
                flow,
                decision,
                pair.source().name(),
                pair.destination().name(),
                Optional.empty(),
                Decision.allowed(Support.NONE),
                Decision.allowed(Support.NONE),
                ImmutableList.of());
    }

    private FlowExplanation inFamily(Flow flow, Judge.Packet packet, Family family, Decision decision) {
        Decision egress = judge.side(Direction.EGRESS, packet, family);
        Decision ingress = judge.side(Direction.INGRESS, packet, family);
        ImmutableList.Builder<FlowChange> changes = ImmutableList.builder();
        boolean complete = decision.outcome() == Outcome.DENIED;
        for (Direction direction : new Direction[] {Direction.EGRESS, Direction.INGRESS}) {
            Decision side = direction == Direction.EGRESS ? egress : ingress;
            if (side.outcome() == Outcome.DENIED) {
                Optional<FlowChange> change = RuleToAdd.of(direction, packet, family, side, hosts, this::extent);
                complete &= change.isPresent();
                change.ifPresent(changes::add);
            }
        }
        return new FlowExplanation(
                flow,
                decision,
                packet.source().name(),
                packet.destination().name(),
                Optional.empty(),
                egress,
                ingress,
                complete ? changes.build() : ImmutableList.of());
    }

    /** How many pods a policy selects. */
    private long extent(ObjectRef policy) {
        for (int i = 0; i < compiled.policies().size(); i++) {
            if (compiled.policies().get(i).ref().equals(policy)) {
                long pods = 0;
                for (int networkClass : compiled.selected().get(i)) {
                    pods += compiled.classes().size(networkClass);
                }
                return pods;
            }
        }
        return Long.MAX_VALUE;
    }

    /** The family that comes closest to passing explains most. */
    private static int rank(FlowExplanation explanation) {
        return rank(explanation.egress().outcome()) + rank(explanation.ingress().outcome());
    }

    private static int rank(Outcome outcome) {
        return outcome == Outcome.ALLOWED ? 0 : outcome == Outcome.UNKNOWN ? 1 : 3;
    }
}
