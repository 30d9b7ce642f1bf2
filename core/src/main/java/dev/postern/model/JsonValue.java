package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value: an object's document, or a patch of one. Immutable. Two are equal when they say the same: the order of keys
 * is kept and printed but does not count. Its text is compact JSON.
 */
public sealed interface JsonValue {
    /** An object; keys in the order in which they were written. */
    record Obj(ImmutableMap<String, JsonValue> fields) implements JsonValue {
        /** The object without fields. */
        public static final Obj EMPTY = new Obj(ImmutableMap.of());

        /** The value of that field, if there is one. */
        public Optional<JsonValue> get(String field) {
            return Optional.ofNullable(fields.get(field));
        }

        /** The text of that field; empty when it is absent or no text. */
        public String text(String field) {
            return fields.get(field) instanceof Text text ? text.value() : "";
        }

        /** With that field set, in its place if it was there, else last. */
        public Obj with(String field, JsonValue value) {
            ImmutableMap.Builder<String, JsonValue> all = ImmutableMap.builder();
            return new Obj(all.putAll(fields).put(field, value).buildKeepingLast());
        }

        /** Without that field. */
        public Obj without(String field) {
            ImmutableMap.Builder<String, JsonValue> rest = ImmutableMap.builder();
            fields.forEach((key, value) -> {
                if (!key.equals(field)) {
                    rest.put(key, value);
                }
            });
            return new Obj(rest.buildOrThrow());
        }

        @Override
        public String toString() {
            return JsonText.of(this);
        }
    }

    /** A list. */
    record Arr(ImmutableList<JsonValue> elements) implements JsonValue {
        @Override
        public String toString() {
            return JsonText.of(this);
        }
    }

    /** A string. */
    record Text(String value) implements JsonValue {
        @Override
        public String toString() {
            return JsonText.of(this);
        }
    }

    /** A number, as JSON writes it. Equal when they are the same number: {@code 1.0} is {@code 1}. */
    record Num(String literal) implements JsonValue {
        /** @throws NumberFormatException if this is no number of JSON */
        public Num {
            if (literal.isEmpty() || literal.length() > MAX_DIGITS) {
                throw new NumberFormatException("not a number that the API knows");
            }
            new BigDecimal(literal);
        }

        public static Num of(long value) {
            return new Num(Long.toString(value));
        }

        /** Whether it is written without fraction and exponent and fits into 64 bits. */
        public boolean isLong() {
            try {
                Long.parseLong(literal);
                return true;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Num number
                    && (literal.equals(number.literal)
                            || new BigDecimal(literal).compareTo(new BigDecimal(number.literal)) == 0);
        }

        @Override
        public int hashCode() {
            return Double.hashCode(Double.parseDouble(literal));
        }

        @Override
        public String toString() {
            return literal;
        }
    }

    /** {@code true} or {@code false}. */
    record Bool(boolean value) implements JsonValue {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /** {@code null}. */
    enum Null implements JsonValue {
        NULL;

        @Override
        public String toString() {
            return "null";
        }
    }

    /** Longer numbers are no numbers of Kubernetes. */
    int MAX_DIGITS = 100;

    static Text text(String value) {
        return new Text(value);
    }

    /** An object of those fields, in the map's order. */
    static Obj object(Map<String, ? extends JsonValue> fields) {
        return new Obj(ImmutableMap.copyOf(fields));
    }

    /** A list of those elements. */
    static Arr array(Iterable<? extends JsonValue> elements) {
        return new Arr(ImmutableList.copyOf(elements));
    }

    /** What it is, in words, for messages that must not repeat the value. */
    default String words() {
        if (this instanceof Obj) {
            return "a map";
        } else if (this instanceof Arr) {
            return "a list";
        } else if (this instanceof Text) {
            return "a string";
        } else if (this instanceof Num) {
            return "a number";
        }
        return this instanceof Bool ? "a boolean" : "null";
    }
}
