package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.LabelSelector;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads fields of an object of which nothing may be lost in silence: what is not known, or of a wrong type, is noted by its
 * path, so that whoever judges can fail closed.
 */
final class Unread {
    /** Of one object: a flood of unknown fields says no more than a few. */
    private static final int MAX = 16;

    private static final int MAX_LENGTH = 100;

    private final Values in;
    private final Set<String> fields = new LinkedHashSet<>();

    Unread(Values in) {
        this.in = in;
    }

    ImmutableList<String> fields() {
        return ImmutableList.copyOf(fields);
    }

    /** Passes over the field here, which is not known; null is as if it were not there. */
    void unknown() {
        if (!in.isNull()) {
            note(in.key());
        }
        in.skip();
    }

    private void note(String field) {
        if (fields.size() < MAX) {
            fields.add(field.length() > MAX_LENGTH ? field.substring(0, MAX_LENGTH) : field);
        }
    }

    private void below(String field, Unread inner) {
        inner.fields.forEach(name -> note(field + "." + name));
    }

    /** The object here; empty when absent, or when it is none. What {@code read} leaves unread is so here too. */
    <T> Optional<T> object(Function<Unread, T> read) {
        String key = in.key();
        if (!in.isObject()) {
            if (!in.isNull()) {
                note(key);
            }
            in.object();
            return Optional.empty();
        }
        Unread inner = new Unread(in);
        T value = read.apply(inner);
        below(key, inner);
        return Optional.of(value);
    }

    /** The list of objects here; empty when absent, or when it is none. A null element is an object without fields. */
    <T> Optional<ImmutableList<T>> objects(Function<Unread, T> element) {
        String key = in.key();
        return list(key, () -> {
            String item = key + "[" + in.index() + "]";
            if (!in.isObject() && !in.isNull()) {
                note(item);
            }
            Unread inner = new Unread(in);
            T value = element.apply(inner);
            below(item, inner);
            return value;
        });
    }

    /** As {@link #objects}, of objects that keep to themselves what they leave unread. */
    <T> ImmutableList<T> records(Function<Unread, T> element) {
        return list(in.key(), () -> {
                    Unread inner = new Unread(in);
                    if (!in.isObject() && !in.isNull()) {
                        inner.note("the whole of it");
                    }
                    return element.apply(inner);
                })
                .orElse(ImmutableList.of());
    }

    /** A selector; what is not known in it would make it narrower. */
    LabelSelector selector() {
        return SelectorReader.read(in, this::unknown);
    }

    /** The list of texts here; empty when absent, or when it is none. What is no text becomes an empty one: nothing has it. */
    Optional<ImmutableList<String>> strings() {
        return list(in.key(), in::symbol);
    }

    private <T> Optional<ImmutableList<T>> list(String key, Supplier<T> element) {
        boolean absent = in.isNull();
        if (!in.array()) {
            if (!absent) {
                note(key);
            }
            return Optional.empty();
        }
        ImmutableList.Builder<T> all = ImmutableList.builder();
        while (in.element()) {
            all.add(in.sharing().one(element.get()));
        }
        return Optional.of(in.sharing().list(all.build()));
    }
}
