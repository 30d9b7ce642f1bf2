package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Confidence;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Collects the ways of one row. Equal outcomes become one escape with several supports. */
final class Ways {
    private final TreeMap<Outcome, List<Support>> supports = new TreeMap<>();

    private record Outcome(Escape.Effect effect, Confidence confidence, String missing) implements Comparable<Outcome> {
        @Override
        public int compareTo(Outcome other) {
            int byConfidence = other.confidence.compareTo(confidence);
            if (byConfidence != 0) {
                return byConfidence;
            }
            int byEffect = effect.compareTo(other.effect);
            return byEffect != 0 ? byEffect : missing.compareTo(other.missing);
        }
    }

    /** Adds a way, unless a fact rules it out. */
    void add(Way way) {
        if (way.isOpen()) {
            Outcome outcome = new Outcome(way.effect(), way.confidence(), way.missing());
            supports.computeIfAbsent(outcome, key -> new ArrayList<>()).add(way.support());
        }
    }

    ImmutableList<Escape> escapes(Escape.Kind kind) {
        ImmutableList.Builder<Escape> escapes = ImmutableList.builder();
        supports.forEach((outcome, facts) -> escapes.add(new Escape(
                kind,
                outcome.effect(),
                outcome.confidence(),
                facts.stream().sorted().distinct().collect(ImmutableList.toImmutableList()),
                outcome.missing())));
        return escapes.build();
    }
}
