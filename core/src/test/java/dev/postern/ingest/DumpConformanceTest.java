package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three dumps of one moment of one cluster must give one answer. */
class DumpConformanceTest {
    private final Path dumps = Snapshots.corpus().resolve("dumps");

    @BeforeEach
    void dumpsAreThere() {
        assumeTrue(Files.isDirectory(dumps), "no dumps in " + dumps);
    }

    @Test
    void jsonYamlAndManagedFieldsGiveEqualClusters() {
        ClusterSnapshot json = ClusterSnapshot.read(dumps.resolve("cluster-v1.36.json.gz"));
        ClusterSnapshot yaml = ClusterSnapshot.read(dumps.resolve("cluster-v1.36.yaml.gz"));
        ClusterSnapshot managed = ClusterSnapshot.read(dumps.resolve("cluster-v1.36.managed-fields.json.gz"));
        String facts = Snapshots.facts(json.cluster());
        assertThat(Snapshots.facts(yaml.cluster())).isEqualTo(facts);
        assertThat(Snapshots.facts(managed.cluster())).isEqualTo(facts);
        assertThat(yaml.inventory()).isEqualTo(json.inventory());
        assertThat(managed.inventory()).isEqualTo(json.inventory());
        assertThat(json.diagnostics()).isEmpty();
        assertThat(yaml.diagnostics()).isEmpty();
        assertThat(managed.diagnostics()).isEmpty();
        System.out.println("conformance ingest dumps: compared 3, agree 3, deviations 0");
    }

    /** The kind last, and everything else backwards: what is buffered reads as what is streamed. */
    @Test
    void theOrderOfFieldsChangesNothing() throws IOException {
        Path dump = dumps.resolve("cluster-v1.36.json.gz");
        ObjectMapper mapper = new ObjectMapper();
        byte[] backwards;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(dump))) {
            backwards = mapper.writeValueAsBytes(backwards(mapper.readTree(in)));
        }
        assertThat(Snapshots.facts(Snapshots.read(backwards).cluster()).lines())
                .containsExactlyElementsOf(
                        Snapshots.facts(ClusterSnapshot.read(dump).cluster())
                                .lines()
                                .toList());
    }

    private static JsonNode backwards(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode reversed = object.objectNode();
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            Collections.reverse(names);
            names.forEach(name -> reversed.set(name, backwards(object.get(name))));
            return reversed;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(element -> copy.add(backwards(element)));
            return copy;
        }
        return node;
    }

    @Test
    void theDumpHoldsWhatItsPageSays() {
        ClusterSnapshot json = ClusterSnapshot.read(dumps.resolve("cluster-v1.36.json.gz"));
        assertThat(json.inventory().understood() + json.inventory().others()).isEqualTo(765);
        assertThat(json.cluster().serviceAccounts()).hasSize(102);
        assertThat(json.cluster().nodes()).hasSize(3);
        assertThat(json.cluster().pods().stream().filter(pod -> !pod.virtual())).hasSize(59);
        assertThat(json.cluster().isLive()).isTrue();
    }
}
