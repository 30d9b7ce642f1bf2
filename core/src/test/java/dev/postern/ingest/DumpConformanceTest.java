package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
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
