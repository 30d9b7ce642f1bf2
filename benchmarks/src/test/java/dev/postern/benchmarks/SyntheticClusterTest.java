package dev.postern.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.google.common.hash.Hashing;
import com.google.common.hash.HashingOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class SyntheticClusterTest {
    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        assertThat(hash(1_000, 7)).isEqualTo(hash(1_000, 7)).isNotEqualTo(hash(1_000, 8));
    }

    @Test
    void jsonAndYamlSayTheSame() throws IOException {
        SyntheticCluster cluster = SyntheticCluster.of(200, 3);
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        cluster.writeJson(json);
        ByteArrayOutputStream yaml = new ByteArrayOutputStream();
        cluster.writeYaml(yaml);
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(50_000_000);
        Yaml parser = new Yaml(new SafeConstructor(options));
        Object ofJson = parser.load(json.toString(StandardCharsets.UTF_8));
        assertThat(ofJson).isInstanceOf(Map.class);
        Object ofYaml = parser.load(yaml.toString(StandardCharsets.UTF_8));
        assertThat(ofYaml).isEqualTo(ofJson);
    }

    @ParameterizedTest
    @CsvSource({"60, 1", "1000, 1", "5000, 2"})
    void kindsComeInTheSharesOfRealClusters(int pods, long seed) throws IOException {
        Map<String, Integer> kinds = new HashMap<>();
        SyntheticCluster cluster = SyntheticCluster.of(pods, seed);
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        cluster.writeJson(json);
        try (JsonParser parser = new JsonFactory().createParser(json.toByteArray())) {
            List<List<String>> objects = Items.of(parser);
            assertThat(objects).doesNotHaveDuplicates();
            objects.forEach(object -> kinds.merge(object.get(0), 1, Integer::sum));
        }
        assertThat(kinds.get("Pod")).isEqualTo(pods);
        assertThat(kinds.get("Node")).isEqualTo(Math.max(2, (pods + 49) / 50) + 3);
        if (pods < 1000) {
            return;
        }
        int workloads = kinds.get("Deployment") + kinds.get("StatefulSet") + kinds.get("CronJob");
        assertThat(pods / (double) workloads).isBetween(5.0, 10.0);
        assertThat(kinds.get("Role") / (double) workloads).isCloseTo(0.33, within(0.08));
        assertThat(kinds.get("NetworkPolicy")).isGreaterThan(kinds.get("Namespace"));
        assertThat(kinds.get("Service")).isGreaterThan(workloads / 2);
        assertThat(json.size() / pods).isBetween(4_000, 6_000);
    }

    @Test
    void somePodsAndRolesAreDangerousAndMostAreNot() {
        List<App> apps = SyntheticCluster.preset("10k", 1).plan().apps();
        assertThat(share(apps, app -> app.danger() != App.Danger.NONE)).isCloseTo(0.03, within(0.015));
        assertThat(share(apps, app -> app.grant().compareTo(App.Grant.DEPLOYER) >= 0))
                .isCloseTo(0.036, within(0.015));
        assertThat(share(apps, app -> app.exposure() == App.Exposure.LOAD_BALANCER))
                .isCloseTo(0.01, within(0.008));
    }

    @Test
    void everyPodOfAPresetHasAnAddressOfItsOwn() {
        for (String preset : SyntheticCluster.PRESETS.keySet()) {
            Plan plan = SyntheticCluster.preset(preset, 1).plan();
            int pods = plan.apps().stream().mapToInt(App::replicas).sum();
            assertThat(plan.slotOf(pods - 1)).as(preset).isLessThan(240);
            assertThat(pods
                            + (plan.nodes() * Plan.PODS_PER_NODE)
                            + Plan.CONTROL_PLANES * Plan.STATIC_PODS
                            + Plan.CENTRAL_PODS)
                    .isEqualTo(plan.pods());
        }
    }

    @Test
    void anUnknownPresetOrTooSmallAClusterIsRefused() {
        assertThatThrownBy(() -> SyntheticCluster.preset("1M", 1)).hasMessageContaining("[100k, 10k, 1k]");
        assertThatThrownBy(() -> SyntheticCluster.of(10, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static double share(List<App> apps, java.util.function.Predicate<App> of) {
        return apps.stream().filter(of).count() / (double) apps.size();
    }

    private static String hash(int pods, long seed) throws IOException {
        try (HashingOutputStream out = new HashingOutputStream(Hashing.sha256(), OutputStream.nullOutputStream())) {
            SyntheticCluster.of(pods, seed).writeJson(out);
            return out.hash().toString();
        }
    }
}
