package dev.postern.rbac;

import static dev.postern.model.Subject.group;
import static dev.postern.model.Subject.serviceAccount;
import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Role;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules of the attack graph look up: who is bound, by which bindings, which roles and groups there are. */
class LookupsTest {
    private static final ObjectRef READER = ObjectRef.cluster("ClusterRole", "reader");
    private static final Rbac RBAC = Worlds.rbac("""
            ClusterRole reader
             get core pods
            Role shop/reader
             get core secrets
            ClusterRoleBinding everywhere ClusterRole reader
             User alice
            RoleBinding shop/b ClusterRole reader
             User bob
             User alice
            RoleBinding shop/a ClusterRole reader
             Group developers
            RoleBinding shop/local Role reader
             ServiceAccount shop/cart
            RoleBinding data/lost Role gone
             ServiceAccount ops/robot
             Robot r2
            """);

    @Test
    void whoeverIsBoundIsBoundAlsoToARoleThatIsNotThere() {
        assertThat(RBAC.boundSubjects())
                .containsExactlyInAnyOrder(
                        user("alice"),
                        user("bob"),
                        group("developers"),
                        serviceAccount("shop", "cart"),
                        serviceAccount("ops", "robot"));
    }

    @Test
    void whomOnlyTheDefaultPolicyBindsIsNotBoundByTheInput() {
        Rbac withDefaults =
                Rbac.of(Worlds.cluster("RoleBinding shop/b ClusterRole view\n User alice"), RbacOptions.DEFAULT);
        assertThat(withDefaults.boundSubjects()).containsExactly(user("alice"));
        assertThat(withDefaults.subjects()).contains(user("system:kube-scheduler"));
    }

    @Test
    void theBindingsOfAGrant() {
        assertThat(RBAC.bindingsOf(new Grant(READER, Scope.namespace("shop"))))
                .extracting(binding -> binding.ref().toString())
                .containsExactly("RoleBinding shop/a", "RoleBinding shop/b");
        assertThat(RBAC.bindingsOf(new Grant(READER, Scope.CLUSTER)))
                .extracting(binding -> binding.ref().toString())
                .containsExactly("ClusterRoleBinding everywhere");
        assertThat(RBAC.bindingsOf(new Grant(READER, Scope.namespace("data")))).isEmpty();
    }

    @Test
    void rolesAreKnownByKindAndNamespace() {
        assertThat(RBAC.hasRole(READER)).isTrue();
        assertThat(RBAC.hasRole(ObjectRef.of("Role", "shop", "reader"))).isTrue();
        assertThat(RBAC.hasRole(ObjectRef.of("Role", "data", "reader"))).isFalse();
        assertThat(RBAC.hasRole(ObjectRef.of("Role", "data", "gone"))).isFalse();
    }

    @Test
    void groupsAreThoseNamedAndThoseImplied() {
        assertThat(RBAC.groups())
                .extracting(group -> group.name())
                .containsExactlyInAnyOrder(
                        "developers",
                        "system:authenticated",
                        "system:masters",
                        "system:serviceaccounts",
                        "system:serviceaccounts:ops",
                        "system:serviceaccounts:shop");
    }

    @Test
    void grantsAreWhatBindingsGiveAndEverythingForThePrivileged() {
        assertThat(RBAC.grants())
                .extracting(Grant::describe)
                .containsExactlyInAnyOrder(
                        "ClusterRole reader cluster-wide",
                        "ClusterRole reader in namespace shop",
                        "Role shop/reader in namespace shop",
                        "everything cluster-wide");
    }

    private static LabelRequirement wants(String key, LabelRequirement.Operator operator, String... values) {
        return new LabelRequirement(key, operator, ImmutableSortedSet.copyOf(values));
    }

    private static Optional<ImmutableSortedMap<String, String>> labelsInto(LabelSelector... selectors) {
        Role sum = new Role(
                ObjectMeta.of("", "sum"), true, ImmutableList.of(), Optional.of(ImmutableList.copyOf(selectors)));
        return Worlds.rbac(ImmutableList.of(sum), ImmutableList.of()).labelsInto(sum.ref());
    }

