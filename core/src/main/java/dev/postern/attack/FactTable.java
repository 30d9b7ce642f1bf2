package dev.postern.attack;

import dev.postern.model.Evidence;
import dev.postern.model.Support;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Numbers facts densely from 0. A table may stand on another whose numbers it keeps, so that a search can add facts about
 * flows without touching what is shared.
 */
final class FactTable {
    private final @Nullable Supplier<FactTable> base;
    private final Numbering<Evidence> facts = new Numbering<>();

    FactTable() {
        base = null;
    }

    private FactTable(Supplier<FactTable> base) {
        this.base = base;
    }

    /** An empty table on top of one that does not change any more, asked for with the first fact. */
    static FactTable on(Supplier<FactTable> base) {
        return new FactTable(base);
    }

    int number(Evidence fact) {
        if (base == null) {
            return facts.number(fact);
        }
        int known = base.get().facts.find(fact);
        return known >= 0 ? known : base.get().facts.size() + facts.number(fact);
    }

    boolean knows(Evidence fact) {
        return facts.find(fact) >= 0 || base != null && base.get().knows(fact);
    }

    Evidence fact(int number) {
        int offset = base == null ? 0 : base.get().facts.size();
        return base != null && number < offset ? base.get().fact(number) : facts.value(number - offset);
    }

    /** The number here of each fact of a table that stands on no other, by its number there; what has none is given one. */
    int[] numbers(FactTable other) {
        return facts.numbers(other.facts);
    }

    /** The sets of numbers of alternative supports, as the graph wants them. */
    int[][] numbers(List<Support> supports) {
        int[][] sets = new int[supports.size()][];
        for (int i = 0; i < sets.length; i++) {
            List<Evidence> set = supports.get(i).facts();
            sets[i] = new int[set.size()];
            for (int j = 0; j < sets[i].length; j++) {
                sets[i][j] = number(set.get(j));
            }
        }
        return sets;
    }
}
