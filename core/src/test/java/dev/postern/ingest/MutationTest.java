package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Diagnostic;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage of every sort ends in diagnostics, never in an exception. Seeds are fixed: a failure can be run again. */
class MutationTest {
    private static final int TRIES = 1500;

    private static final String YAML = "apiVersion: v1\nkind: List\nitems:\n"
            + "- apiVersion: v1\n  kind: Pod\n  metadata: &m\n    name: p\n    labels: {app: web, 'on': \"x\\ty\"}\n"
            + "  spec:\n    hostPID: yes\n    containers:\n    - name: c\n      ports: [{containerPort: 0x50}]\n"
            + "      args: [a, 'b', \"--anonymous-auth=true\"]\n      env: [{name: A_TOKEN, value: x}]\n"
            + "    volumes:\n    - name: v\n      hostPath: {path: /}\n"
            + "- apiVersion: networking.k8s.io/v1\n  kind: NetworkPolicy\n  metadata: {<<: *m, name: n}\n"
            + "  spec:\n    podSelector: {}\n    ingress:\n    - from:\n      - ipBlock: {cidr: 10.0.0.0/8}\n"
            + "---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  k: |\n    text\n    more\n"
            + "...\n%YAML 1.1\n---\n? a\n: b\n---\n"
            + "kind: ClusterRole\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: r}\n"
            + "rules: [{verbs: ['*'], resources: [pods, ! x], apiGroups: ['']}]\n";

    private static final String JSON = "{\"apiVersion\":\"v1\",\"items\":[{\"apiVersion\":\"apps/v1\",\"kind\":"
            + "\"Deployment\",\"metadata\":{\"name\":\"d\",\"uid\":\"\\u0041\",\"annotations\":{\"a\":\"b\"}},\"spec\":"
            + "{\"replicas\":2,\"template\":{\"spec\":{\"containers\":[{\"name\":\"c\",\"securityContext\":"
            + "{\"privileged\":true,\"runAsUser\":0}}]}}}},{\"data\":{\"k\":\"dg==\"},\"kind\":\"Secret\","
            + "\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"s\"}},{\"metadata\":{\"name\":\"x\"}}],\"kind\":\"List\"}"
            + "\n{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[{\"metadata\":{\"name\":\"q\"},\"spec\":null}]}\n";

    @ParameterizedTest
    @ValueSource(strings = {YAML, JSON})
    void damagedTextIsReportedNotThrown(String text) {
        byte[] original = text.getBytes(StandardCharsets.UTF_8);
        assertThat(Snapshots.read(original).inventory().understood()).isGreaterThan(2);
        Random random = new Random(20_240_601);
        for (int i = 0; i < TRIES; i++) {
            byte[] damaged = damage(original, random);
            ClusterSnapshot snapshot = Snapshots.read(damaged);
            assertThat(snapshot.diagnostics()).isSorted();
            // Whatever was skipped was said.
            if (snapshot.inventory().skipped() > 0) {
                assertThat(snapshot.diagnostics())
                        .anyMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {YAML, JSON})
    void damagedGzIsReportedNotThrown(String text) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gz = new GZIPOutputStream(packed)) {
            gz.write(text.getBytes(StandardCharsets.UTF_8));
        }
        Random random = new Random(7);
        for (int i = 0; i < TRIES / 3; i++) {
            byte[] damaged = damage(packed.toByteArray(), random);
            assertThat(Snapshots.read(damaged).diagnostics()).isSorted();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[",
                "]",
                "{}",
                "[]",
                "[[]]",
                "null",
                "---",
                "...",
                "%",
                "&",
                "*",
                "!",
                "|",
                ">",
                "\"",
                "'",
                "?",
                ":",
                "-",
                "\t",
                "\r",
                "\u0000",
                "\uFEFF",
                "{\"kind\":",
                "<<: *a",
                "&a [*a]",
                "!!binary x",
                "\u001f\u008b"
            })
    void scrapsAreReportedNotThrown(String scrap) {
        assertThat(Snapshots.codes(Snapshots.read(scrap))).contains("nothing-understood");
        byte[] latin = scrap.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Snapshots.codes(Snapshots.read(latin))).contains("nothing-understood");
    }

    private static byte[] damage(byte[] original, Random random) {
        byte[] damaged = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged[at] = (byte) "{}[]:,-\"'&*!|>?#%\n\t \\~".charAt(random.nextInt(22));
                case 2 -> damaged = Arrays.copyOf(damaged, Math.max(1, at));
                default -> {
                    int from = random.nextInt(damaged.length);
                    int length = Math.min(random.nextInt(40), damaged.length - Math.max(at, from));
                    System.arraycopy(damaged, from, damaged, at, length);
                }
            }
        }
        return damaged;
    }
}
