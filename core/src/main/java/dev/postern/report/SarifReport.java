package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableList;
import dev.postern.Analysis;
import dev.postern.attack.EdgeType;
import dev.postern.path.AttackPath;
import dev.postern.path.AttackPaths;
import dev.postern.path.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final Analysis analysis;
    private final List<AttackPaths> answers;
    private final SarifNotifications notifications;
    private final List<SarifResult> results = new ArrayList<>();
    private final Map<String, EdgeType> rules = new TreeMap<>();

    private SarifReport(Analysis analysis, List<AttackPaths> answers, SarifLocations locations, Limits limits) {
        this.analysis = analysis;
        this.answers = answers;
        this.notifications = new SarifNotifications(locations);
        notifications.input(analysis.diagnostics());
        answers.forEach(notifications::answer);
        List<SarifResult> all = results(answers, locations);
        keep(all, limits);
        notifications.omitted(all.size() - results.size(), all.size());
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
        return JsonDocument.of(new SarifReport(analysis, answers, locations, limits)::document);
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

    private void keep(List<SarifResult> all, Limits limits) {
        CompressedSize size = new CompressedSize();
        for (SarifResult result : all) {
            if (results.size() == limits.results()
                    || size.with(JsonDocument.of(json -> result.write(json, id -> 0))) > limits.compressedBytes()) {
                break;
            }
            results.add(result);
            for (Step step : result.path().steps()) {
                rules.put(step.type().id(), step.type());
            }
        }
        size.end();
    }

    private void document(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.writeStringField("version", "2.1.0");
        json.writeArrayFieldStart("runs");
        json.writeStartObject();
        tool(json);
        json.writeObjectFieldStart("originalUriBaseIds");
        json.writeObjectFieldStart(SourceUris.ROOT_ID);
        json.writeObjectFieldStart("description");
        json.writeStringField("text", "The folder in which postern ran.");
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        json.writeArrayFieldStart("invocations");
        json.writeStartObject();
        json.writeBooleanField("executionSuccessful", !analysis.snapshot().isIncomplete());
        notifications.write(json);
        json.writeEndObject();
        json.writeEndArray();
        json.writeStringField("columnKind", "unicodeCodePoints");
        json.writeArrayFieldStart("results");
        ImmutableList<String> order = ImmutableList.copyOf(rules.keySet());
        for (SarifResult result : results) {
            result.write(json, order::indexOf);
        }
        json.writeEndArray();
        questions(json);
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private void tool(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", "Postern");
        Optional<String> version =
                Optional.ofNullable(SarifReport.class.getPackage().getImplementationVersion());
        if (version.isPresent()) {
            json.writeStringField("semanticVersion", version.get());
        }
        SarifRules.write(json, rules.values());
        notifications.descriptors(json);
        json.writeEndObject();
        json.writeEndObject();
    }

    /** What was asked, so that "no result" can be told from "not asked". */
    private void questions(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("properties");
        json.writeArrayFieldStart("questions");
        for (AttackPaths answer : answers) {
            json.writeStartObject();
            json.writeStringField("question", Wording.question(answer));
            json.writeNumberField("paths", answer.paths().size());
            json.writeBooleanField("truncated", answer.truncated());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
