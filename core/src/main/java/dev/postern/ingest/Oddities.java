package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What of an object of Istio is not as the API wants it: fields it does not have, which a server drops, and values it
 * does not take, for which a server refuses the object. Left out in silence, either would turn a narrow rule into a
 * wide one.
 */
final class Oddities {
    private final List<String> unknown = new ArrayList<>();
    private Optional<String> malformed = Optional.empty();

    ImmutableList<String> unknown() {
        return ImmutableList.copyOf(unknown);
    }

    Optional<String> malformed() {
        return malformed;
    }

    /** Passes over a field that is not known. */
    void unknown(Values in) {
        if (!in.isNull()) {
            unknown.add(in.path());
        }
        in.skip();
    }

    /** Says what is wrong here; the first such fault is kept. */
    void refuse(Values in, String fault) {
        refuse(in.path() + " " + fault);
    }

    void refuse(String fault) {
        if (malformed.isEmpty()) {
            malformed = Optional.of(fault);
        }
    }

    /** Enters the object here; false where there is none. */
    boolean object(Values in) {
        if (!in.isObject() && !in.isNull()) {
            refuse(in, "is not a map");
        }
        return in.object();
    }

    /** A list; what is null or no object in it is refused. */
    <T> ImmutableList<T> objects(Values in, Supplier<T> element) {
        return list(in, () -> {
            if (in.isObject()) {
                return Optional.of(element.get());
            }
            refuse(in, "is not a map");
            in.skip();
            return Optional.empty();
        });
    }

    ImmutableList<String> strings(Values in) {
        return list(in, () -> {
            if (in.isScalar() && !in.isNull()) {
                return Optional.of(in.symbol());
            }
            refuse(in, "is not a string");
            in.skip();
            return Optional.empty();
        });
    }

    private <T> ImmutableList<T> list(Values in, Supplier<Optional<T>> element) {
        if (!in.isList() && !in.isNull()) {
            refuse(in, "is not a list");
        }
        if (!in.array()) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<T> all = ImmutableList.builder();
        while (in.element()) {
            element.get().ifPresent(item -> all.add(in.sharing().one(item)));
        }
        return in.sharing().list(all.build());
    }

    /** A text of which {@code read} makes something. */
    <T> T text(Values in, T absent, Function<String, T> read) {
        if (in.isNull()) {
            in.skip();
            return absent;
        }
        if (!in.isScalar()) {
            refuse(in, "is not a string");
        }
        return read.apply(in.symbol());
    }

    /** Of pods, which this API knows by their labels alone. */
    Optional<LabelSelector> selector(Values in) {
        if (in.isNull()) {
            in.skip();
            return Optional.empty();
        }
        ImmutableSortedMap<String, String> labels = ImmutableSortedMap.of();
        if (object(in)) {
            while (in.next()) {
                if (in.key().equals("matchLabels")) {
                    if (!in.isObject() && !in.isNull()) {
                        refuse(in, "is not a map");
                    }
                    labels = in.stringMap();
                } else {
                    unknown(in);
                }
            }
        }
        return Optional.of(in.sharing().one(new LabelSelector(labels, ImmutableList.of())));
    }
}
