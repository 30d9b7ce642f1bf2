package dev.postern.network;

import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Service;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Judges flows to a Service with {@code internalTrafficPolicy: Local}: it leads to ends on the sender's own node only. */
final class NodeLocal {
    private final Evidence policy;
    private final ServiceFlows.Judging judging;

    NodeLocal(Service service, ServiceFlows.Judging judging) {
        this.policy = Evidence.stated(service.ref(), "spec.internalTrafficPolicy", service.internalTrafficPolicy());
        this.judging = judging;
    }

    PartyPairs.Judged judge(Flow onward, List<Party> sources, List<Party> destinations) {
        List<PartyPairs.Judged> judged = new ArrayList<>();
        for (String node : nodes(sources)) {
            List<Party> there = on(node, destinations);
            if (!there.isEmpty()) {
                judged.add(judging.judge(onward, on(node, sources), there));
            }
        }
        List<Party> adrift = adrift(sources);
        List<Party> somewhere = adrift(destinations);
        if (!adrift.isEmpty()) {
            judged.add(perhaps(judging.judge(onward, adrift, destinations)));
        }
        if (!somewhere.isEmpty()) {
            judged.add(perhaps(judging.judge(onward, sources, somewhere)));
        }
        return judged.stream()
                .min(ServiceFlows.BEST)
                .orElseGet(() -> new PartyPairs.Judged(
                        new PartyPairs.Pair(sources.get(0), destinations.get(0)),
                        Decision.denied(Support.of(policy, notThere(sources.get(0))))));
    }

    /** What passes if they are on one node. */
    private PartyPairs.Judged perhaps(PartyPairs.Judged judged) {
        if (!judged.decision().isAllowed()) {
            return judged;
        }
        PartyPairs.Pair pair = judged.pair();
        List<Support> supports = judged.decision().supports().stream()
                .map(Support.of(policy)::and)
                .toList();
        return new PartyPairs.Judged(
                pair,
                Decision.unknown(
                        "whether " + pair.source().name() + " and "
                                + pair.destination().name() + " are on one node: " + policy.object()
                                + " leads to its own node only",
                        supports.toArray(new Support[0])));
    }

    private Evidence notThere(Party source) {
        return Evidence.byDefault(policy.object(), "", "nothing behind it is on the node of " + source.name());
    }

    private static Set<String> nodes(List<Party> parties) {
        Set<String> nodes = new LinkedHashSet<>();
        parties.forEach(party -> party.node().ifPresent(nodes::add));
        return nodes;
    }

    private static List<Party> on(String node, List<Party> parties) {
        return parties.stream()
                .filter(party -> party.node().filter(node::equals).isPresent())
                .toList();
    }

    /** What is in the cluster, and not known where. */
    private static List<Party> adrift(List<Party> parties) {
        return parties.stream().filter(party -> party.node().isEmpty()).toList();
    }
}
