package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import java.util.function.UnaryOperator;

/**
 * A missing fact and the change of the cluster that makes it hold.
 *
 * @param narrower the same for less, each alone; it is tried whether they would do as well
 */
record Purchase(MissingFact missing, UnaryOperator<Cluster> change, ImmutableList<Purchase> narrower) {
    Purchase(MissingFact missing, UnaryOperator<Cluster> change) {
        this(missing, change, ImmutableList.of());
    }
}
