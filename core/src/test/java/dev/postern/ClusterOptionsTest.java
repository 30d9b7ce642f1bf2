package dev.postern;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Change;
import dev.postern.model.ObjectRef;
import dev.postern.network.CniProfile;
import dev.postern.network.ConnectionChange;
import dev.postern.network.Endpoint;
import dev.postern.network.Flow;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of a cluster holds for all that is asked of it, and of what it becomes. */
final class ClusterOptionsTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: db, namespace: data}
            spec: {serviceAccountName: db, containers: [{name: c, image: db, ports: [{containerPort: 80}]}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop}
            spec: {automountServiceAccountToken: false, containers: [{name: c, image: web}]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: b}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
            subjects: [{kind: ServiceAccount, name: db, namespace: data}]
            """;

    private static final String CLOSED = """
            apiVersion: projectcalico.org/v3
            kind: NetworkPolicy
            metadata: {name: default.closed, namespace: data}
            spec: {selector: all(), types: [Ingress]}
            """;

    private static final Flow FLOW =
            Flow.from(Endpoint.parse("shop/web")).to(Endpoint.parse("data/db")).tcp(80);

    private static final PathQuery QUERY = PathQuery.from(Place.parse("pod:shop/web"))
            .to(Place.parse("cluster-admin"))
            .assuming(1);

    private static ClusterSnapshot read(String text) {
        return ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text.getBytes(UTF_8)))));
    }

    @Test
    void theProfileIsThatOfPacketsAndPaths() {
        ClusterSnapshot snapshot = read(POD + "---\n" + CLOSED);
        Analysis told = Postern.analyze(snapshot);
        assertThat(told.profile()).isEqualTo(CniProfile.CALICO);
        assertThat(told.decide(FLOW).isAllowed()).isFalse();
        assertThat(told.paths(QUERY).paths()).isEmpty();
        Analysis named = Postern.analyze(snapshot, ClusterOptions.DEFAULT.withCni(CniProfile.KUBERNETES));
        assertThat(named.profile()).isEqualTo(CniProfile.KUBERNETES);
        assertThat(named.decide(FLOW).isAllowed()).isTrue();
        assertThat(named.paths(QUERY).paths()).hasSize(1);
    }

    /** They have the cluster in common, and not what is worked out on its network. */
    @Test
    void twoProfilesOfOneClusterAreCompared() {
        ClusterSnapshot snapshot = read(POD + "---\n" + CLOSED);
        Analysis open = Postern.analyze(snapshot, ClusterOptions.DEFAULT.withCni(CniProfile.KUBERNETES));
        Analysis closed = Postern.analyze(snapshot);
        assertThat(open.diff(closed, List.of(QUERY)).answers().get(0).after().paths())
                .isEmpty();
        List<ConnectionChange> changes = new ArrayList<>();
        open.connectionsDiff(closed).each(changes::add);
        assertThat(changes).isNotEmpty();
    }

    @Test
    void aChangedClusterKeepsTheProfile() {
        ObjectRef policy = read(CLOSED).cluster().calicoPolicies().get(0).ref();
        ClusterSnapshot closed = read(POD + "---\n" + CLOSED);
        ClusterSnapshot without = closed.with(List.of(Change.delete(policy)));
        assertThat(Postern.analyze(without).profile()).isEqualTo(CniProfile.KUBERNETES);
        assertThat(Postern.analyze(closed).after(without).profile()).isEqualTo(CniProfile.CALICO);
        ClusterOptions named = ClusterOptions.DEFAULT.withCni(CniProfile.CILIUM);
        assertThat(Postern.analyze(without, named).after(closed).profile()).isEqualTo(CniProfile.CILIUM);
        assertThat(Postern.analyze(without).after(closed).profile())
                .as("nothing told before")
                .isEqualTo(CniProfile.CALICO);
    }
}
