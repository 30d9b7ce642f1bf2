package dev.postern.check;

import com.google.common.collect.ImmutableList;
import dev.postern.model.SourceRef;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads policy files. */
final class PolicyReader {
    /** A thousand assertions take about a fifth of this. */
    private static final int BYTES = 1 << 20;

    private static final String VERSION = "1";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,99}");
    private static final Pattern FINDING = Pattern.compile("[0-9a-f]{10}");

    private PolicyReader() {}

    static CheckPolicy read(Path file) {
        return policy(PolicyYaml.read(file, BYTES));
    }

    static CheckPolicy parse(String name, byte[] text) {
        return policy(PolicyYaml.parse(name, text, BYTES));
    }

    private static CheckPolicy policy(PolicyNode root) {
        Fields fields = Fields.of(root, "a policy");
        String version = fields.text("schemaVersion", VERSION);
        if (!version.equals(VERSION)) {
            throw fields.wrong(
                    "schemaVersion", "'" + PolicyYaml.shown(version) + "'; this program reads version " + VERSION);
        }
        List<PolicyNode> assertions = fields.items("assertions");
        List<PolicyNode> ignores = fields.items("ignore");
        fields.done();
        if (assertions.isEmpty()) {
            throw fields.missing("assertions", "a list of at least one: a policy that asserts nothing always holds");
        }
        return new CheckPolicy(assertions(assertions), ignores(ignores));
    }

    private static ImmutableList<Assertion> assertions(List<PolicyNode> nodes) {
        Map<String, SourceRef> ids = new HashMap<>();
        ImmutableList.Builder<Assertion> assertions = ImmutableList.builder();
        for (PolicyNode node : nodes) {
            Fields fields = Fields.of(node, "an assertion");
            Terms terms = new Terms(
                    id(fields, "id"),
                    fields.text("reason", "why this is asserted"),
                    fields.optionalText("owner").orElse(""),
                    fields.date("expires"),
                    fields.place());
            SourceRef before = ids.putIfAbsent(terms.id(), terms.place());
            if (before != null) {
                throw fields.wrong(
                        "id",
                        "'" + terms.id() + "' is the assertion in line " + before.line() + " already; write another");
            }
            assertions.add(AssertionReader.read(fields, terms));
            fields.done();
        }
        return assertions.build();
    }

    private static ImmutableList<IgnoreEntry> ignores(List<PolicyNode> nodes) {
        ImmutableList.Builder<IgnoreEntry> ignores = ImmutableList.builder();
        for (PolicyNode node : nodes) {
            Fields fields = Fields.of(node, "an ignore entry");
            String finding = fields.text("finding", "the id of a finding, ten hexadecimal digits");
            if (!FINDING.matcher(finding).matches()) {
                throw fields.wrong(
                        "finding",
                        "'" + PolicyYaml.shown(finding)
                                + "' is no id of a finding; copy the ten hexadecimal digits that the report gives"
                                + " (in quotes if they are all digits)");
            }
            ignores.add(new IgnoreEntry(
                    finding,
                    fields.optionalText("assertion").map(text -> id(fields, "assertion")),
                    fields.text("reason", "why this is accepted"),
                    fields.optionalText("owner").orElse(""),
                    fields.date("expires"),
                    fields.place()));
            fields.done();
        }
        return ignores.build();
    }

    private static String id(Fields fields, String name) {
        String id = fields.text(name, "TM-12");
        if (!ID.matcher(id).matches()) {
            throw fields.wrong(
                    name,
                    "'" + PolicyYaml.shown(id)
                            + "'; write at most 100 letters, digits, '.', '_', '/' or '-', the first a letter or digit");
        }
        return id;
    }
}
