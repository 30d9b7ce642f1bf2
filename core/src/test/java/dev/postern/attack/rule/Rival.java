package dev.postern.attack.rule;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another program, and what it calls the steps it knows, as {@code coverage/rivals.txt} has them.
 *
 * @param program its name
 * @param listed what its names are: edges, rules, findings
 * @param source where they stand, and in which version
 */
record Rival(String program, String listed, String source, ImmutableList<Name> names) {
    private static final Pattern HEADING = Pattern.compile("== ([^|]+) \\| ([^|]+) \\| ([^|]+)");
    private static final Pattern REASON =
            Pattern.compile("(not built yet: |folded into )([A-Z][A-Z_]+(?:, [A-Z][A-Z_]+)*)(?:: \\S.*)?"
                    + "|(later|context|wrong): \\S.*");

    /** One of its names; a reason where none of our techniques bears it. */
    record Name(String name, Optional<Reason> reason) {}

    /** The ways in which a name may have no technique of its own. The order is that of the page. */
    enum Kind {
        FOLDED("folded into"),
        NOT_BUILT("not built yet"),
        LATER("later"),
        CONTEXT("context"),
        WRONG("wrong");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /**
     * Why a name has no technique.
     *
     * @param techniques ours, where the kind names some
     */
    record Reason(Kind kind, ImmutableList<String> techniques, String text) {
        static Reason of(String text) {
            Matcher reason = REASON.matcher(text);
            if (!reason.matches()) {
                throw new IllegalArgumentException("no reason as the head of rivals.txt lists them: " + text);
            }
            for (Kind kind : Kind.values()) {
                if (text.startsWith(kind.label())) {
                    return new Reason(
                            kind,
                            reason.group(2) == null
                                    ? ImmutableList.of()
                                    : ImmutableList.copyOf(Splitter.on(", ").split(reason.group(2))),
                            text);
                }
            }
            throw new IllegalArgumentException(text);
        }
    }

    /** All of them, in the order of the table. */
    static List<Rival> all() throws IOException {
        List<Rival> rivals = new ArrayList<>();
        Matcher heading = HEADING.matcher("");
        ImmutableList.Builder<Name> names = ImmutableList.builder();
        for (String line : Resources.readLines(Resources.getResource("coverage/rivals.txt"), StandardCharsets.UTF_8)) {
            if (line.startsWith("== ")) {
                Matcher next = HEADING.matcher(line);
                if (!next.matches()) {
                    throw new IllegalArgumentException("no heading: " + line);
                }
                close(rivals, heading, names);
                heading = next;
                names = ImmutableList.builder();
            } else if (!line.isBlank() && !line.startsWith("#")) {
                List<String> parts = Splitter.on(" | ").limit(2).splitToList(line);
                names.add(new Name(
                        parts.get(0), parts.stream().skip(1).map(Reason::of).findFirst()));
            }
        }
        close(rivals, heading, names);
        return rivals;
    }

    private static void close(List<Rival> rivals, Matcher heading, ImmutableList.Builder<Name> names) {
        if (heading.matches()) {
            rivals.add(new Rival(heading.group(1), heading.group(2), heading.group(3), names.build()));
        }
    }
}
