package dev.postern.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableList;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.ObjectMeta;
import dev.postern.model.PodPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BuiltInConstraintsTest {
    @Test
    void thereAreThirteenAndOneOfThemIsPrivileged() {
        assertThat(BuiltInConstraints.load())
                .hasSize(13)
                .filteredOn(PodPolicy::privileged)
                .extracting(policy -> policy.meta().name())
                .containsExactly("privileged");
    }

    /** But for the lists of users and groups, which the resource leaves out. */
    @Test
    void theySayWhatOpenShiftsOwnManifestsSay() {
        Path manifests = Path.of(
                System.getProperty("postern.corpus", "../../shared/corpus"),
                "real",
                "cluster-kube-apiserver-operator",
                "bindata",
                "bootkube",
                "scc-manifests");
        assumeTrue(Files.isDirectory(manifests), () -> manifests + " is absent: nothing to compare with");
        assertThat(byName(BuiltInConstraints.load()))
                .isEqualTo(byName(ClusterSnapshot.read(manifests).cluster().podPolicies()));
    }

    private static Map<String, PodPolicy> byName(List<PodPolicy> policies) {
        Map<String, PodPolicy> byName = new TreeMap<>();
        policies.forEach(policy -> byName.put(policy.meta().name(), withoutPlaceAndLists(policy)));
        return byName;
    }

    private static PodPolicy withoutPlaceAndLists(PodPolicy policy) {
        return new PodPolicy(
                policy.kind(),
                ObjectMeta.of("", policy.meta().name()),
                policy.privileged(),
                policy.hostPID(),
                policy.hostNetwork(),
                policy.volumes(),
                policy.allowedHostPaths(),
                policy.allowedCapabilities(),
                policy.defaultAddCapabilities(),
                policy.requiredDropCapabilities(),
                policy.allowPrivilegeEscalation(),
                policy.userRule(),
                policy.userRanges(),
                policy.seLinuxRule(),
                policy.ownUsers(),
                ImmutableList.of(),
                ImmutableList.of());
    }
}
