package dev.postern.check;

import com.google.common.collect.ImmutableList;
import dev.postern.check.PolicyNode.Field;
import dev.postern.check.PolicyNode.Mapping;
import dev.postern.check.PolicyNode.Scalar;
import dev.postern.check.PolicyNode.Sequence;
import dev.postern.model.SourceRef;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The fields of one mapping of a policy file. Each is asked for by name and type; one that nobody asks for is an error. */
final class Fields {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

    private final Mapping mapping;
    private final String what;
    private final Set<String> asked = new TreeSet<>();

    private Fields(Mapping mapping, String what) {
        this.mapping = mapping;
        this.what = what;
    }

    /** The fields of what must be a mapping; {@code what} is what messages call it. */
    static Fields of(PolicyNode node, String what) {
        if (node instanceof Mapping mapping) {
            return new Fields(mapping, what);
        }
        throw new PolicyException(node.place(), what + " is " + node.kind() + "; write a mapping of fields");
    }

    SourceRef place() {
        return mapping.place();
    }

    boolean has(String name) {
        return mapping.fields().containsKey(name);
    }

    private Optional<PolicyNode> field(String name) {
        asked.add(name);
        return Optional.ofNullable(mapping.fields().get(name)).map(Field::value);
    }

    /** Where a field stands; the mapping itself if it has none of that name. */
    SourceRef placeOf(String name) {
        return field(name).map(PolicyNode::place).orElse(place());
    }

    PolicyException wrong(String name, String message) {
        return new PolicyException(placeOf(name), name + ": " + message);
    }

    Optional<Fields> fields(String name) {
        return field(name).map(value -> of(value, name));
    }

    List<PolicyNode> items(String name) {
        Optional<PolicyNode> value = field(name);
        if (value.isPresent() && value.get() instanceof Sequence list) {
            return list.items();
        }
        if (value.isPresent()) {
            throw wrong(name, value.get().kind() + "; write a list");
        }
        return List.of();
    }

    String text(String name, String example) {
        return optionalText(name).orElseThrow(() -> missing(name, example));
    }

    PolicyException missing(String name, String example) {
        return new PolicyException(place(), what + " lacks '" + name + "'; write " + name + ": " + example);
    }

    Optional<String> optionalText(String name) {
        return field(name).map(value -> text(name, value));
    }

    private static String text(String name, PolicyNode value) {
        if (!(value instanceof Scalar scalar) || scalar.text().isBlank()) {
            String kind = value instanceof Scalar ? "nothing" : value.kind();
            throw new PolicyException(value.place(), name + ": " + kind + "; write some text");
        }
        return scalar.text();
    }

    /** A text, or a list of them; at least one. */
    ImmutableList<String> texts(String name, String example) {
        ImmutableList<String> texts = optionalTexts(name).orElseThrow(() -> missing(name, example));
        if (texts.isEmpty()) {
            throw wrong(name, "an empty list; write at least one");
        }
        return texts;
    }

    Optional<ImmutableList<String>> optionalTexts(String name) {
        return field(name)
                .map(value -> value instanceof Sequence list
                        ? list.items().stream().map(item -> text(name, item)).collect(ImmutableList.toImmutableList())
                        : ImmutableList.of(text(name, value)));
    }

    OptionalInt number(String name, int least, int most) {
        Optional<String> text = optionalText(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        int number = NUMBER.matcher(text.get()).matches() ? Integer.parseInt(text.get()) : -1;
        if (number < least || number > most) {
            throw wrong(
                    name, "'" + PolicyYaml.shown(text.get()) + "'; write a whole number from " + least + " to " + most);
        }
        return OptionalInt.of(number);
    }

    boolean flag(String name) {
        Optional<String> text = optionalText(name);
        if (text.isEmpty() || text.get().equals("false")) {
            return false;
        }
        if (text.get().equals("true")) {
            return true;
        }
        throw wrong(name, "'" + PolicyYaml.shown(text.get()) + "'; write true or false");
    }

    Optional<LocalDate> date(String name) {
        return optionalText(name).map(text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw wrong(name, "'" + PolicyYaml.shown(text) + "' is no date; write it as 2030-12-31");
            }
        });
    }

    /** What a text means; what its reader refuses is a mistake in this field. */
    <T> T meaning(String name, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw wrong(name, String.valueOf(e.getMessage()));
        }
    }

    /** Refuses what nobody has asked for. */
    void done() {
        for (Map.Entry<String, Field> field : mapping.fields().entrySet()) {
            if (!asked.contains(field.getKey())) {
                throw new PolicyException(
                        field.getValue().key(),
                        "'" + PolicyYaml.shown(field.getKey()) + "' is no field of " + what + "; it has "
                                + String.join(", ", asked));
            }
        }
    }
}
