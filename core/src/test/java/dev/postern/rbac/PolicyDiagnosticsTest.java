package dev.postern.rbac;

import static dev.postern.model.Subject.serviceAccount;
import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Basis;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Origin;
import dev.postern.model.ServiceAccount;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about a policy that does not do what it seems to. */
class PolicyDiagnosticsTest {
    private static ServiceAccount account(String namespace, String name, Basis namespaceBasis) {
        ObjectMeta meta = new ObjectMeta(
                name,
                namespace,
                namespaceBasis,
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                false,
                Optional.empty(),
                Origin.NONE);
        return new ServiceAccount(meta, Optional.empty(), ImmutableList.of(), ImmutableList.of());
    }

    private static List<String> misplaced(Cluster cluster) {
        return Rbac.of(cluster, RbacOptions.DEFAULT.withoutBuiltInRoles()).diagnostics().stream()
                .filter(diagnostic -> diagnostic.code().equals("misplaced-service-account"))
                .map(Diagnostic::message)
                .toList();
    }

    private static Cluster.Builder bound() {
        return Cluster.builder()
                .add(Worlds.role("", "r", Worlds.everything()))
                .add(Worlds.binding(
                        "",
                        "b",
                        ObjectRef.cluster("ClusterRole", "r"),
                        user("cart"),
                        serviceAccount("shop", "db"),
                        serviceAccount("shop", "cart"),
                        serviceAccount("ops", "cart")));
    }

    @Test
    void accountsThatAreElsewhereThanBindingsSayAreReportedByNamespace() {
        assertThat(misplaced(bound().add(account("default", "cart", Basis.DEFAULT))
                        .add(account("default", "db", Basis.DEFAULT))
                        .build()))
                .containsExactlyInAnyOrder(
                        "bindings name cart in namespace ops, but the manifests of such accounts carry no namespace and"
                                + " were put into default: did you mean -n ops (--input-namespace in questions about"
                                + " rights)? It would give this account its rights",
                        "bindings name cart, db in namespace shop, but the manifests of such accounts carry no namespace"
                                + " and were put into default: did you mean -n shop (--input-namespace in questions"
                                + " about rights)? It would give 2 accounts their rights");
    }

    @Test
    void accountsThatAreWhereTheySayAreNot() {
        assertThat(misplaced(
                        bound().add(account("default", "cart", Basis.STATED)).build()))
                .as("its manifest says default")
                .isEmpty();
        assertThat(misplaced(
                        bound().add(account("default", "other", Basis.DEFAULT)).build()))
                .as("nobody binds it")
                .isEmpty();
        assertThat(misplaced(bound().add(account("shop", "cart", Basis.DEFAULT))
                        .add(account("ops", "cart", Basis.DEFAULT))
                        .build()))
                .as("it is there")
                .isEmpty();
        assertThat(misplaced(bound().build())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ClusterRoleBinding system:node, true",
        "ClusterRoleBinding system:nodes, false",
        "RoleBinding shop/system:node, false",
    })
    void theDefaultNodeBindingIsToHaveNoSubjects(String binding, boolean reported) {
        Rbac rbac = Worlds.rbac("ClusterRole system:node\n get core pods\n" + binding
                + " ClusterRole system:node\n Group system:nodes");
        assertThat(rbac.diagnostics())
                .extracting(Diagnostic::code)
                .isEqualTo(reported ? List.of("system-node-bound") : List.of());
    }

    @Test
    void nothingIsSaidOfTheDefaultPolicy() {
        assertThat(Rbac.of(Cluster.builder().build(), RbacOptions.DEFAULT).diagnostics())
                .isEmpty();
    }

    @Test
    void subresourcesByAStarAreLiterals() {
        Rbac rbac = Worlds.rbac("Role shop/r\n get core pods/*,*/*,*/exec,pods/exec,*");
        assertThat(rbac.diagnostics())
                .extracting(Diagnostic::message)
                .containsExactlyInAnyOrder(
                        "Role shop/r: rules[0] lists pods/*, which is no wildcard and matches nothing: name the"
                                + " subresources, or use *",
                        "Role shop/r: rules[0] lists */*, which is no wildcard and matches nothing: name the"
                                + " subresources, or use *");
    }
}
