package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.io.BaseEncoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Unique strings wherever a manifest may hold a secret: none of them is in anything the reader says, nor anywhere in its
 * memory afterwards. Another process reads, so that what is found there came out of the files.
 */
class CanaryTest {
    private static final int LENGTH = 24;

    @TempDir
    private Path folder;

    private final SecureRandom random = new SecureRandom();
    private final List<String> canaries = new ArrayList<>();

    private String canary() {
        StringBuilder canary = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            canary.append((char) ('a' + random.nextInt(26)));
        }
        canaries.add(canary.toString());
        return canary.toString();
    }

    /** A text with {@code @} where a canary comes. */
    private String filled(String template) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            text.append(template.charAt(i) == '@' ? canary() : String.valueOf(template.charAt(i)));
        }
        return text.toString();
    }

    private void write(String name, String template) throws IOException {
        Files.writeString(folder.resolve(name), filled(template));
    }

    private static final String CONTAINER = "{name: c, command: [/bin/x, \"@\"], args: [\"--password=@\","
            + " \"--authorization-mode=@\", \"--kubelet-token=@\", \"@\", \"run; exec y --insecure-port=@ '@'\"],"
            + " env: [{name: DB_PASSWORD, value: \"@\"}, {name: MODE, value: \"@\"}],"
            + " livenessProbe: {exec: {command: [\"@\"]}}}";

    private static final String[] DOCUMENTS = {
        "{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop, annotations:"
                + " {kubectl.kubernetes.io/last-applied-configuration: \"@\", other: \"@\"}}, data: {key: \"@\"},"
                + " stringData: {text: \"@\"}}",
        "{data: {key: \"@\"}, stringData: {text: \"@\"}, apiVersion: v1, kind: Secret, metadata: {name: t, namespace: shop}}",
        "{data: {key: \"@\"}, apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: shop}}",
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: o, namespace: shop}, data: {key: \"@\"}, binaryData: {b: \"@\"}}",
        "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop, annotations: {note: \"@\"}}, spec:"
                + " {containers: [" + CONTAINER + "], initContainers: [" + CONTAINER + "]}}",
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: shop}, spec: {template: {metadata:"
                + " {labels: {app: marker-that-stays}}, spec: {containers: [" + CONTAINER + "]}}}}",
        "{apiVersion: v1, kind: Secret, metadata: {name: w, namespace: shop}, data: \"@\"}",
        "{apiVersion: example.org/v1, kind: Vault, metadata: {name: v}, spec: {password: \"@\"}}",
        "{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: shop}, data: &x {key: \"@\"}, stringData: *x}",
    };

    @Test
    void noSecretSurvivesReading() throws Exception {
        for (int i = 0; i < DOCUMENTS.length; i++) {
            write("flow" + i + ".yaml", DOCUMENTS[i].replace("namespace: shop", "namespace: yaml"));
            Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(filled(DOCUMENTS[i]));
            new ObjectMapper().writeValue(folder.resolve("json" + i + ".json").toFile(), document);
        }
        write(
                "block.yaml",
                "apiVersion: v1\nkind: Secret\nmetadata:\n  name: block\ndata:\n  k: @\nstringData:\n"
                        + "  l: |\n    @\n    @\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: broken}\ndata:\n  k: \"@\n");
        write(
                "broken.json",
                "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"j\"},\"data\":{\"k\":@}}");

        Path dump = folder.resolve("heap.hprof");
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CanaryReader.class.getName(),
                        folder.toString(),
                        dump.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String output = Files.readString(said);
        assertThat(output).contains("done ");
        // The files did hold what they were meant to, and were read: Secrets of YAML and JSON, and the rest.
        assertThat(output).contains("Secret=9", "ConfigMap=4", "Pod=2", "Deployment=2", "Vault.example.org=2");
        assertThat(canaries)
                .hasSizeGreaterThan(60)
                .allSatisfy(canary -> assertThat(output).doesNotContain(canary));

        byte[] heap = Files.readAllBytes(dump);
        assertThat(holds(heap, "marker-that-stays".getBytes(StandardCharsets.ISO_8859_1)))
                .isTrue();
        Needles needles = new Needles();
        for (String canary : canaries) {
            needles.add(canary, StandardCharsets.ISO_8859_1);
            needles.add(canary, StandardCharsets.UTF_16BE);
            needles.add(canary, StandardCharsets.UTF_16LE);
            needles.add(canary, Charset.forName("UTF-32BE"));
        }
        assertThat(needles.in(heap)).isEmpty();
    }

    private static boolean holds(byte[] heap, byte[] needle) {
        Needles needles = new Needles();
        needles.add(needle);
        return !needles.in(heap).isEmpty();
    }

    /** Searches for many byte strings at once, by their first eight bytes. */
    private static final class Needles {
        private static final int KEY = 8;
        private final Map<Long, List<byte[]>> byStart = new HashMap<>();

        void add(String text, Charset charset) {
            add(text.getBytes(charset));
        }

        void add(byte[] needle) {
            byStart.computeIfAbsent(ByteBuffer.wrap(needle).getLong(), key -> new ArrayList<>())
                    .add(needle);
        }

        List<String> in(byte[] heap) {
            List<String> found = new ArrayList<>();
            long window = 0;
            for (int i = 0; i < heap.length; i++) {
                window = window << 8 | heap[i] & 0xff;
                if (i >= KEY - 1 && byStart.containsKey(window)) {
                    int start = i - KEY + 1;
                    for (byte[] needle : byStart.getOrDefault(window, List.of())) {
                        int end = Math.min(heap.length, start + needle.length);
                        if (Arrays.equals(heap, start, end, needle, 0, needle.length)) {
                            found.add(String.format(
                                    Locale.ROOT,
                                    "%s at %d",
                                    BaseEncoding.base16().encode(needle),
                                    start));
                        }
                    }
                }
            }
            return found;
        }
    }
}
