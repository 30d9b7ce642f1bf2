package dev.postern.attack;

import dev.postern.model.Evidence;
import dev.postern.model.Support;
import java.util.List;

/**
 * Numbers facts densely from 0. A table may stand on another whose numbers it keeps, so that a search can add facts about
 * flows without touching what is shared.
 */
final class FactTable {
    private final FactTable base;
    private final int offset;
    private final Numbering<Evidence> facts = new Numbering<>();

    FactTable() {
        base = this;
        offset = 0;
    }

    private FactTable(FactTable base) {
        this.base = base;
        this.offset = base.offset + base.facts.size();
    }

    /** An empty table on top of this one, which must not change any more. */
    FactTable extended() {
        return new FactTable(this);
    }

    int number(Evidence fact) {
        if (base != this) {
            int known = base.facts.find(fact);
            if (known >= 0) {
                return known;
            }
        }
        return offset + facts.number(fact);
    }

    Evidence fact(int number) {
        return number < offset ? base.fact(number) : facts.value(number - offset);
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
