package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import java.util.Comparator;

/**
 * Something about network policies that is not as it should be. Where its facts stand, {@code Analysis.locate} finds.
 *
 * @param severity a warning where it follows from what the input holds; informative where something that it does not hold
 *     (pods that an operator makes, a network plugin) may well make it right
 * @param fact the field that it is about
 * @param message what is so, as a sentence of its own without a full stop
 * @param because the fields of other objects that make it so
 */
public record NetworkFinding(
        NetworkFindingKind kind, Severity severity, Evidence fact, String message, ImmutableList<Evidence> because)
        implements Comparable<NetworkFinding> {
    private static final Comparator<NetworkFinding> ORDER = Comparator.comparing(NetworkFinding::severity)
            .thenComparing(NetworkFinding::kind)
            .thenComparing(NetworkFinding::fact)
            .thenComparing(NetworkFinding::message);

    /** The policy, the namespace, or what runs the network plugin. */
    public ObjectRef object() {
        return fact.object();
    }

    /** The field of {@link #object}; empty for the object as a whole. */
    public String field() {
        return fact.field();
    }

    /** The gravest first, then by kind and place. */
    @Override
    public int compareTo(NetworkFinding other) {
        return ORDER.compare(this, other);
    }
}
