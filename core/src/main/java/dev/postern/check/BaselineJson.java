package dev.postern.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Writes and reads baseline files. They are read as policies are: JSON is YAML, and the same care is due. */
final class BaselineJson {
    private static final int BYTES = 16 << 20;
    private static final int VERSION = 1;
    private static final String WRITE_AGAIN = "; let --write-baseline write the file again";

    private BaselineJson() {}

    /** Ends with a line feed. Not ASCII is escaped: a title may hold what turns the direction of writing. */
    static String write(Baseline baseline) {
        StringWriter text = new StringWriter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        try (JsonGenerator json = new JsonFactory()
                .createGenerator(text)
                .enable(JsonGenerator.Feature.ESCAPE_NON_ASCII)
                .setPrettyPrinter(
                        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter))) {
            json.writeStartObject();
            json.writeNumberField("schemaVersion", VERSION);
            json.writeArrayFieldStart("assertions");
            for (Baseline.Known known : baseline.assertions()) {
                write(json, known);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator json, Baseline.Known known) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", known.assertion());
        if (known.cutAtEffort().isPresent()) {
            json.writeNumberField("cutAtEffort", known.cutAtEffort().getAsInt());
        }
        json.writeArrayFieldStart("findings");
        for (Baseline.Entry entry : known.findings()) {
            json.writeStartObject();
            json.writeStringField("id", entry.id());
            json.writeStringField("title", entry.title());
            if (entry.effort().isPresent()) {
                json.writeNumberField("effort", entry.effort().getAsInt());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static Baseline read(Path file) {
        return baseline(PolicyYaml.read(file, BYTES));
    }

    static Baseline baseline(PolicyNode root) {
        Fields fields = Fields.of(root, "a baseline");
        if (!fields.text("schemaVersion", "" + VERSION).equals("" + VERSION)) {
            throw fields.wrong("schemaVersion", "this program reads version " + VERSION + WRITE_AGAIN);
        }
        Set<String> ids = new HashSet<>();
        ImmutableList.Builder<Baseline.Known> assertions = ImmutableList.builder();
        for (PolicyNode node : fields.items("assertions")) {
            Fields known = Fields.of(node, "an assertion of a baseline");
            String id = known.text("id", "TM-12");
            if (!ids.add(id)) {
                throw known.wrong("id", "it is there twice" + WRITE_AGAIN);
            }
            assertions.add(new Baseline.Known(id, known.number("cutAtEffort", 0, Integer.MAX_VALUE), entries(known)));
            known.done();
        }
        fields.done();
        return new Baseline(assertions.build());
    }

    private static ImmutableList<Baseline.Entry> entries(Fields known) {
        ImmutableList.Builder<Baseline.Entry> entries = ImmutableList.builder();
        for (PolicyNode node : known.items("findings")) {
            Fields entry = Fields.of(node, "a finding of a baseline");
            entries.add(new Baseline.Entry(
                    entry.text("id", "the id of a finding"),
                    entry.text("title", "what it is"),
                    entry.number("effort", 0, Integer.MAX_VALUE)));
            entry.done();
        }
        return entries.build();
    }
}
