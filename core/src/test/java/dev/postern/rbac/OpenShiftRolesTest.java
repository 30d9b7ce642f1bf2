package dev.postern.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableList;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Cluster;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenShiftRolesTest {
    @Test
    void theyAreThoseOfOpenShiftsOwnManifests() {
        Path manifests = Path.of(
                System.getProperty("postern.corpus", "../../shared/corpus"),
                "real",
                "cluster-kube-apiserver-operator",
                "bindata",
                "bootkube",
                "scc-manifests");
        assumeTrue(Files.isDirectory(manifests), () -> manifests + " is absent: nothing to compare with");
        Cluster cluster = ClusterSnapshot.read(manifests).cluster();
        assertThat(rules(OpenShiftRoles.roles())).isEqualTo(rules(cluster.roles()));
        assertThat(names(OpenShiftRoles.bindings())).isEqualTo(names(cluster.roleBindings()));
    }

    private static TreeMap<String, ImmutableList<PolicyRule>> rules(List<Role> roles) {
        return roles.stream()
                .collect(Collectors.toMap(role -> role.meta().name(), Role::rules, (a, b) -> a, TreeMap::new));
    }

    private static List<String> names(List<RoleBinding> bindings) {
        return bindings.stream()
                .map(binding -> binding.meta().name() + " " + binding.roleRef() + " " + binding.subjects())
                .sorted()
                .toList();
    }
}
