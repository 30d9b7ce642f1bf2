package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableList;
import dev.postern.Analysis;
import dev.postern.attack.EdgeType;
import dev.postern.path.AttackPath;
import dev.postern.path.AttackPaths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers as SARIF 2.1.0, for code scanning: a rule for each technique, a result for each path, a code flow with one
 * location for each step. {@code docs/formats.md} says how each field is to be understood.
 *
 * <p>A path that answers several questions is one result. Fingerprints are {@link AttackPath#id()}: a path stays the same
 * finding when lines move, files are renamed or pods get other hashes.
 */
public final class SarifReport {
    /** What code scanning takes of one run; the cheapest paths of the first questions come first. */
    record Limits(int results, long compressedBytes) {
        /** 25,000 results, and 10 MB gzipped, of which a tenth is left for rules and notifications. */
        static final Limits CODE_SCANNING = new Limits(25_000, 9_000_000);
    }

    private final List<AttackPaths> answers;

    private SarifReport(List<AttackPaths> answers) {
        this.answers = answers;
    }

    /**
     * Renders answers to questions about one analysis; ends with a line feed.
     *
     * @param root the folder that relative names of files are relative to, and that the document's URIs are relative to
     *     wherever a file lies under it: the checkout, for code scanning
     */
    public static String render(Analysis analysis, List<AttackPaths> answers, Path root) {
        return render(analysis, answers, root, Limits.CODE_SCANNING);
    }

    static String render(Analysis analysis, List<AttackPaths> answers, Path root, Limits limits) {
        SarifLocations locations = new SarifLocations(Places.of(analysis, answers), new SourceUris(root));
        SarifNotifications notifications = new SarifNotifications(locations);
        notifications.input(analysis.diagnostics());
        answers.forEach(notifications::answer);
        List<SarifResult> all = results(answers, locations);
        List<SarifResult> results = SarifDocument.fitting(all, limits);
        notifications.omitted(all.size() - results.size(), all.size());
        Map<String, EdgeType> rules = new TreeMap<>();
        for (SarifResult result : results) {
            result.path().steps().forEach(step -> rules.put(step.type().id(), step.type()));
        }
        return new SarifDocument(
                        analysis,
                        notifications,
                        ImmutableList.copyOf(rules.keySet()),
                        json -> SarifRules.write(json, rules.values()),
                        results,
                        new SarifReport(answers)::questions)
                .render();
    }

    private static List<SarifResult> results(List<AttackPaths> answers, SarifLocations locations) {
        Map<String, AttackPath> paths = new LinkedHashMap<>();
        Map<String, List<String>> questions = new LinkedHashMap<>();
        for (AttackPaths answer : answers) {
            for (AttackPath path : answer.paths()) {
                paths.putIfAbsent(path.id(), path);
                questions.computeIfAbsent(path.id(), id -> new ArrayList<>()).add(Wording.question(answer));
            }
        }
        return paths.values().stream()
                .map(path -> new SarifResult(
                        path,
                        questions.getOrDefault(path.id(), List.of()).stream()
                                .distinct()
                                .toList(),
                        locations))
                .toList();
    }

    /** What was asked, so that "no result" can be told from "not asked". */
    private void questions(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("questions");
        for (AttackPaths answer : answers) {
            json.writeStartObject();
            json.writeStringField("question", Wording.question(answer));
            json.writeNumberField("paths", answer.paths().size());
            json.writeBooleanField("truncated", answer.truncated());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
