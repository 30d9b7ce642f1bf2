package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Evidence;
import dev.postern.model.Support;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All ways to take one support of each of several lists. Beyond a limit only some are made, but so that every single fact
 * that can be avoided is avoided by one of them: removing that fact never seems to break what it does not.
 */
final class SupportProduct {
    private static final int LIMIT = 32;

    private SupportProduct() {}

    static ImmutableList<Support> of(List<? extends List<Support>> factors) {
        long size = 1;
        for (List<Support> factor : factors) {
            size = Math.min(Integer.MAX_VALUE, size * factor.size());
        }
        TreeSet<Support> product = new TreeSet<>();
        if (size <= LIMIT) {
            addAll(factors, 0, Support.NONE, product);
        } else {
            int longest = factors.stream().mapToInt(List::size).max().orElse(0);
            for (int i = 0; i < Math.min(LIMIT, longest); i++) {
                product.add(diagonal(factors, i));
            }
            for (Evidence fact : common(product)) {
                avoiding(factors, fact).ifPresent(product::add);
            }
        }
        return ImmutableList.copyOf(product);
    }

    private static void addAll(List<? extends List<Support>> factors, int index, Support chosen, Set<Support> product) {
        if (index == factors.size()) {
            product.add(chosen);
            return;
        }
        for (Support support : factors.get(index)) {
            addAll(factors, index + 1, chosen.and(support), product);
        }
    }

    private static Support diagonal(List<? extends List<Support>> factors, int index) {
        Support chosen = Support.NONE;
        for (List<Support> factor : factors) {
            chosen = chosen.and(factor.get(index % factor.size()));
        }
        return chosen;
    }

    private static ImmutableList<Evidence> common(Set<Support> supports) {
        Set<Evidence> common = new HashSet<>(supports.iterator().next().facts());
        supports.forEach(support -> common.retainAll(new HashSet<>(support.facts())));
        return ImmutableList.sortedCopyOf(common);
    }

    private static Optional<Support> avoiding(List<? extends List<Support>> factors, Evidence fact) {
        Support chosen = Support.NONE;
        for (List<Support> factor : factors) {
            Optional<Support> without = factor.stream()
                    .filter(support -> !support.facts().contains(fact))
                    .findFirst();
            if (without.isEmpty()) {
                return Optional.empty();
            }
            chosen = chosen.and(without.get());
        }
        return Optional.of(chosen);
    }
}
