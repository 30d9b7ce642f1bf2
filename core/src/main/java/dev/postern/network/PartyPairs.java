package dev.postern.network;

import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import dev.postern.model.Decision;
import dev.postern.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Picks, for two ends that each stand for several pods, one pair for each pair of classes: the others get the same
 * verdict. Linear in the pods, but for the pairs of classes.
 */
final class PartyPairs {
    /** A source and a destination. */
    record Pair(Party source, Party destination) {}

    /** Two ends that stand for all pairs of a flow, and the verdict on them. */
    record Judged(Pair pair, Decision decision) {}

    private PartyPairs() {}

    static List<Pair> of(List<Party> sources, List<Party> destinations) {
        ListMultimap<Integer, Party> from = byClass(sources);
        ListMultimap<Integer, Party> to = byClass(destinations);
        List<Pair> pairs = new ArrayList<>();
        for (Integer source : from.keySet()) {
            for (Integer destination : to.keySet()) {
                pairs.add(pick(from.get(source), to.get(destination)));
            }
        }
        return pairs;
    }

    /** Parties that are no pods have no class and are few: each stands alone. */
    private static ListMultimap<Integer, Party> byClass(List<Party> parties) {
        ListMultimap<Integer, Party> byClass =
                MultimapBuilder.linkedHashKeys().arrayListValues().build();
        int alone = Network.NO_CLASS;
        for (Party party : parties) {
            byClass.put(party.networkClass() == Network.NO_CLASS ? alone-- : party.networkClass(), party);
        }
        return byClass;
    }

    /** Rather two on one node where that matters, and rather two pods than one and itself. */
    private static Pair pick(List<Party> sources, List<Party> destinations) {
        Party source = sources.get(0);
        Party destination = destinations.get(0);
        if (source.onHost() != destination.onHost() && source.hasNode() && destination.hasNode()) {
            return onOneNode(sources, destinations).orElse(new Pair(source, destination));
        }
        if (samePod(source, destination)) {
            if (destinations.size() > 1) {
                return new Pair(source, destinations.get(1));
            } else if (sources.size() > 1) {
                return new Pair(sources.get(1), destination);
            }
        }
        return new Pair(source, destination);
    }

    static boolean samePod(Party a, Party b) {
        return a.pod().isPresent() && a.pod().map(Pod::object).equals(b.pod().map(Pod::object));
    }

    /** A pair on one node. Pods of one class are alike in whether their nodes are known: of those that are not, any will do. */
    private static Optional<Pair> onOneNode(List<Party> sources, List<Party> destinations) {
        Map<String, Party> byNode = new HashMap<>();
        sources.forEach(source -> source.node().ifPresent(node -> byNode.putIfAbsent(node, source)));
        return destinations.stream()
                .flatMap(destination -> destination
                        .node()
                        .flatMap(node -> Optional.ofNullable(byNode.get(node)))
                        .map(source -> new Pair(source, destination))
                        .stream())
                .findFirst();
    }
}
