package dev.postern.model;

import java.util.List;
import java.util.stream.Collectors;

/** Writes selectors of Calico in its own notation. */
final class CalicoSelectorText {
    private CalicoSelectorText() {}

    /** Recursion ends at {@link CalicoSelector#MAX_DEPTH}. */
    static String of(CalicoSelector selector) {
        if (selector instanceof CalicoSelector.All) {
            return "all()";
        } else if (selector instanceof CalicoSelector.Global) {
            return "global()";
        } else if (selector instanceof CalicoSelector.Has has) {
            return "has(" + has.key() + ")";
        } else if (selector instanceof CalicoSelector.Equal equal) {
            return equal.key() + " == " + quoted(equal.value());
        } else if (selector instanceof CalicoSelector.NotEqual notEqual) {
            return notEqual.key() + " != " + quoted(notEqual.value());
        } else if (selector instanceof CalicoSelector.In in) {
            return in.key() + " in " + set(in.values().asList());
        } else if (selector instanceof CalicoSelector.NotIn notIn) {
            return notIn.key() + " not in " + set(notIn.values().asList());
        } else if (selector instanceof CalicoSelector.Contains contains) {
            return contains.key() + " contains " + quoted(contains.value());
        } else if (selector instanceof CalicoSelector.StartsWith starts) {
            return starts.key() + " starts with " + quoted(starts.value());
        } else if (selector instanceof CalicoSelector.EndsWith ends) {
            return ends.key() + " ends with " + quoted(ends.value());
        } else if (selector instanceof CalicoSelector.Not not) {
            return "!" + of(not.operand());
        } else if (selector instanceof CalicoSelector.And and) {
            return joined(and.operands(), " && ");
        } else if (selector instanceof CalicoSelector.Or or) {
            return joined(or.operands(), " || ");
        }
        return "no selector";
    }

    private static String joined(List<CalicoSelector> operands, String operator) {
        return operands.stream().map(CalicoSelectorText::of).collect(Collectors.joining(operator, "(", ")"));
    }

    private static String set(List<String> values) {
        return values.stream().map(CalicoSelectorText::quoted).collect(Collectors.joining(", ", "{", "}"));
    }

    /** The language has no escapes: a value holds one sort of quotes at most. */
    private static String quoted(String value) {
        return value.indexOf('\'') < 0 ? "'" + value + "'" : "\"" + value + "\"";
    }
}
