package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import dev.postern.model.NodeSelectorTerm;
import java.util.Optional;

/** Label selectors and node selector terms. */
final class SelectorReader {
    private SelectorReader() {}

    /** A selector; empty when absent. */
    static Optional<LabelSelector> optional(Values in) {
        return in.isNull() ? Optional.empty() : Optional.of(read(in));
    }

    /** A selector; null selects everything. */
    static LabelSelector read(Values in) {
        return read(in, in::skip);
    }

    /** As {@link #read(Values)}; {@code other} passes over a field that is not known. */
    static LabelSelector read(Values in, Runnable other) {
        ImmutableSortedMap<String, String> labels = ImmutableSortedMap.of();
        ImmutableList<LabelRequirement> expressions = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "matchLabels" -> labels = in.stringMap();
                    case "matchExpressions" -> expressions = requirements(in);
                    default -> other.run();
                }
            }
        }
        return in.sharing().one(new LabelSelector(labels, expressions));
    }

    static NodeSelectorTerm nodeSelectorTerm(Values in) {
        ImmutableList<LabelRequirement> expressions = ImmutableList.of();
        ImmutableList<LabelRequirement> fields = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "matchExpressions" -> expressions = requirements(in);
                    case "matchFields" -> fields = requirements(in);
                    default -> in.skip();
                }
            }
        }
        return new NodeSelectorTerm(expressions, fields);
    }

    private static ImmutableList<LabelRequirement> requirements(Values in) {
        return in.objects(() -> requirement(in));
    }

    private static LabelRequirement requirement(Values in) {
        String key = "";
        LabelRequirement.Operator operator = LabelRequirement.Operator.INVALID;
        ImmutableSortedSet<String> values = ImmutableSortedSet.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "key" -> key = in.symbol();
                    case "operator" -> operator = operator(in);
                    case "values" -> values = ImmutableSortedSet.copyOf(in.strings());
                    default -> in.skip();
                }
            }
        }
        return new LabelRequirement(key, operator, values);
    }

    private static LabelRequirement.Operator operator(Values in) {
        switch (in.symbol()) {
            case "In":
                return LabelRequirement.Operator.IN;
            case "NotIn":
                return LabelRequirement.Operator.NOT_IN;
            case "Exists":
                return LabelRequirement.Operator.EXISTS;
            case "DoesNotExist":
                return LabelRequirement.Operator.DOES_NOT_EXIST;
            case "Gt":
                return LabelRequirement.Operator.GT;
            case "Lt":
                return LabelRequirement.Operator.LT;
            default:
                in.error("wrong-value", "is no operator of a selector; nothing matches it");
                return LabelRequirement.Operator.INVALID;
        }
    }
}
