package dev.postern.ingest;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What is kept of a container's command and arguments: the program, and the flags that {@link ProgramFlags} allows. */
final class Arguments {
    private static final Pattern PROGRAM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,40}");
    private static final Splitter WORDS =
            Splitter.on(Pattern.compile("[\\s;&|\"'()`]+")).omitEmptyStrings();

    /** A script of more characters than this is scanned in its beginning only. */
    private static final int SCRIPT = 100_000;

    private Arguments() {}

    /** The words as written; they do not outlive the reading of their container. */
    static ImmutableList<String> read(Values in) {
        ImmutableList.Builder<String> words = ImmutableList.builder();
        if (in.array()) {
            while (in.element()) {
                words.add(in.scalarText());
            }
        }
        return words.build();
    }

    static ImmutableList<String> kept(List<String> command, List<String> args) {
        Set<String> kept = new LinkedHashSet<>();
        if (!command.isEmpty()) {
            String program = baseName(command.get(0));
            if (PROGRAM.matcher(program).matches()) {
                kept.add(program);
            }
        }
        List<String> words = new ArrayList<>();
        command.stream().skip(1).forEach(word -> split(word, words));
        args.forEach(word -> split(word, words));
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith("-")) {
                String next = i + 1 < words.size() ? words.get(i + 1) : "";
                ProgramFlags.kept(word, next).ifPresent(kept::add);
            } else if (ProgramFlags.isProgram(baseName(word))) {
                kept.add(baseName(word));
            }
        }
        return ImmutableList.copyOf(kept);
    }

    /** A word with white space in it is a script for a shell. */
    private static void split(String word, List<String> words) {
        boolean script = word.chars().anyMatch(Character::isWhitespace);
        if (script) {
            WORDS.split(word.length() > SCRIPT ? word.substring(0, SCRIPT) : word)
                    .forEach(words::add);
        } else {
            words.add(word);
        }
    }

    private static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
