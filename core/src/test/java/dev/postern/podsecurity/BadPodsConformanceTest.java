package dev.postern.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Cluster;
import dev.postern.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The bad pods of BishopFox: eight classes of pod, each as every kind of workload. The folder names the class, and the
 * class alone decides the escapes, whatever the workload.
 *
 * <p>No manifest names a user, so wherever root matters the image decides: LIKELY, never CERTAIN.
 */
class BadPodsConformanceTest {
    private static final String PRIVILEGED = "PRIVILEGED NODE LIKELY";
    private static final String NSENTER = "NSENTER NODE LIKELY";
    private static final String SOCKET = "RUNTIME_SOCKET NODE LIKELY";
    private static final String WRITE = "HOSTPATH_WRITE NODE LIKELY";
    private static final String TOKENS = "POD_TOKENS CREDENTIALS LIKELY";
    private static final String CORE = "CORE_PATTERN NODE LIKELY";
    private static final String UEVENT = "UEVENT_HELPER NODE LIKELY";
    private static final String KUBELET = "KUBELET_CREDENTIALS CREDENTIALS LIKELY";
    private static final String CLUSTER = "CLUSTER_CREDENTIALS CREDENTIALS LIKELY";
    private static final String LOGS = "VAR_LOG CREDENTIALS LIKELY";

    private static final ImmutableMap<String, List<String>> ESCAPES = ImmutableMap.<String, List<String>>builder()
            // privileged, hostPID and / mounted: every row applies on its own, but those of single capabilities.
            .put(
                    "everything-allowed",
                    List.of(PRIVILEGED, NSENTER, SOCKET, WRITE, CORE, UEVENT, TOKENS, KUBELET, CLUSTER, LOGS))
            // The node's network, its loopback and its metadata service, but nothing of its file system or kernel.
            .put("hostnetwork", List.of())
            // Shared memory of other programs on the node: from pod to pod at best.
            .put("hostipc", List.of())
            // Environment and open files of other pods' processes, by their own user only: from pod to pod.
            .put("hostpid", List.of())
            // / mounted writable, container not privileged: sockets, trusted files, the kernel's own, credentials lie
            // in it.
            .put("hostpath", List.of(SOCKET, WRITE, CORE, UEVENT, TOKENS, KUBELET, CLUSTER, LOGS))
            .put("priv", List.of(PRIVILEGED))
            .put("priv-and-hostpid", List.of(PRIVILEGED, NSENTER))
            // A container with the runtime's default rights.
            .put("nothing-allowed", List.of())
            .build();

    @Test
    void eachClassHasTheSameEscapesAsEveryKindOfWorkload() throws IOException {
        Path root = Path.of(System.getProperty("postern.corpus", "../shared/corpus"), "bad-pods");
        Assumptions.assumeTrue(Files.isDirectory(root), () -> "no bad pods at " + root);
        int compared = 0;
        List<String> deviations = new ArrayList<>();
        for (Path file : manifests(root)) {
            String folder = root.relativize(file).getName(0).toString();
            List<String> expected = ESCAPES.get(folder);
            assertThat(expected).as("a class without an expectation: " + folder).isNotNull();
            List<String> actual = escapes(file);
            compared++;
            if (!actual.equals(expected)) {
                deviations.add(root.relativize(file) + ": expected " + expected + ", got " + actual);
            }
        }
        System.out.printf(
                "conformance bad-pods escapes: compared %d, agree %d, deviations %d%n",
                compared, compared - deviations.size(), deviations.size());
        assertThat(compared).isPositive();
        assertThat(deviations).isEmpty();
    }

    private static List<Path> manifests(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    /** The escapes of the one container of the one pod in the file. */
    private static List<String> escapes(Path file) {
        Cluster cluster = ClusterSnapshot.read(file).cluster();
        assertThat(cluster.pods()).as(file.toString()).hasSize(1);
        Pod pod = cluster.pods().get(0);
        assertThat(pod.spec().containers()).as(file.toString()).hasSize(1);
        return PodSecurity.of(cluster).escapes(pod, pod.spec().containers().get(0)).stream()
                .map(Worlds::describe)
                .toList();
    }
}
