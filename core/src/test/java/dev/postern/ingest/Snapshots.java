package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import dev.postern.model.KubernetesObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What tests of reading share. */
final class Snapshots {
    private Snapshots() {}

    static ClusterSnapshot read(String... lines) {
        return read(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    static ClusterSnapshot read(byte[] text) {
        return ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text))));
    }

    /** Reads text that must give no diagnostic at all. */
    static Cluster clean(String... lines) {
        ClusterSnapshot snapshot = read(lines);
        if (!snapshot.diagnostics().isEmpty()) {
            throw new AssertionError(snapshot.diagnostics().toString());
        }
        return snapshot.cluster();
    }

    static List<String> codes(ClusterSnapshot snapshot) {
        return snapshot.diagnostics().stream().map(Diagnostic::code).collect(Collectors.toList());
    }

    /** Everything a cluster holds, as text, but for where it was read. */
    static String facts(Cluster cluster) {
        ImmutableList<ImmutableList<? extends KubernetesObject>> all = ImmutableList.of(
                cluster.namespaces(),
                cluster.nodes(),
                cluster.serviceAccounts(),
                cluster.roles(),
                cluster.roleBindings(),
                cluster.workloads(),
                cluster.services(),
                cluster.endpointSlices(),
                cluster.ingresses(),
                cluster.gatewayClasses(),
                cluster.gateways(),
                cluster.gatewayRoutes(),
                cluster.referenceGrants(),
                cluster.openShiftRoutes(),
                cluster.networkPolicies(),
                cluster.authorizationPolicies(),
                cluster.peerAuthentications(),
                cluster.calicoPolicies(),
                cluster.calicoTiers(),
                cluster.calicoNetworkSets(),
                cluster.persistentVolumes(),
                cluster.persistentVolumeClaims(),
                cluster.secrets(),
                cluster.configMaps(),
                cluster.podPolicies(),
                cluster.podSecurityDefaults(),
                cluster.admissionPolicies(),
                cluster.abacPolicies());
        return Stream.concat(
                        Stream.concat(all.stream().flatMap(List::stream), cluster.pods().stream()),
                        Stream.of(cluster.otherKinds()))
                .map(Object::toString)
                .map(text -> text.replaceAll("origin=Origin\\[file=[^\\]]*, document=-?\\d+[^\\]]*\\]", ""))
                .collect(Collectors.joining("\n"));
    }

    static Path corpus() {
        return Path.of(System.getProperty("postern.corpus", "../../shared/corpus"));
    }
}