    private static LabelSelector selector(LabelRequirement... expressions) {
        return new LabelSelector(ImmutableSortedMap.of(), ImmutableList.copyOf(expressions));
    }

    @Test
    void theLabelsThatLeadIntoAnAggregatedRole() {
        LabelSelector byLabel = LabelSelector.ofLabels(ImmutableSortedMap.of("part", "true"));
        assertThat(labelsInto(byLabel)).hasValue(ImmutableSortedMap.of("part", "true"));
        assertThat(labelsInto(LabelSelector.EVERYTHING)).hasValue(ImmutableSortedMap.of());
        assertThat(labelsInto(selector(wants("a", LabelRequirement.Operator.IN, "x", "y"))))
                .hasValue(ImmutableSortedMap.of("a", "x"));
        assertThat(labelsInto(selector(wants("a", LabelRequirement.Operator.EXISTS))))
                .hasValue(ImmutableSortedMap.of("a", ""));
        assertThat(labelsInto(selector(wants("a", LabelRequirement.Operator.DOES_NOT_EXIST))))
                .hasValue(ImmutableSortedMap.of());
        assertThat(labelsInto(selector(wants("a", LabelRequirement.Operator.NOT_IN, "x"))))
                .hasValue(ImmutableSortedMap.of());
        assertThat(labelsInto(selector(
                        wants("a", LabelRequirement.Operator.EXISTS),
                        wants("a", LabelRequirement.Operator.DOES_NOT_EXIST))))
                .as("nothing meets that")
                .isEmpty();
        assertThat(labelsInto(
                        selector(
                                wants("a", LabelRequirement.Operator.EXISTS),
                                wants("a", LabelRequirement.Operator.DOES_NOT_EXIST)),
                        byLabel))
                .as("the first that can be met")
                .hasValue(ImmutableSortedMap.of("part", "true"));
        assertThat(RBAC.labelsInto(READER)).as("no aggregated role").isEmpty();
        assertThat(RBAC.labelsInto(ObjectRef.cluster("ClusterRole", "gone"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "system:serviceaccount:shop:cart, shop/cart",
        "system:serviceaccount:shop:a.b-c, shop/a.b-c",
        "system:serviceaccount:SHOP:cart, ''",
        "system:serviceaccount:shop:Cart, ''",
        "system:serviceaccount:shop:-cart, ''",
        "system:serviceaccount:a.b:cart, ''",
        "system:serviceaccount:shop:, ''",
        "system:serviceaccount:shop:a:b, ''",
        "alice, ''",
    })
    void serviceAccountsAreReadOutOfWellFormedNamesOnly(String name, String account) {
        assertThat(Principals.serviceAccount(name)
                        .map(found -> found.namespace() + "/" + found.name())
                        .orElse(""))
                .isEqualTo(account);
    }

    @ParameterizedTest
    @CsvSource({
        "system:node:n1, n1",
        "system:node:n1.example.com, n1.example.com",
        "system:node:N1, ''",
        "system:node:, ''",
        "system:nodes:n1, ''",
    })
    void nodesAreReadOutOfWellFormedNamesOnly(String name, String node) {
        assertThat(Principals.node(name).orElse("")).isEqualTo(node);
    }

    @ParameterizedTest
    @CsvSource({
        "acme.io/foo, true",
        "a/b, true",
        "acme.io/foo/bar, true",
        "/foo, false",
        "acme.io/, false",
        "acme.io, false",
        "Acme.io/foo, false",
        "acme.io/f oo, false",
    })
    void aDomainIsInFrontOfAPath(String text, boolean good) {
        assertThat(Principals.isDomainPrefixedPath(text)).isEqualTo(good);
    }

    @Test
    void noNameIsLongerThanKubernetesAllows() {
        assertThat(Principals.node("system:node:" + "n".repeat(253))).isPresent();
        assertThat(Principals.node("system:node:" + "n".repeat(254))).isEmpty();
        assertThat(Principals.serviceAccount("system:serviceaccount:" + "n".repeat(63) + ":a"))
                .isPresent();
        assertThat(Principals.serviceAccount("system:serviceaccount:" + "n".repeat(64) + ":a"))
                .isEmpty();
    }
}
