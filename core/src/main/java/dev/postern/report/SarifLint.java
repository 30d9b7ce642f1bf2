package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.postern.model.Evidence;
import dev.postern.network.NetworkFinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * One finding about network policies as a SARIF result, at its field, or else at the first of the fields that make it so:
 * a namespace need not stand in any file.
 *
 * @param id see {@link #identity}; of several alike, each with a number of its own
 */
record SarifLint(NetworkFinding finding, String id, SarifLocations locations) implements SarifDocument.Result {
    /** The version of the identity in the name. */
    private static final String FINGERPRINT = "posternNetlint/v1";

    private static final int ID_LENGTH = 10;

    /**
     * The same for one finding when lines move, files are renamed, or rules change places: the kind, the object, the field
     * without positions in lists, and what stands there. Counts of pods, which the message has, are not in it.
     */
    static String identity(NetworkFinding finding) {
        Hasher hasher = Hashing.sha256().newHasher();
        for (String part : List.of(
                finding.kind().code(),
                finding.object().toString(),
                finding.field().replaceAll("\\[[0-9]+]", "[]"),
                finding.fact().value())) {
            hasher.putInt(part.length()).putString(part, StandardCharsets.UTF_8);
        }
        return hasher.hash().toString().substring(0, ID_LENGTH);
    }

    @Override
    public void write(JsonGenerator json, ToIntFunction<String> ruleIndex) throws IOException {
        String rule = NetlintSarif.rule(finding.kind());
        json.writeStartObject();
        json.writeStringField("ruleId", rule);
        json.writeNumberField("ruleIndex", ruleIndex.applyAsInt(rule));
        json.writeStringField("level", SarifNotifications.level(finding.severity()));
        SarifLocations.message(
                json,
                SarifText.of(finding.message() + ". " + sentence(finding.kind().remedy())));
        json.writeArrayFieldStart("locations");
        locations.location(json, Optional.of(place()), "");
        json.writeEndArray();
        locations.related(json, finding.because());
        json.writeObjectFieldStart("partialFingerprints");
        json.writeStringField(FINGERPRINT, id);
        // The name that GitHub's code scanning goes by.
        json.writeStringField("primaryLocationLineHash", id + ":1");
        json.writeEndObject();
        json.writeObjectFieldStart("properties");
        json.writeStringField("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        json.writeStringField("object", finding.object().toString());
        json.writeStringField("field", finding.field());
        json.writeEndObject();
        json.writeEndObject();
    }

    private Evidence place() {
        return Stream.concat(Stream.of(finding.fact()), finding.because().stream())
                .filter(locations::isPlaced)
                .findFirst()
                .orElse(finding.fact());
    }

    /** What begins in lower case, as a sentence. */
    static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }
}
