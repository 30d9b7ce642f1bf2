package dev.postern.model;

import com.google.common.collect.ImmutableSortedSet;
import java.util.Map;

/**
 * One expression of a label selector.
 *
 * <p>{@code In} and {@code Exists} need the key; {@code NotIn} and {@code DoesNotExist} also match a missing key
 * (apimachinery, {@code labels.Requirement.Matches}). {@code Gt} and {@code Lt} (node affinity only) compare integers.
 */
public record LabelRequirement(String key, Operator operator, ImmutableSortedSet<String> values) {
    /** The operators of {@code matchExpressions} and of node selector terms. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST,
        GT,
        LT,
        /** An operator that Kubernetes would refuse: matches nothing. */
        INVALID
    }

    public boolean matches(Map<String, String> labels) {
        String value = labels.get(key);
        switch (operator) {
            case IN:
                return value != null && values.contains(value);
            case NOT_IN:
                return value == null || !values.contains(value);
            case EXISTS:
                return value != null;
            case DOES_NOT_EXIST:
                return value == null;
            case GT:
            case LT:
                return value != null && compares(value);
            case INVALID:
                return false;
        }
        throw new AssertionError(operator);
    }

    /** In the notation that {@code kubectl} uses. */
    String notation() {
        String list = "(" + String.join(",", values) + ")";
        switch (operator) {
            case IN:
                return key + " in " + list;
            case NOT_IN:
                return key + " notin " + list;
            case EXISTS:
                return key;
            case DOES_NOT_EXIST:
                return "!" + key;
            case GT:
                return key + " > " + list;
            case LT:
                return key + " < " + list;
            case INVALID:
                return key + " ? " + list;
        }
        throw new AssertionError(operator);
    }

    private boolean compares(String value) {
        try {
            long actual = Long.parseLong(value);
            long bound = Long.parseLong(values.isEmpty() ? "" : values.first());
            return operator == Operator.GT ? actual > bound : actual < bound;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
