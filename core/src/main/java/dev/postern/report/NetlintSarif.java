package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Multiset;
import dev.postern.Analysis;
import dev.postern.network.Enforcement;
import dev.postern.network.NetworkFinding;
import dev.postern.network.NetworkFindingKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Findings about network policies as SARIF 2.1.0, for code scanning: a rule for each kind of finding, whether or not it is
 * found, and a result for each finding. {@code docs/formats.md} says how each field is to be understood.
 */
public final class NetlintSarif {
    private static final String PREFIX = "netlint.";

    private final Enforcement enforcement;

    private NetlintSarif(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    /**
     * Renders the findings of an analysis, in the order given; ends with a line feed.
     *
     * @param root as {@link SarifReport#render} takes it
     */
    public static String render(Analysis analysis, List<NetworkFinding> findings, Path root) {
        Places places = Places.of(
                analysis,
                findings.stream()
                        .flatMap(finding -> Stream.concat(Stream.of(finding.fact()), finding.because().stream())));
        SarifLocations locations = new SarifLocations(places, new SourceUris(root));
        List<SarifLint> all = results(findings, locations);
        List<SarifLint> results = SarifDocument.fitting(all, SarifReport.Limits.CODE_SCANNING);
        SarifNotifications notifications = new SarifNotifications(locations);
        notifications.input(analysis.networkDiagnostics());
        notifications.omitted(all.size() - results.size(), all.size());
        ImmutableList<String> rules =
                Stream.of(NetworkFindingKind.values()).map(NetlintSarif::rule).collect(ImmutableList.toImmutableList());
        return new SarifDocument(
                        analysis,
                        notifications,
                        rules,
                        NetlintSarif::writeRules,
                        results,
                        new NetlintSarif(analysis.enforcement())::properties)
                .render();
    }

    private static List<SarifLint> results(List<NetworkFinding> findings, SarifLocations locations) {
        Multiset<String> seen = HashMultiset.create();
        ImmutableList.Builder<SarifLint> results = ImmutableList.builder();
        for (NetworkFinding finding : findings) {
            String identity = SarifLint.identity(finding);
            seen.add(identity);
            int number = seen.count(identity);
            results.add(new SarifLint(finding, number == 1 ? identity : identity + "-" + number, locations));
        }
        return results.build();
    }

    /** The id of a kind's rule. Techniques and assertions have rules, too, so it says whose it is. */
    static String rule(NetworkFindingKind kind) {
        return PREFIX + kind.code();
    }

    private static void writeRules(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("rules");
        for (NetworkFindingKind kind : NetworkFindingKind.values()) {
            String meaning = SarifLint.sentence(kind.meaning());
            String remedy = SarifLint.sentence(kind.remedy());
            json.writeStartObject();
            json.writeStringField("id", rule(kind));
            SarifRules.text(json, "shortDescription", kind.title());
            SarifRules.text(json, "fullDescription", meaning);
            json.writeObjectFieldStart("help");
            json.writeStringField("text", SarifText.of(meaning + " To do: " + remedy));
            json.writeStringField("markdown", meaning + "\n\n**To do:** " + remedy + "\n");
            json.writeEndObject();
            json.writeObjectFieldStart("properties");
            JsonDocument.strings(json, "tags", List.of("kubernetes", "network-policy", "security"));
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void properties(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("enforcement");
        json.writeStringField(
                "status", enforcement.status().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.writeStringField("plugin", enforcement.plugin());
        json.writeEndObject();
    }
}
