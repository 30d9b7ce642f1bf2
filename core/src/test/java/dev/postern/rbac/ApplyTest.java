package dev.postern.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A server-side apply to an object that is not there (E4): it asks for {@code create} and {@code patch}, both with the name.
 * Checked on 1.36.3: 201 with both, 403 with either alone.
 */
class ApplyTest {
    private static final String G = " rbac.authorization.k8s.io ";
    private static final Permission PODS = Permission.of("create", "", "pods");

    private static List<String> appliers(String text) {
        return Worlds.rbac(text).appliers(PODS).stream()
                .map(combined -> combined.holder().describe() + " "
                        + combined.scope().describe() + " " + combined.names().get(0))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    create,patch core pods a            | [a]
                    create core pods a,b; patch core pods b,c | [b]
                    create core pods a; patch core pods | [a]
                    create core pods a; * core *        |
                    create core pods; patch core pods a |
                    create core pods a; patch core pods b |
                    create core pods a                  |
                    patch core pods a                   |
                    create core pods a; update core pods a |
                    create core pods a; patch core pods/status a |
                    create,patch apps pods a            |
                    """)
    void e4ANamedCreateTakesAPatchOfThatName(String rules, String names) {
        String text = "ClusterRole r\n " + rules.replace("; ", "\n ") + "\nRoleBinding shop/b ClusterRole r\n User ann";
        List<String> expected =
                names == null ? List.of() : List.of("ClusterRole r in namespace shop in namespace shop " + names);
        if (rules.contains("*")) {
            // Whoever may create without a name needs no apply, but may do it.
            expected = List.of("ClusterRole r in namespace shop in namespace shop [a]");
        }
        assertThat(appliers(text)).isEqualTo(expected);
    }

    @Test
    void e4BothBelongToOneIdentity() {
        String roles = "ClusterRole c\n create core pods a\nClusterRole p\n patch core pods a\n";
        assertThat(appliers(roles
                        + "RoleBinding shop/c ClusterRole c\n User ann\nRoleBinding shop/p ClusterRole p\n User ann"))
                .as("of two bindings")
                .containsExactly("User ann in namespace shop [a]");
        assertThat(
                        appliers(
                                roles
                                        + "RoleBinding shop/c ClusterRole c\n User ann\nClusterRoleBinding p ClusterRole p\n Group system:authenticated"))
                .as("of a binding and a group")
                .containsExactly("User ann in namespace shop [a]");
        assertThat(appliers(roles
                        + "RoleBinding shop/c ClusterRole c\n User ann\nRoleBinding shop/p ClusterRole p\n User bob"))
                .as("of two identities")
                .isEmpty();
        assertThat(appliers(roles
                        + "RoleBinding shop/c ClusterRole c\n User ann\nRoleBinding data/p ClusterRole p\n User ann"))
                .as("in two namespaces")
                .isEmpty();
    }

    @Test
    void e16ABindingIsAppliedUnderItsName() {
        String power = "ClusterRole power\n * * *\n";
        String rules = "\n create,patch" + G + "rolebindings mine\n bind" + G + "clusterroles\n";
        Rbac rbac = Worlds.rbac(power + "ClusterRole r" + rules + "RoleBinding shop/b ClusterRole r\n User ann");
        assertThat(rbac.bindings())
                .extracting(step -> step.gained().describe())
                .containsExactly("ClusterRole power in namespace shop");
        Rbac taken = Worlds.rbac(power + "ClusterRole r" + rules + "RoleBinding shop/b ClusterRole r\n User ann\n"
                + "RoleBinding shop/mine ClusterRole r\n User bob");
        assertThat(taken.bindings()).as("its roleRef cannot be changed").isEmpty();
        Rbac alone = Worlds.rbac(power + "ClusterRole r\n create" + G + "rolebindings mine\n bind" + G
                + "clusterroles\nRoleBinding shop/b ClusterRole r\n User ann");
        assertThat(alone.bindings()).isEmpty();
    }

    @Test
    void e15ANamedEscalateWorksOnARoleThatIsApplied() {
        String rest = "\n create" + G + "rolebindings\n bind" + G + "roles\n";
        String binding = "RoleBinding shop/b Role r\n User ann";
        Rbac rbac = Worlds.rbac("Role shop/r\n create,patch,escalate" + G + "roles new" + rest + binding);
        assertThat(rbac.escalations())
                .extracting(step -> step.role() + " " + step.gained().describe())
                .containsExactly("Role shop/new everything in namespace shop");
        Rbac other = Worlds.rbac(
                "Role shop/r\n create,patch" + G + "roles new\n escalate" + G + "roles other" + rest + binding);
        assertThat(other.escalations()).isEmpty();
        Rbac there = Worlds.rbac("Role shop/r\n create,patch,escalate" + G + "roles new\n bind" + G + "roles\n"
                + "Role shop/new\n get core pods\n" + binding);
        assertThat(there.escalations()).as("nobody is bound to it").isEmpty();
    }
}
