package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Multimaps;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Outcome;
import dev.postern.model.Service;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Flows to a Service: judged at the ends behind it, on the ports to which it leads, since policy sees packets after that. One
 * end that is reached suffices, as with all that stands for several.
 */
final class ServiceFlows {
    /** Judges a flow between ends as if the destination were these. */
    interface Judging {
        PartyPairs.Judged judge(Flow onward, List<Party> sources, List<Party> destinations);
    }

    /** Two ends that were judged, and the flow to the one behind the Service. */
    private record Candidate(Flow onward, PartyPairs.Judged judged) {}

    static final Comparator<PartyPairs.Judged> BEST = Comparator.comparingInt(judged -> {
        Outcome outcome = judged.decision().outcome();
        return outcome == Outcome.ALLOWED ? 0 : outcome == Outcome.UNKNOWN ? 1 : 2;
    });

    private final ServiceTranslation translation;
    private final Judge judge;
    private final FlowExplainer explainer;
    private final Judging judging;

    ServiceFlows(ServiceTranslation translation, Judge judge, FlowExplainer explainer, Judging judging) {
        this.translation = translation;
        this.judge = judge;
        this.explainer = explainer;
        this.judging = judging;
    }

    /** A flow to a Service; {@code sides} asks for what each end says for itself. */
    FlowExplanation explain(Flow flow, Endpoint.OfService named, List<Party> sources, boolean sides) {
        ServiceTranslation.Ends ends = translation.of(named, flow.protocol(), flow.port());
        Optional<Decision> instead = ends.instead().or(() -> fromOutside(flow, named, sources));
        if (instead.isPresent()) {
            Party nobody = Party.unknown(Party.Kind.STRANGER, named.describe());
            return FlowExplainer.without(flow, new PartyPairs.Pair(sources.get(0), nobody), instead.get());
        }
        Judging reaching = translation
                .translating(named)
                .filter(Service::isNodeLocal)
                .map(service -> (Judging) new NodeLocal(service, judging)::judge)
                .orElse(judging);
        List<Candidate> candidates = new ArrayList<>();
        Multimaps.index(ends.behind(), ServiceTranslation.Behind::port).asMap().forEach((port, behind) -> {
            Flow onward = new Flow(flow.source(), named, flow.protocol(), port);
            List<Party> parties =
                    behind.stream().map(ServiceTranslation.Behind::party).toList();
            candidates.add(new Candidate(onward, reaching.judge(onward, sources, parties)));
        });
        // The first of the best: the order is that of the pods.
        Candidate best = candidates.stream()
                .min(Comparator.comparing(Candidate::judged, BEST))
                .orElseThrow();
        ServiceTranslation.Behind behind = ends.behind().stream()
                .filter(end -> end.port() == best.onward().port()
                        && end.party().equals(best.judged().pair().destination()))
                .findFirst()
                .orElseThrow();
        return explanation(flow, named, best, behind, sides);
    }

    private FlowExplanation explanation(
            Flow flow, Endpoint.OfService named, Candidate best, ServiceTranslation.Behind behind, boolean sides) {
        PartyPairs.Pair pair = best.judged().pair();
        Decision decision = best.judged().decision();
        Optional<Decision> earlier = decision.outcome() == Outcome.DENIED
                ? translation.translating(named).flatMap(service -> before(service, flow, best))
                : Optional.empty();
        Decision cited = citing(earlier.orElse(decision), behind.facts());
        FlowExplanation judged = sides && !(flow.source() instanceof Endpoint.OfApiServer)
                ? explainer.of(best.onward(), pair, decision)
                : FlowExplainer.without(best.onward(), pair, decision);
        return judged.through(flow, cited, new FlowExplanation.Behind(behind.port(), behind.facts()));
    }

    private static Decision citing(Decision decision, ImmutableList<Evidence> facts) {
        Support service = Support.of(facts);
        ImmutableList<Support> supports = decision.supports().isEmpty()
                ? ImmutableList.of(service)
                : decision.supports().stream().map(service::and).collect(ImmutableList.toImmutableList());
        return new Decision(decision.outcome(), supports, decision.missing());
    }

    /** A Service's own address is one of the cluster's; what comes from outside comes by other ways. */
    private Optional<Decision> fromOutside(Flow flow, Endpoint.OfService named, List<Party> sources) {
        boolean outside = !(flow.source() instanceof Endpoint.OfApiServer)
                && sources.stream()
                        .allMatch(
                                source -> source.kind() == Party.Kind.OUTSIDE || source.kind() == Party.Kind.SOMEWHERE);
        return translation
                .translating(named)
                .filter(service -> outside)
                .map(service -> Decision.unknown(
                        "how " + flow.source().describe() + " comes to " + named.describe()
                                + ": its address is of the cluster. The exposure of the cluster lists the ways in from the"
                                + " internet, and the pods behind it can be asked for themselves",
                        Support.of(Evidence.stated(service.ref(), "spec.type", service.type()))));
    }

    /** A plugin that judges before translation sees the Service's own address and port where a pod sends. */
    private Optional<Decision> before(Service service, Flow flow, Candidate best) {
        Party source = best.judged().pair().source();
        Party behind = best.judged().pair().destination();
        Judge.Packet after = packet(source, behind, best.onward());
        Optional<IpAddress> own = IpAddress.parse(service.clusterIP());
        // Otherwise it is not the sender's policies that stop it.
        if (own.isEmpty()
                || judge.side(Direction.EGRESS, after).outcome() != Outcome.DENIED
                || judge.side(Direction.INGRESS, after).outcome() == Outcome.DENIED) {
            return Optional.empty();
        }
        Party address = Party.ofAddress(Party.Kind.OUTSIDE, service.ref().toString(), own.get());
        Decision decision = judge.side(Direction.EGRESS, packet(source, address, flow));
        return decision.isAllowed()
                ? Optional.of(Decision.unknown(
                        "whether the network plugin judges a packet to " + service.ref()
                                + " before or after its address and port are translated",
                        decision.supports().toArray(new Support[0])))
                : Optional.empty();
    }

    private static Judge.Packet packet(Party source, Party destination, Flow flow) {
        return new Judge.Packet(source, destination, flow.protocol(), flow.port());
    }
}
