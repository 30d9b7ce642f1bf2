package dev.postern.samples;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.attack.Vertex;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Diagnostic;
import dev.postern.path.AttackPath;
import dev.postern.path.AttackPaths;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a scenario's folder says it must answer ({@code expectations.txt}; its form is described in {@code
 * samples/scenarios/README.md}), and what it answers.
 */
final class Expectations {
    static final String FILE = "expectations.txt";
    private static final String QUESTION = "paths ";
    private static final String INPUT = "input";
    private static final String NONE = "none";

    /** A question or the input, with the lines below it. */
    record Block(String head, List<String> lines) {
        boolean isQuestion() {
            return head.startsWith(QUESTION);
        }

        boolean isNone() {
            return lines.contains(NONE);
        }

        /** The options that ask it. */
        String options() {
            return head.substring(QUESTION.length());
        }
    }

    private final Path folder;
    private final String comment;
    private final List<Block> blocks;

    private Expectations(Path folder, String comment, List<Block> blocks) {
        this.folder = folder;
        this.comment = comment;
        this.blocks = blocks;
    }

    static Expectations of(Path folder) {
        List<Block> blocks = new ArrayList<>();
        StringBuilder comment = new StringBuilder();
        for (String line : text(folder.resolve(FILE)).lines().toList()) {
            if (line.startsWith("#")) {
                comment.append(line).append('\n');
            } else if (line.startsWith(" ")) {
                blocks.get(blocks.size() - 1).lines().add(line.strip());
            } else if (!line.isBlank()) {
                blocks.add(new Block(line.strip(), new ArrayList<>()));
            }
        }
        return new Expectations(folder, comment.toString(), blocks);
    }

    List<Block> questions() {
        return blocks.stream().filter(Block::isQuestion).toList();
    }

    /** The same questions, as they are answered today. */
    Expectations answered() {
        Analysis analysis = Postern.analyze(ClusterSnapshot.read(folder));
        List<Block> answers = new ArrayList<>();
        blocks.stream()
                .filter(Block::isQuestion)
                .forEach(block -> answers.add(new Block(block.head(), answer(analysis, block))));
        answers.add(new Block(INPUT, input(analysis)));
        return new Expectations(folder, comment, answers);
    }

    private static List<String> answer(Analysis analysis, Block block) {
        AttackPaths answer = analysis.paths(query(block.options()));
        List<String> lines = new ArrayList<>();
        answer.notes().forEach(note -> lines.add("note: " + note));
        if (answer.paths().isEmpty()) {
            lines.add(NONE);
        } else {
            answer.paths().stream().map(Expectations::line).forEach(lines::add);
            lines.add(answer.stepsOnDefaults() + " of " + answer.steps() + " steps on defaults");
        }
        return lines;
    }

    private static String line(AttackPath path) {
        String start = path.start().stream().map(Vertex::id).collect(Collectors.joining(" + "));
        String techniques = path.steps().stream().map(step -> step.type().id()).collect(Collectors.joining(" "));
        return path.effort() + "  " + start + "  " + techniques;
    }

    private List<String> input(Analysis analysis) {
        List<String> lines = analysis.diagnostics().stream()
                .filter(diagnostic -> diagnostic.severity() != Diagnostic.Severity.INFO)
                .map(diagnostic -> diagnostic.code() + "  " + place(diagnostic))
                .toList();
        return lines.isEmpty() ? List.of("nothing to report") : lines;
    }

    private String place(Diagnostic diagnostic) {
        String source = diagnostic.source().toString();
        return source.substring(source.lastIndexOf('/') + 1);
    }

    static PathQuery query(String options) {
        List<Place> from = new ArrayList<>();
        Place to = Place.clusterAdmin();
        int limit = PathQuery.DEFAULT_LIMIT;
        int assume = -1;
        String[] words = options.split(" +");
        for (int i = 0; i + 1 < words.length; i += 2) {
            // Quoted for the shell, as in the README.
            String value = words[i + 1].replace("'", "");
            switch (words[i]) {
                case "--from" -> from.add(Place.parse(value));
                case "--to" -> to = Place.parse(value);
                case "-k" -> limit = Integer.parseInt(value);
                case "--assume" -> assume = Integer.parseInt(value);
                default -> throw new IllegalArgumentException("no such option in expectations: " + words[i]);
            }
        }
        PathQuery query = PathQuery.from(from.toArray(new Place[0])).to(to).cheapest(limit);
        return assume < 0 ? query : query.assuming(assume);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(comment);
        for (Block block : blocks) {
            text.append(text.length() == 0 ? "" : "\n").append(block.head()).append('\n');
            block.lines().forEach(line -> text.append("  ").append(line).append('\n'));
        }
        return text.toString();
    }
}
