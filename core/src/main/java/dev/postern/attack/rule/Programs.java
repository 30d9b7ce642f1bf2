package dev.postern.attack.rule;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.Resources;
import dev.postern.attack.rule.Program.Condition;
import dev.postern.attack.rule.Program.Gain;
import dev.postern.attack.rule.Program.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The programs that are known to be operated through a port: the resource {@code programs.txt} beside this class. */
final class Programs {
    private static final Splitter COLUMNS = Splitter.on('|').trimResults();
    private static final Splitter COMMAS = Splitter.on(',').trimResults();
    private static final Splitter SLASHES = Splitter.on('/');
    private static final Splitter WORDS = Splitter.on(' ').omitEmptyStrings();

    /** Words of the fourth column that nothing follows. */
    private static final ImmutableSet<String> ALONE = ImmutableSet.of("default", "declared", "never");

    private static final ImmutableList<Program> ALL = read();

    /** By the last part of their images' paths, so that most images are looked up once and known to be none. */
    private static final ImmutableListMultimap<String, Program> BY_LAST_PART = byLastPart();

    private Programs() {}

    static ImmutableList<Program> all() {
        return ALL;
    }

    /** The rows for an image. */
    static List<Program> of(ProgramImage image) {
        String last = image.path().get(image.path().size() - 1);
        return BY_LAST_PART.get(last).stream()
                .filter(program -> program.isIn(image))
                .toList();
    }

    private static ImmutableListMultimap<String, Program> byLastPart() {
        ImmutableListMultimap.Builder<String, Program> byLastPart = ImmutableListMultimap.builder();
        for (Program program : ALL) {
            program.images().stream()
                    .map(image -> image.get(image.size() - 1))
                    .distinct()
                    .forEach(last -> byLastPart.put(last, program));
        }
        return byLastPart.build();
    }

    private static ImmutableList<Program> read() {
        ImmutableList.Builder<Program> all = ImmutableList.builder();
        ImmutableList<ImmutableList<String>> above = ImmutableList.of();
        try {
            for (String line : Resources.readLines(
                    Resources.getResource(Programs.class, "programs.txt"), StandardCharsets.UTF_8)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    Program program = program(COLUMNS.splitToList(line), above);
                    above = program.images();
                    all.add(program);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("programs.txt is missing from the library", e);
        }
        return all.build();
    }

    private static Program program(List<String> row, ImmutableList<ImmutableList<String>> above) {
        if (row.size() != 7) {
            throw new IllegalStateException("programs.txt: a row has seven columns: " + row);
        }
        String gives = row.get(4);
        int of = gives.indexOf(" of ");
        return new Program(
                row.get(0),
                row.get(1).equals("same") ? above : images(row.get(1)),
                Integer.parseInt(row.get(2)),
                WORDS.splitToList(row.get(3)).contains("default"),
                WORDS.splitToList(row.get(3)).contains("declared"),
                conditions(row.get(3)),
                Gain.valueOf((of < 0 ? gives : gives.substring(0, of)).toUpperCase(Locale.ROOT)),
                of < 0 ? "" : gives.substring(of + " of ".length()),
                row.get(5),
                row.get(6));
    }

    private static ImmutableList<ImmutableList<String>> images(String column) {
        return COMMAS.splitToStream(column)
                .map(image -> ImmutableList.copyOf(SLASHES.split(image)))
                .collect(ImmutableList.toImmutableList());
    }

    private static ImmutableList<Condition> conditions(String column) {
        ImmutableList.Builder<Condition> conditions = ImmutableList.builder();
        Iterator<String> words = WORDS.split(column).iterator();
        while (words.hasNext()) {
            String word = words.next();
            if (!ALONE.contains(word)) {
                conditions.add(condition(Kind.valueOf(word.toUpperCase(Locale.ROOT)), words.next()));
            }
        }
        return conditions.build();
    }

    private static Condition condition(Kind kind, String subject) {
        int equals = subject.indexOf('=');
        String name = equals < 0 ? subject : subject.substring(0, equals);
        int slash = name.indexOf('/');
        return new Condition(
                kind,
                slash < 0 ? name : name.substring(0, slash),
                equals < 0 ? "" : subject.substring(equals + 1),
                slash < 0 ? "" : name.substring(slash + 1));
    }
}
