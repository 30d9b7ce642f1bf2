package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;

/**
 * An expression over labels in Calico's own language: {@code role == 'db' && !has(zone)}. What {@link All} and {@link
 * Global} mean, and which labels a thing has, depends on the field that the selector stands in. Source: projectcalico/calico,
 * {@code libcalico-go/lib/selector}.
 */
public sealed interface CalicoSelector {
    /** {@code all()}. */
    record All() implements CalicoSelector {}

    /** {@code global()}. */
    record Global() implements CalicoSelector {}

    /** {@code has(key)}. */
    record Has(String key) implements CalicoSelector {}

    /** {@code key == 'value'}. */
    record Equal(String key, String value) implements CalicoSelector {}

    /** {@code key != 'value'}, which a thing without the label matches. */
    record NotEqual(String key, String value) implements CalicoSelector {}

    /** <code>key in {'a', 'b'}</code>. */
    record In(String key, ImmutableSortedSet<String> values) implements CalicoSelector {}

    /** <code>key not in {'a', 'b'}</code>, which a thing without the label matches. */
    record NotIn(String key, ImmutableSortedSet<String> values) implements CalicoSelector {}

    /** {@code key contains 'value'}. */
    record Contains(String key, String value) implements CalicoSelector {}

    /** {@code key starts with 'value'}. */
    record StartsWith(String key, String value) implements CalicoSelector {}

    /** {@code key ends with 'value'}. */
    record EndsWith(String key, String value) implements CalicoSelector {}

    /** {@code !operand}. */
    record Not(CalicoSelector operand) implements CalicoSelector {}

    /** Two or more, joined by {@code &&}. */
    record And(ImmutableList<CalicoSelector> operands) implements CalicoSelector {}

    /** Two or more, joined by {@code ||}. */
    record Or(ImmutableList<CalicoSelector> operands) implements CalicoSelector {}

    /**
     * A text that is no selector. As the whole of one only.
     *
     * @param fault a phrase that goes on from the name of the field
     */
    record Invalid(String fault) implements CalicoSelector {}

    /** Characters of a selector; the API server takes 1024. */
    int MAX_LENGTH = 16384;

    /** Parentheses inside each other. */
    int MAX_DEPTH = 100;

    /** Reads a selector; a blank one is {@code all()}. Never throws, O(length). */
    static CalicoSelector parse(String text) {
        return CalicoSelectorParser.parse(text);
    }

    /** In Calico's notation, with every parenthesis written. */
    default String notation() {
        return CalicoSelectorText.of(this);
    }
}
