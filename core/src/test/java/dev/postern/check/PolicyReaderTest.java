package dev.postern.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Policy files: what is read, and what is said of what is not. */
final class PolicyReaderTest {
    private static final String HEAD = "schemaVersion: 1\nassertions:\n";
    private static final String PATH = "  noPath: {from: any-pod, to: any-node}\n";
    private static final String GOOD = HEAD + "- id: A\n  reason: r\n" + PATH;

    private static CheckPolicy parse(String text) {
        return CheckPolicy.parse("p.yaml", text.getBytes(UTF_8));
    }

    @Test
    void everyFieldIsRead() {
        CheckPolicy policy = parse(String.join(
                "\n",
                "schemaVersion: 1",
                "assertions:",
                "- id: TM-12",
                "  reason: card data",
                "  owner: payments",
                "  expires: 2030-12-31",
                "  noPath: {from: [internet, 'image:vendor/*'], to: cluster-admin, limit: 3, assume: 2, maxEffort: 9,"
                        + " minConfidence: likely, mayBeAbsent: true}",
                "- {id: N, reason: r, noReach: {from: 'pod:a/b', to: 'ip:10.0.0.1', port: [80, 53/UDP]}}",
                "- {id: C, reason: r, onlyCan: {verb: [get, list], resource: pods/exec, name: x, namespace: y, allowed:"
                        + " sa:a/b*}}",
                "- {id: E, reason: r, maxEffort: {from: any-pod, to: any-node, atLeast: 8}}",
                "ignore:",
                "- {finding: 0123456789, assertion: TM-12, reason: r, owner: o, expires: 2030-01-01}",
                ""));
        assertThat(policy.assertions())
                .extracting(Assertion::describe)
                .containsExactly(
                        "no path from internet + image:vendor/* to cluster-admin of effort 9 or less",
                        "no packet from a/b to 10.0.0.1, TCP 80; a/b to 10.0.0.1, UDP 53",
                        "only sa:a/b* may get/list pods/exec 'x' in namespace y",
                        "every path from any-pod to any-node costs effort 8 or more");
        assertThat(policy.assertions().get(0).terms())
                .hasToString("Terms[id=TM-12, reason=card data, owner=payments, expires=Optional[2030-12-31],"
                        + " place=p.yaml:3]");
        assertThat(policy.ignores().get(0).finding()).isEqualTo("0123456789");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                of("", "p.yaml: the file is empty"),
                of("# nothing\n", "p.yaml: the file is empty"),
                of("[]", "p.yaml:1: a policy is a list; write a mapping of fields"),
                of("assertions: []", "p.yaml:1: a policy lacks 'schemaVersion'; write schemaVersion: 1"),
                of("schemaVersion: 2\n", "p.yaml:1: schemaVersion: '2'; this program reads version 1"),
                of("schemaVersion: 1\nassertions: []", "p.yaml:1: a policy lacks 'assertions'"),
                of("schemaVersion: 1\nassertions: {}", "p.yaml:2: assertions: a mapping; write a list"),
                of(
                        GOOD + "exceptions: []\n",
                        "p.yaml:6: 'exceptions' is no field of a policy; it has assertions, ignore"),
                of(HEAD + "- reason: r\n" + PATH, "p.yaml:3: an assertion lacks 'id'; write id: TM-12"),
                of(HEAD + "- id: A\n" + PATH, "p.yaml:3: an assertion lacks 'reason'"),
                of(HEAD + "- id: A\n  reason:\n" + PATH, "p.yaml:4: reason: nothing; write some text"),
                of(HEAD + "- id: a b\n  reason: r\n" + PATH, "p.yaml:3: id: 'a b'; write at most 100 letters"),
                of(
                        HEAD + "- id: A\n  reason: r\n",
                        "p.yaml:3: A asserts nothing; write exactly one of noPath, noReach"),
                of(GOOD + "  noReach: {}\n", "p.yaml:3: A asserts noPath and noReach; write exactly one of"),
                of(GOOD + "  noPaths: {}\n", "p.yaml:6: 'noPaths' is no field of an assertion"),
                of(GOOD + "- id: A\n  reason: r\n" + PATH, "p.yaml:6: id: 'A' is the assertion in line 3 already"),
                of(GOOD + "  reason: s\n", "p.yaml:6: 'reason' is there already, in line 4; keep one of the two"),
                of(GOOD + "  expires: tomorrow\n", "p.yaml:6: expires: 'tomorrow' is no date; write it as 2030-12-31"),
                of(GOOD + "  expires: 2030-02-30\n", "p.yaml:6: expires: '2030-02-30' is no date"),
                of(one("noPath: {from: any-pod}"), "p.yaml:5: noPath lacks 'to'; write to: cluster-admin"),
                of(one("noPath: {from: [], to: any-node}"), "p.yaml:5: from: an empty list; write at least one"),
                of(
                        one("noPath: {from: nowhere, to: any-node}"),
                        "p.yaml:5: from: 'nowhere' is not a place: write one of"),
                of(
                        one("noPath: {from: any-pod, to: any-node, limit: 0}"),
                        "limit: '0'; write a whole number from 1 to 1000"),
                of(one("noPath: {from: any-pod, to: any-node, limit: 1e3}"), "limit: '1e3'; write a whole number"),
                of(
                        one("noPath: {from: any-pod, to: any-node, minConfidence: sure}"),
                        "minConfidence: 'sure'; write possible, likely, certain"),
                of(
                        one("noPath: {from: any-pod, to: any-node, mayBeAbsent: yes}"),
                        "mayBeAbsent: 'yes'; write true or false"),
                of(
                        one("noPath: {from: any-pod, to: any-node, max: 1}"),
                        "'max' is no field of noPath; it has assume, from"),
                of(one("noPath: any-pod"), "p.yaml:5: noPath is a single value; write a mapping of fields"),
                of(one("maxEffort: {from: any-pod, to: any-node}"), "maxEffort lacks 'atLeast'; write atLeast: 8"),
                of(
                        one("noReach: {from: any-pod, to: 'pod:a/b', port: 80}"),
                        "from: 'any-pod' is no end of a flow: write"),
                of(one("noReach: {from: 'ip:1.2.3', to: 'pod:a/b', port: 80}"), "from: not an IP literal: 1.2.3"),
                of(one("noReach: {from: 'pod:a/b', to: 'pod:a/b', port: http}"), "port: 'http' is no port: write 5432"),
                of(
                        one("noReach: {from: 'pod:a/b', to: 'pod:a/b', port: 70000}"),
                        "port: a port is 1 to 65535, not 70000"),
                of(
                        one("onlyCan: {verb: get, resource: secrets}"),
                        "onlyCan lacks 'allowed'; write allowed: [sa:shop/cart], or []"),
                of(
                        one("onlyCan: {verb: get, resource: secrets, allowed: [anna]}"),
                        "allowed: 'anna' is no subject: write sa:"),
                of(
                        one("onlyCan: {verb: get, resource: secrets, allowed: ['sa:*/a']}"),
                        "allowed: 'sa:*/a': * and ? stand for characters of names only"),
                of(one("onlyCan: {verb: get, resource: secrets/a, name: b, allowed: []}"), "name: two names are given"),
                of(GOOD + "ignore: [{finding: x, reason: r}]", "p.yaml:6: finding: 'x' is no id of a finding"),
                of(GOOD + "ignore: [{finding: 0123456789}]", "p.yaml:6: an ignore entry lacks 'reason'"),
                of(GOOD + "---\n" + GOOD, "p.yaml:6: a second document begins here"),
                of("schemaVersion: [1\n", "this is not valid YAML"),
                of("a: b: c\n", "p.yaml:1: this is not valid YAML: mapping values are not allowed here"),
                of("a: \"\\ud800\\U99999999\"\n", "this is not valid YAML"),
                of("? [a]\n: b\n", "p.yaml:1: a field's name is a word"));
    }

    private static String one(String assertion) {
        return HEAD + "- id: A\n  reason: r\n  " + assertion + "\n";
    }

    private static Arguments of(String text, String message) {
        return Arguments.of(text, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void aMistakeIsNamedWithItsPlaceAndWhatToWrite(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining(message);
    }

    static Stream<Arguments> hostile() {
        String bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n";
        return Stream.of(
                of(bomb, "p.yaml:1: anchors (&name) are not read"),
                of("a: *b\n", "p.yaml:1: aliases (*name) are not read"),
                of("<<: *b\n", "aliases (*name) are not read"),
                of("a: !!java.net.URL [x]\n", "p.yaml:1: tags (!name) are not read"),
                of("a: !x b\n", "tags (!name) are not read"),
                of("[".repeat(100_000), "nested more than 12 deep"),
                of("{a: ".repeat(100_000), "nested more than 12 deep"),
                of("- ".repeat(400_000) + "a", "nested more than 12 deep"),
                of("a: " + "x".repeat(10 << 20), "p.yaml: larger than 1024 KiB"),
                of("a: \u0001b\n", "it holds characters it may not"),
                of("\"\\e[31m\\u202e\": x\n", "'\\u{1b}[31m\\u{202e}'"),
                of(HEAD.replace("1", "\"1\\u202e\""), "schemaVersion: '1\\u{202e}'"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("hostile")
    void aHostileFileIsRefusedAtOnce(String text, String message) {
        String completed = text.startsWith("\"\\e") ? "schemaVersion: 1\nassertions: [{}]\n" + text : text;
        assertThatThrownBy(() -> parse(completed))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        assertThatThrownBy(() -> CheckPolicy.parse("p.yaml", new byte[] {(byte) 0xff, (byte) 0xfe, 'a'}))
                .hasMessage("p.yaml: this is not UTF-8; save it as UTF-8");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> CheckPolicy.read(Path.of("nowhere.yaml")))
                .isInstanceOf(PolicyException.class)
                .hasMessage("cannot read nowhere.yaml: there is no such file");
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        assertThat(parse("\ufeff" + GOOD).assertions()).hasSize(1);
    }
}
