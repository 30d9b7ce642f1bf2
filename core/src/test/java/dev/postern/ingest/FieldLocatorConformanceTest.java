package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.ByteStreams;
import dev.postern.ingest.FieldLocator.Query;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectMeta;
import dev.postern.model.Origin;
import dev.postern.model.SourceRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Every object that people really deploy is found again, by its place in the text and by counting alike. */
class FieldLocatorConformanceTest {
    private static final Path CORPUS = Path.of(System.getProperty("postern.corpus", "../shared/corpus"));

    private final Map<String, List<String>> texts = new HashMap<>();

    @Test
    void objectsOfRealProjectsAndDumpsAreFoundAgain() throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "no corpus at " + CORPUS);
        int compared = 0;
        for (String input : List.of(
                "real",
                "kubehound-attacks",
                "dumps/cluster-v1.36.json.gz",
                "dumps/cluster-v1.36.yaml.gz",
                "dumps/cluster-v1.36.managed-fields.json.gz")) {
            compared += compare(ClusterSnapshot.read(CORPUS.resolve(input)).cluster());
        }
        assertThat(compared).isPositive();
        System.out.println(
                "conformance ingest places: compared " + compared + ", agree " + compared + ", deviations 0");
    }

    private int compare(Cluster cluster) throws IOException {
        List<ObjectMeta> metas = new ArrayList<>();
        Stream.of(
                        cluster.namespaces(),
                        cluster.nodes(),
                        cluster.serviceAccounts(),
                        cluster.roles(),
                        cluster.roleBindings(),
                        cluster.workloads(),
                        cluster.services(),
                        cluster.networkPolicies(),
                        cluster.secrets(),
                        cluster.configMaps())
                .<KubernetesObject>flatMap(List::stream)
                .map(KubernetesObject::meta)
                .forEach(metas::add);
        cluster.pods().forEach(pod -> metas.add(pod.meta()));
        metas.removeIf(meta -> !meta.origin().isFile());

        List<Query> placed = new ArrayList<>();
        List<Query> counted = new ArrayList<>();
        for (ObjectMeta meta : metas) {
            Origin at = meta.origin();
            Origin bare = new Origin(at.file(), at.document(), at.item(), -1, 0);
            for (String field :
                    List.of("", "kind", "metadata.name", "metadata.labels", "spec.containers[0]", "rules[1]")) {
                placed.add(new Query(at, field));
                counted.add(new Query(bare, field));
            }
        }
        ImmutableMap<Query, SourceRef> places = FieldLocator.open().locate(placed);
        ImmutableMap<Query, SourceRef> byCounting = FieldLocator.open().locate(counted);
        for (int i = 0; i < placed.size(); i++) {
            assertThat(byCounting.get(counted.get(i))).as("%s", placed.get(i)).isEqualTo(places.get(placed.get(i)));
        }
        for (ObjectMeta meta : metas) {
            assertThat(text(places, meta, "")).matches("\"?[a-zA-Z]+\"?:.*");
            assertThat(text(places, meta, "kind")).contains("kind");
            assertThat(text(places, meta, "metadata.name")).contains("name").contains(meta.name());
            if (meta.origin().line() > 0) {
                assertThat(places.get(new Query(meta.origin(), "")).line())
                        .isEqualTo(meta.origin().line());
            }
        }
        return metas.size();
    }

    /** The line that a field was found in, from the column on. */
    private String text(Map<Query, SourceRef> places, ObjectMeta meta, String field) throws IOException {
        SourceRef place = places.get(new Query(meta.origin(), field));
        if (!texts.containsKey(place.file())) {
            try (InputStream raw = Files.newInputStream(Path.of(place.file()));
                    InputStream in = place.file().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
                texts.put(
                        place.file(),
                        new String(ByteStreams.toByteArray(in), StandardCharsets.UTF_8)
                                .lines()
                                .toList());
            }
        }
        assertThat(place.line()).as("%s %s", meta.name(), meta.origin()).isPositive();
        return texts.get(place.file()).get(place.line() - 1).substring(place.column() - 1);
    }
}
