package dev.postern.network;

import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelRequirement.Operator;
import dev.postern.model.LabelSelector;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds selectors that no labels can satisfy. Terms of different keys never contradict each other. */
final class Contradictions {
    private Contradictions() {}

    /** The key of a label that cannot be as the selector wants it; empty if there are labels that it matches. O(terms). */
    static Optional<String> find(LabelSelector selector) {
        if (selector.matchExpressions().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Set<String>> allowed = new HashMap<>();
        Set<String> absent = new HashSet<>();
        selector.matchLabels().forEach((key, value) -> allowed.put(key, new TreeSet<>(Set.of(value))));
        for (LabelRequirement requirement : selector.matchExpressions()) {
            if (requirement.operator() == Operator.IN) {
                allowed.computeIfAbsent(requirement.key(), key -> new TreeSet<>(requirement.values()))
                        .retainAll(requirement.values());
            } else if (requirement.operator() == Operator.DOES_NOT_EXIST) {
                absent.add(requirement.key());
            }
        }
        Set<String> present = new TreeSet<>(allowed.keySet());
        for (LabelRequirement requirement : selector.matchExpressions()) {
            if (requirement.operator() == Operator.NOT_IN && allowed.containsKey(requirement.key())) {
                allowed.getOrDefault(requirement.key(), Set.of()).removeAll(requirement.values());
            } else if (requirement.operator() == Operator.EXISTS) {
                present.add(requirement.key());
            }
        }
        return present.stream()
                .filter(key -> absent.contains(key)
                        || allowed.containsKey(key)
                                && allowed.getOrDefault(key, Set.of()).isEmpty())
                .findFirst();
    }
}
