package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Every object of every file of the corpus is accounted for, counted a second time in the simplest way there is. */
class RealManifestsConformanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void noObjectIsLost() throws IOException {
        Path corpus = Snapshots.corpus();
        assumeTrue(Files.isDirectory(corpus), "no corpus in " + corpus);
        int files = 0;
        List<String> deviations = new ArrayList<>();
        for (Path file : manifests(corpus)) {
            Inventory inventory = ClusterSnapshot.read(file).inventory();
            int found = inventory.understood() + inventory.others() + inventory.duplicates() + inventory.skipped();
            int expected = count(file);
            files++;
            if (found != expected) {
                deviations.add(corpus.relativize(file) + ": found " + found + " of " + expected);
            }
        }
        System.out.println("conformance ingest objects: compared " + files + ", agree " + (files - deviations.size())
                + ", deviations " + deviations.size());
        assertThat(deviations).isEmpty();
        assertThat(files).isGreaterThan(2900);
    }

    @Test
    void theRealProjectsReadWithoutAnError() throws IOException {
        Path real = Snapshots.corpus().resolve("real");
        assumeTrue(Files.isDirectory(real), "no corpus in " + real);
        try (Stream<Path> projects = Files.list(real)) {
            for (Path project : projects.collect(Collectors.toList())) {
                ClusterSnapshot snapshot = ClusterSnapshot.read(project);
                assertThat(snapshot.inventory().understood())
                        .as(project.toString())
                        .isPositive();
                // Charts' own files and kustomizations stand among the manifests.
                assertThat(snapshot.diagnostics())
                        .as(project.toString())
                        .extracting(d -> d.code())
                        .isSubsetOf("no-kind", "namespace-mismatch", "retired-version");
            }
        }
    }

    private static List<Path> manifests(Path corpus) throws IOException {
        try (Stream<Path> files = Files.walk(corpus)) {
            return files.filter(file -> file.toString().matches(".*\\.(yaml|yml|json)"))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    private static int count(Path file) throws IOException {
        if (file.toString().endsWith(".json")) {
            return count(JSON.readTree(file.toFile()));
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        int count = 0;
        try (Reader reader = Files.newBufferedReader(file)) {
            for (Node node : new Yaml(new SafeConstructor(options)).composeAll(reader)) {
                count += count(node);
            }
        }
        return count;
    }

    private static int count(JsonNode node) {
        if (node.isArray()) {
            return node.size();
        }
        JsonNode items = node.get("items");
        return items != null
                        && items.isArray()
                        && node.path("kind").asText("List").endsWith("List")
                ? items.size()
                : 1;
    }

    private static int count(Node node) {
        if (node instanceof SequenceNode list) {
            return list.getValue().size();
        }
        if (!(node instanceof MappingNode map)) {
            return node.getTag().equals(Tag.NULL) ? 0 : 1;
        }
        int items = -1;
        boolean list = false;
        for (NodeTuple field : map.getValue()) {
            String key = ((ScalarNode) field.getKeyNode()).getValue();
            if (key.equals("items") && field.getValueNode() instanceof SequenceNode sequence) {
                items = sequence.getValue().size();
            }
            list |= key.equals("kind")
                    && ((ScalarNode) field.getValueNode()).getValue().endsWith("List");
        }
        return list && items >= 0 ? items : 1;
    }
}
