package dev.postern.path;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A step rests on defaults when each of its grounds needs one. The way is always token, then binding. */
final class StepsOnDefaultsTest {
    private static final String PROJECTED =
            ", volumeMounts: [{name: t, mountPath: /t}]}], volumes: [{name: t, projected:"
                    + " {sources: [{serviceAccountToken: {path: token}}]}}]";

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "mounted by default | serviceAccountName: robot | }] | 1",
                "mounted as stated | serviceAccountName: robot, automountServiceAccountToken: true | }] | 0",
                "mounted by default and as stated | serviceAccountName: robot | projected | 0",
                "mounted as stated alone | serviceAccountName: robot, automountServiceAccountToken: false | projected | 0",
            })
    void aStepRestsOnDefaultsIfEachGroundDoes(String name, String account, String rest, int onDefaults) {
        String pod = "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: ops}, spec: {" + account
                + ", containers: [{name: c, image: i" + (rest.equals("projected") ? PROJECTED : rest) + "}}";
        String binding =
                "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: b}, roleRef:"
                        + " {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}, subjects:"
                        + " [{kind: ServiceAccount, name: robot, namespace: ops}]}";
        byte[] text = (pod + "\n---\n" + binding).getBytes(UTF_8);
        AttackPaths answer = Postern.analyze(ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text)))))
                .paths(PathQuery.from(Place.anyPod()).to(Place.clusterAdmin()));
        assertThat(answer.steps()).isEqualTo(2);
        assertThat(answer.stepsOnDefaults()).isEqualTo(onDefaults);
    }
}
