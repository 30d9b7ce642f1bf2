package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.model.ObjectRef;
import dev.postern.model.SourceRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that a program holds mean what they mean in a file. */
class Fabric8DoorTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Pod",
                "rbac.ClusterRole",
                "networking.v1.NetworkPolicy",
                "networking.v1.Ingress",
                "apps.Deployment",
                "batch.v1.CronJob",
                "discovery.v1.EndpointSlice"
            })
    void theModuleOfEachKindIsOnTheClassPath(String name) throws ClassNotFoundException {
        assertThat(Class.forName("io.fabric8.kubernetes.api.model." + name)).isAssignableTo(HasMetadata.class);
    }

    @Test
    void anObjectBuiltInMemoryIsRead() {
        ClusterSnapshot snapshot = ClusterSnapshot.builder()
                .namespace("shop")
                .add(new PodBuilder()
                        .withNewMetadata()
                        .withName("p")
                        .endMetadata()
                        .withNewSpec()
                        .withHostPID(true)
                        .addNewContainer()
                        .withName("c")
                        .addNewPort()
                        .withContainerPort(80)
                        .endPort()
                        .endContainer()
                        .endSpec()
                        .build())
                .add(new SecretBuilder()
                        .withNewMetadata()
                        .withName("s")
                        .withNamespace("other")
                        .endMetadata()
                        .addToStringData("k", "hunter2")
                        .build())
                .build();
        assertThat(snapshot.diagnostics()).isEmpty();
        assertThat(snapshot.cluster().pods().get(0).object()).isEqualTo(ObjectRef.of("Pod", "shop", "p"));
        assertThat(snapshot.cluster().pods().get(0).spec().hostPID()).isTrue();
        assertThat(snapshot.cluster().secrets().get(0).keys()).containsExactly("k");
        assertThat(snapshot.locate(ObjectRef.of("Pod", "shop", "p"), "spec.hostPID"))
                .isEqualTo(SourceRef.NONE);
        assertThat(snapshot.locate(ObjectRef.of("Pod", "shop", "absent"), "")).isEqualTo(SourceRef.NONE);
    }

    @Test
    void anEmptyNamespaceIsAProgrammingError() {
        assertThatThrownBy(() -> ClusterSnapshot.builder().namespace("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theDumpThroughTheDoorEqualsTheDumpFromItsFile() throws IOException {
        Path dump = Snapshots.corpus().resolve("dumps/cluster-v1.36.json.gz");
        assumeTrue(Files.exists(dump), "no dump at " + dump);
        List<HasMetadata> objects = new ArrayList<>();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(dump))) {
            for (JsonNode item : JSON.readTree(in).get("items")) {
                objects.add((HasMetadata) JSON.treeToValue(item, KubernetesResource.class));
            }
        }
        Collections.reverse(objects);
        ClusterSnapshot snapshot = ClusterSnapshot.builder().addAll(objects).build();
        ClusterSnapshot file = ClusterSnapshot.read(dump);
        assertThat(Snapshots.facts(snapshot.cluster())).isEqualTo(Snapshots.facts(file.cluster()));
        assertThat(snapshot.inventory().kinds()).isEqualTo(file.inventory().kinds());
        assertThat(snapshot.inventory().otherKinds()).isEqualTo(file.inventory().otherKinds());
        assertThat(snapshot.diagnostics()).isEmpty();
    }
}
