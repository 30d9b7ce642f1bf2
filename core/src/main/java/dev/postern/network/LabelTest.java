package dev.postern.network;

import com.google.common.collect.ImmutableSet;

/** What a selector asks of one value, of a label or of a name; where there is none, nothing is ever fulfilled. */
sealed interface LabelTest {
    /** Any value. */
    LabelTest PRESENT = new Contains("");

    boolean matches(String value);

    /** That value and no other. */
    static LabelTest is(String value) {
        return new In(ImmutableSet.of(value));
    }

    /** One of these values. */
    record In(ImmutableSet<String> values) implements LabelTest {
        @Override
        public boolean matches(String value) {
            return values.contains(value);
        }
    }

    /** See {@link String#contains}. */
    record Contains(String part) implements LabelTest {
        @Override
        public boolean matches(String value) {
            return value.contains(part);
        }
    }

    /** See {@link String#startsWith}. */
    record StartsWith(String prefix) implements LabelTest {
        @Override
        public boolean matches(String value) {
            return value.startsWith(prefix);
        }
    }

    /** See {@link String#endsWith}. */
    record EndsWith(String suffix) implements LabelTest {
        @Override
        public boolean matches(String value) {
            return value.endsWith(suffix);
        }
    }
}
