package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** What the cursor walks through is what SnakeYAML composes of the same text: splitting and streaming change nothing. */
class YamlCursorConformanceTest {
    private static final int SMALL = 20_000;

    @Test
    void everyDocumentOfTheCorpusHasTheSameTree() throws IOException {
        Path corpus = Snapshots.corpus();
        assumeTrue(Files.isDirectory(corpus), "no corpus in " + corpus);
        int documents = 0;
        int files = 0;
        try (Stream<Path> paths = Files.walk(corpus)) {
            for (Path file : paths.filter(f -> f.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .collect(Collectors.toList())) {
                byte[] text = Files.readAllBytes(file);
                List<Object> composed = composed(new String(text, StandardCharsets.UTF_8));
                assertThat(walked(new ByteArrayInputStream(text)))
                        .as(file.toString())
                        .isEqualTo(composed);
                if (text.length < SMALL && files++ % 10 == 0) {
                    assertThat(walked(new Dripping(text))).as(file.toString()).isEqualTo(composed);
                }
                documents += composed.size();
            }
        }
        System.out.println(
                "conformance ingest yaml: compared " + documents + ", agree " + documents + ", deviations 0");
        assertThat(documents).isGreaterThan(3900);
    }

    /** Hands out a few bytes at a time, so that every buffer ends in the middle of something. */
    private static final class Dripping extends InputStream {
        private final byte[] text;
        private int at;

        Dripping(byte[] text) {
            this.text = text;
        }

        @Override
        public int read() {
            return at == text.length ? -1 : text[at++] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (at == text.length) {
                return -1;
            }
            int count = Math.min(Math.min(length, 1 + at % 7), text.length - at);
            System.arraycopy(text, at, target, offset, count);
            at += count;
            return count;
        }
    }

    static List<Object> walked(InputStream in) throws IOException {
        List<Object> all = new ArrayList<>();
        YamlDocuments documents = new YamlDocuments(in, 1);
        while (documents.next()) {
            YamlEvents events = new YamlEvents(
                    new InputStreamReader(documents.text(), StandardCharsets.UTF_8), documents.firstLine());
            if (events.start()) {
                all.add(value(new YamlCursor(events)));
                events.end();
            }
        }
        return all;
    }

    static Object value(Cursor in) {
        switch (in.kind()) {
            case OBJECT:
                Map<String, Object> map = new LinkedHashMap<>();
                in.enterObject();
                while (in.nextKey()) {
                    map.put(in.key(), value(in));
                }
                return map;
            case ARRAY:
                List<Object> list = new ArrayList<>();
                in.enterArray();
                while (in.nextElement()) {
                    list.add(value(in));
                }
                return list;
            default:
                return in.text();
        }
    }

    private static List<Object> composed(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        options.setNestingDepthLimit(Limits.DEPTH);
        List<Object> all = new ArrayList<>();
        String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (Node node : new Yaml(new SafeConstructor(options)).composeAll(new StringReader(unmarked))) {
            all.add(value(node));
        }
        return all;
    }

    private static Object value(Node node) {
        if (node instanceof MappingNode map) {
            Map<String, Object> values = new LinkedHashMap<>();
            map.getValue()
                    .forEach(field -> values.put(key((ScalarNode) field.getKeyNode()), value(field.getValueNode())));
            return values;
        }
        if (node instanceof SequenceNode list) {
            return list.getValue().stream()
                    .map(YamlCursorConformanceTest::value)
                    .collect(Collectors.toList());
        }
        return ((ScalarNode) node).getValue();
    }

    private static String key(ScalarNode node) {
        return node.isPlain() && node.getValue().equals("on") ? "true" : node.getValue();
    }
}
