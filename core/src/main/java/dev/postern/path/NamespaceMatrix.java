package dev.postern.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableTable;
import dev.postern.model.Outcome;
import java.util.Optional;

/**
 * From namespace to namespace: who may send packets to whom, and who gets control of what.
 *
 * @param namespaces every namespace, sorted: the rows and the columns
 * @param cells by the namespace one stands in and the namespace one gets to; what is missing is closed
 * @param footholds by namespace, in how many different containers one can stand there
 */
public record NamespaceMatrix(
        ImmutableList<String> namespaces,
        ImmutableTable<String, String, Cell> cells,
        ImmutableSortedMap<String, Integer> footholds) {
    /**
     * One namespace to another.
     *
     * @param network whether some pod of the one may send packets to a listening port of another pod of the other; unknown
     *     where it is open whether something listens, or whether policy lets it through
     * @param controlling how many footholds of the one each get control in the other; 0 on the diagonal, where they stand
     */
    public record Cell(Outcome network, int controlling) {
        /** Nothing passes, nobody gets there. */
        public static final Cell CLOSED = new Cell(Outcome.DENIED, 0);
    }

    /** The cell of two namespaces. */
    public Cell cell(String from, String to) {
        return Optional.ofNullable(cells.get(from, to)).orElse(Cell.CLOSED);
    }

    /** Two different namespaces, the one stood in and the one got to, with what there is between them. */
    public record Pair(String from, String to, Cell cell) {}

    /** The pairs that are not closed, in the order of rows and columns. */
    public ImmutableList<Pair> open() {
        ImmutableList.Builder<Pair> open = ImmutableList.builder();
        for (String from : namespaces) {
            for (String to : cells.row(from).keySet()) {
                if (!from.equals(to)) {
                    open.add(new Pair(from, to, cell(from, to)));
                }
            }
        }
        return open.build();
    }
}
