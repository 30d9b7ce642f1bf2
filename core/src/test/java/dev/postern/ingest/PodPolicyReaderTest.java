package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.model.Cluster;
import dev.postern.model.PodPolicy;
import dev.postern.model.PodPolicy.HostPathPrefix;
import dev.postern.model.PodPolicy.UserRange;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PodPolicyReaderTest {
    @Test
    void aPodSecurityPolicyIsReadFieldByField() {
        PodPolicy policy = one(
                "apiVersion: policy/v1beta1",
                "kind: PodSecurityPolicy",
                "metadata: {name: wide}",
                "spec:",
                "  privileged: true",
                "  hostPID: true",
                "  hostNetwork: true",
                "  volumes: [hostPath, secret]",
                "  allowedHostPaths: [{pathPrefix: /var, readOnly: true}, {pathPrefix: /srv}]",
                "  allowedCapabilities: ['*']",
                "  defaultAddCapabilities: [CHOWN]",
                "  requiredDropCapabilities: [NET_RAW]",
                "  allowPrivilegeEscalation: false",
                "  runAsUser: {rule: MustRunAs, ranges: [{min: 1, max: 9}]}",
                "  seLinux: {rule: RunAsAny}");
        assertThat(policy.privileged() && policy.hostPID() && policy.hostNetwork())
                .isTrue();
        assertThat(policy.volumes()).containsExactly("hostPath", "secret");
        assertThat(policy.allowedHostPaths())
                .containsExactly(new HostPathPrefix("/var", true), new HostPathPrefix("/srv", false));
        assertThat(policy.allowedCapabilities()).containsExactly("*");
        assertThat(policy.defaultAddCapabilities()).containsExactly("CHOWN");
        assertThat(policy.requiredDropCapabilities()).containsExactly("NET_RAW");
        assertThat(policy.allowPrivilegeEscalation()).isEqualTo(Optional.of(false));
        assertThat(policy.userRule()).isEqualTo("MustRunAs");
        assertThat(policy.userRanges()).containsExactly(new UserRange(1, 9));
        assertThat(policy.seLinuxRule()).isEqualTo("RunAsAny");
        assertThat(policy.isConstraints()).isFalse();
    }

    static Stream<Arguments> volumes() {
        return Stream.of(
                arguments("allowHostDirVolumePlugin: true\nvolumes: [secret]", Set.of("hostPath", "secret")),
                arguments("allowHostDirVolumePlugin: false\nvolumes: [hostPath, secret]", Set.of("secret")),
                arguments("allowHostDirVolumePlugin: true\nvolumes: []", Set.of("hostPath")),
                arguments("allowHostDirVolumePlugin: true", Set.of("*", "hostPath")),
                arguments("volumes: []", Set.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("volumes")
    void constraintsHaveTheVolumesThatTheApiServerDefaults(String fields, Set<String> volumes) {
        assertThat(constraints(fields).volumes()).isEqualTo(new TreeSet<>(volumes));
    }

    @Test
    void allVolumesWithoutThoseOfTheNodeAreNamedSinglyAfterwards() {
        assertThat(constraints("volumes: ['*']").volumes())
                .contains("persistentVolumeClaim", "ephemeral")
                .doesNotContain("*", "hostPath");
    }

    static Stream<Arguments> users() {
        return Stream.of(
                arguments("{type: MustRunAs, uid: 0}", Optional.of(new UserRange(0, 0))),
                arguments("{type: MustRunAsRange, uidRangeMin: 5, uidRangeMax: 7}", Optional.of(new UserRange(5, 7))),
                arguments("{type: MustRunAsRange}", Optional.empty()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("users")
    void constraintsNameAUserOrARange(String user, Optional<UserRange> range) {
        assertThat(constraints("runAsUser: " + user).userRanges().stream().findFirst())
                .isEqualTo(range);
    }

    @Test
    void whatIsIllTypedIsReportedAndDoesNotOpenAnything() {
        ClusterSnapshot snapshot = Snapshots.read(
                "apiVersion: policy/v1beta1",
                "kind: PodSecurityPolicy",
                "metadata: {name: odd}",
                "spec: {privileged: [true], volumes: {a: b}, allowedHostPaths: [1], runAsUser: RunAsAny}");
        assertThat(Snapshots.codes(snapshot)).containsExactly("wrong-type", "wrong-type", "wrong-type", "wrong-type");
        PodPolicy policy = snapshot.cluster().podPolicies().get(0);
        assertThat(policy.privileged()).isFalse();
        assertThat(policy.volumes()).isEmpty();
        assertThat(policy.userRule()).isEmpty();
    }

    @Test
    void onlyOpenShiftIsOpenShift() {
        assertThat(Snapshots.clean("{apiVersion: policy/v1beta1, kind: PodSecurityPolicy, metadata: {name: p}}")
                        .openShift())
                .isEmpty();
        assertThat(cluster("").openShift()).isPresent();
        assertThat(Snapshots.clean("{apiVersion: v1, kind: Namespace, metadata: {name: shop, annotations:"
                                + " {openshift.io/sa.scc.mcs: 's0:c1,c0'}}}")
                        .openShift())
                .isPresent();
    }

    private static PodPolicy one(String... lines) {
        return Snapshots.clean(lines).podPolicies().get(0);
    }

    private static PodPolicy constraints(String fields) {
        return cluster(fields).podPolicies().get(0);
    }

    private static Cluster cluster(String fields) {
        return Snapshots.clean(
                "apiVersion: security.openshift.io/v1",
                "kind: SecurityContextConstraints",
                "metadata: {name: own}",
                fields);
    }
}
