package dev.postern.rbac;

import static dev.postern.model.Subject.group;
import static dev.postern.model.Subject.serviceAccount;
import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.Subject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writing roles and bindings (E15 to E17), and what identities come to by it. */
class EscalationTest {
    private static final String G = " rbac.authorization.k8s.io ";
    private static final String POWER = "ClusterRole power\n * * *\n";
    private static final Subject ALICE = user("alice");
    private static final Grant POWER_EVERYWHERE = new Grant(ObjectRef.cluster("ClusterRole", "power"), Scope.CLUSTER);

    private static List<String> gains(Rbac rbac) {
        return rbac.bindings().stream()
                .map(step -> step.holder().describe() + " -> " + step.gained().describe())
                .toList();
    }

    private static List<String> escalations(Rbac rbac) {
        return rbac.escalations().stream()
                .map(step -> step.holder().describe()
                        + step.bound().map(grant -> " & " + grant.describe()).orElse("") + " -> "
                        + step.gained().describe())
                .toList();
    }

    @Test
    void rightsGainedOnTheWayJoinTheIdentityThatGainedThem() {
        Rbac rbac = Worlds.rbac(POWER
                + "ClusterRole writer\n create" + G + "clusterrolebindings\n bind" + G + "clusterroles r2\n"
                + "ClusterRole r2\n bind" + G + "clusterroles power\n"
                + "ClusterRoleBinding b ClusterRole writer\n User alice");
        Grant writer = new Grant(ObjectRef.cluster("ClusterRole", "writer"), Scope.CLUSTER);
        Grant r2 = new Grant(ObjectRef.cluster("ClusterRole", "r2"), Scope.CLUSTER);
        assertThat(rbac.bindings())
                .extracting(SelfGrant::holder, SelfGrant::gained, SelfGrant::premises)
                .containsExactly(
                        tuple(writer, POWER_EVERYWHERE, ImmutableList.of(r2)), tuple(writer, r2, ImmutableList.of()));
    }

    @Test
    void rightsOfTwoIdentitiesDoNotMergeIntoOneRequest() {
        Rbac rbac = Worlds.rbac(POWER
                + "ClusterRole writer\n create" + G + "clusterrolebindings\n"
                + "ClusterRole binder\n bind" + G + "clusterroles\n"
                + "ClusterRoleBinding b ClusterRole writer\n User alice\n"
                + "ClusterRoleBinding c ClusterRole binder\n User bob");
        assertThat(rbac.bindings()).isEmpty();
    }

    @Test
    void rightsOfOneIdentityMergeOverItsBindingsAndGroups() {
        Rbac rbac = Worlds.rbac(POWER
                + "ClusterRole writer\n create" + G + "clusterrolebindings\n"
                + "ClusterRole binder\n bind" + G + "clusterroles\n"
                + "ClusterRoleBinding b ClusterRole writer\n ServiceAccount shop/cart\n"
                + "ClusterRoleBinding c ClusterRole binder\n Group system:serviceaccounts");
        assertThat(gains(rbac)).containsExactly("ServiceAccount shop/cart -> ClusterRole power cluster-wide");
        assertThat(rbac.bindings().get(0).supports())
                .singleElement()
                .satisfies(support -> assertThat(support.facts())
                        .extracting(fact -> fact.object().name() + " " + fact.field())
                        .containsExactlyInAnyOrder(
                                "b subjects[0]",
                                "b roleRef",
                                "c subjects[0]",
                                "c roleRef",
                                "writer rules[0]",
                                "binder rules[0]"));
    }

    @Test
    void whatAGroupCombinesIsSaidOfTheGroupAlone() {
        Rbac rbac = Worlds.rbac(POWER
                + "ClusterRole writer\n create" + G + "clusterrolebindings\n"
                + "ClusterRole binder\n bind" + G + "clusterroles\n"
                + "ClusterRoleBinding b ClusterRole writer\n Group system:serviceaccounts:shop\n"
                + "ClusterRoleBinding c ClusterRole binder\n Group system:serviceaccounts\n"
                + "RoleBinding shop/d ClusterRole r\n ServiceAccount shop/one\n ServiceAccount shop/two");
        assertThat(gains(rbac)).containsExactly("Group system:serviceaccounts:shop -> ClusterRole power cluster-wide");
    }

    @ParameterizedTest
    @CsvSource({
        "create, bind, clusterroles, ClusterRole power in namespace shop",
        "create, bind, roles, Role shop/local in namespace shop",
        "patch, bind, roles, Role shop/local in namespace shop",
        "update, bind, roles local, Role shop/local in namespace shop",
        "create, bind, clusterroles power, ClusterRole power in namespace shop",
    })
    void e16BindInTheNamespaceIsEnoughForARoleBinding(String write, String bind, String what, String gained) {
        Rbac rbac = Worlds.rbac(POWER
                + "Role shop/r\n " + write + G + "rolebindings\n " + bind + G + what + "\n"
                + "Role shop/local\n get core secrets\n"
                + "RoleBinding shop/b Role r\n User alice\n"
                + "RoleBinding shop/other Role local\n User bob");
        assertThat(gains(rbac)).containsExactly("Role shop/r in namespace shop -> " + gained);
    }

    @ParameterizedTest
    @CsvSource({
        // bind on bindings means nothing (rbac-police asks for it)
        "create, bind, rolebindings",
        // kubesplaining calls writing bindings without bind cluster-admin
        "create, get, roles",
        // the only role named is not there
        "create, bind, clusterroles gone",
        // no ClusterRole is bound in this namespace, and roleRef is immutable
        "update, bind, clusterroles",
        // resourceNames fail where the request has no name
        "create x, bind, clusterroles",
    })
    void e16NearMissesGainNothing(String write, String bind, String what) {
        String verb = write.split(" ")[0];
        String names = write.contains(" ") ? " x" : "";
        Rbac rbac = Worlds.rbac(POWER
                + "Role shop/r\n " + verb + G + "rolebindings" + names + "\n " + bind + G + what + "\n"
                + "RoleBinding shop/b Role r\n User alice");
        assertThat(rbac.bindings()).isEmpty();
    }

    @Test
    void e16BindAnywhereButTheBindingsNamespaceGainsNothing() {
        Rbac rbac = Worlds.rbac(POWER
                + "Role shop/r\n create" + G + "rolebindings\n"
                + "Role other/s\n bind" + G + "clusterroles\n"
                + "RoleBinding shop/b Role r\n User alice\n"
                + "RoleBinding other/c Role s\n User alice");
        assertThat(rbac.bindings()).isEmpty();
    }

    @Test
    void e16WithoutBindOnlyWhatIsHeldCanBeGranted() {
        Rbac rbac = Worlds.rbac(POWER
                + "ClusterRole r\n create" + G + "rolebindings,clusterrolebindings\n get core pods\n"
                + "ClusterRole pods\n get core pods\n"
                + "ClusterRoleBinding b ClusterRole r\n User alice");
        assertThat(rbac.bindings()).isEmpty();
        UserInfo alice = UserInfo.of(ALICE);
        ObjectRef pods = ObjectRef.cluster("ClusterRole", "pods");
        assertThat(rbac.missingToWrite(alice, Worlds.binding("", "x", pods, ALICE)))
                .contains(ImmutableList.of());
        assertThat(rbac.missingToWrite(alice, Worlds.binding("n", "x", POWER_EVERYWHERE.role(), ALICE)))
                .contains(ImmutableList.of(Worlds.everything()));
        assertThat(rbac.missingToWrite(alice, Worlds.binding("n", "x", ObjectRef.of("Role", "n", "gone"), ALICE)))
                .isEmpty();
    }

    @Test
    void bindingEverythingIsSaidOnceByTheRoleThatDominates() {
        Rbac rbac = Worlds.rbac(POWER
                + "ClusterRole r\n create" + G + "clusterrolebindings,rolebindings\n bind" + G + "clusterroles,roles\n"
                + "ClusterRole secrets\n get core secrets\n"
                + "Role shop/local\n get core pods\n"
                + "ClusterRoleBinding b ClusterRole r\n User alice");
        assertThat(gains(rbac)).containsExactly("ClusterRole r cluster-wide -> ClusterRole power cluster-wide");
        assertThat(rbac.clusterAdminGrants())
                .extracting(permit -> permit.grant().describe())
                .containsExactly("ClusterRole power cluster-wide", "everything cluster-wide");
    }

    @Test
    void clusterAdminIsWhoHoldsOneRuleOfEverythingWhateverItsName() {
        Rbac rbac = Worlds.rbac("""
                ClusterRole harmless
                 * * *
                ClusterRole cluster-admin
                 get core pods
                ClusterRole pieces
                 * core *
                 * apps *
                 get,list,watch,create,update,patch,delete,deletecollection * *
                RoleBinding shop/a ClusterRole harmless
                 User alice
                ClusterRoleBinding b ClusterRole harmless
                 User bob
                ClusterRoleBinding c ClusterRole cluster-admin
                 User carol
                ClusterRoleBinding d ClusterRole pieces
                 User dave
                """);
        assertThat(rbac.clusterAdminGrants())
                .extracting(permit -> permit.grant().describe())
                .containsExactly("ClusterRole harmless cluster-wide", "everything cluster-wide");
        assertThat(rbac.namespaceAdminGrants())
                .extracting(permit -> permit.grant().describe())
                .containsExactly("ClusterRole harmless in namespace shop");
    }

    @ParameterizedTest
    @CsvSource({
        "'update,escalate', clusterroles, true",
        "'patch,escalate', clusterroles r, true",
        "'patch,escalate', clusterroles other, false",
        "'escalate', clusterroles, false",
        "'update', clusterroles, false",
        // create has no name, and no binding can be made
        "'create,escalate', clusterroles, false",
    })
    void e15EscalatePaysWithAWriteToARoleThatIsBound(String verbs, String resource, boolean escalates) {
        Rbac rbac = Worlds.rbac("ClusterRole r\n " + verbs + G + resource + "\n"
                + "ClusterRole other\n get core pods\n"
                + "ClusterRoleBinding b ClusterRole r\n User alice");
        assertThat(escalations(rbac))
                .isEqualTo(escalates ? List.of("ClusterRole r cluster-wide -> everything cluster-wide") : List.of());
    }

    @Test
    void e15ARoleRewrittenByOneIsUsedByWhoeverIsBoundToIt() {
        Rbac rbac = Worlds.rbac("Role shop/writer\n update,escalate" + G + "roles target\n"
                + "Role shop/target\n get core pods\n"
                + "RoleBinding shop/a Role writer\n User alice\n"
                + "RoleBinding shop/b Role target\n User bob");
        assertThat(escalations(rbac))
                .containsExactly("Role shop/writer in namespace shop & Role shop/target in namespace shop"
                        + " -> everything in namespace shop");
    }

    @Test
    void e15ANamedEscalateWorksOnUpdateAndNotOnCreate() {
        String bindings = "\n create" + G + "rolebindings\n bind" + G + "roles\n";
        Rbac named = Worlds.rbac("Role shop/r\n create" + G + "roles\n escalate" + G + "roles new" + bindings
                + "RoleBinding shop/b Role r\n User alice");
        assertThat(named.escalations()).isEmpty();
        Rbac any = Worlds.rbac("Role shop/r\n create" + G + "roles\n escalate" + G + "roles" + bindings
                + "RoleBinding shop/b Role r\n User alice");
        assertThat(escalations(any)).containsExactly("Role shop/r in namespace shop -> everything in namespace shop");
    }

    @Test
    void e15ANewClusterRoleAggregatesIntoOneThatIsBound() {
        Rbac rbac = Worlds.rbac("ClusterRole r\n create,escalate" + G + "clusterroles\n"
                + "ClusterRole sum\n aggregate part true\n"
                + "ClusterRoleBinding a ClusterRole r\n User alice\n"
                + "RoleBinding shop/b ClusterRole sum\n User alice\n User bob");
        assertThat(escalations(rbac))
                .containsExactly("ClusterRole r cluster-wide & ClusterRole sum in namespace shop"
                        + " -> everything in namespace shop");
    }

    @Test
    void e15EscalateInANamespaceIsEverythingThereAndNoFurther() {
        Rbac rbac = Worlds.rbac("ClusterRole r\n update,escalate" + G + "roles,clusterroles\n"
                + " create" + G + "rolebindings\n"
                + "Role shop/local\n get core pods\n"
                + "RoleBinding shop/b ClusterRole r\n User alice");
        assertThat(escalations(rbac))
                .containsExactly("ClusterRole r in namespace shop -> everything in namespace shop");
        assertThat(rbac.permits(Permission.of("get", "", "secrets")))
                .extracting(permit -> permit.grant().describe())
                .containsExactly("everything cluster-wide", "everything in namespace shop");
        assertThat(rbac.permits(Permission.of("get", "", "nodes")))
                .extracting(permit -> permit.grant().describe())
                .containsExactly("everything cluster-wide");
    }

    @Test
    void e15ChangingAnAggregationRuleNeedsFullAuthority() {
        Rbac rbac = Worlds.rbac("ClusterRole sum\n aggregate part true\nClusterRole r\n get core pods\n"
                + "ClusterRoleBinding b ClusterRole r\n User alice");
        UserInfo alice = UserInfo.of(ALICE);
        Role aggregated = new Role(
                ObjectMeta.of("", "sum"),
                true,
                ImmutableList.of(),
                Optional.of(ImmutableList.of(LabelSelector.EVERYTHING)));
        Role plain = Worlds.role("", "sum");
        assertThat(rbac.missingToWrite(alice, aggregated, Optional.empty())).isNotEmpty();
        assertThat(rbac.missingToWrite(alice, plain, Optional.of(aggregated))).isNotEmpty();
        assertThat(rbac.missingToWrite(alice, plain, Optional.empty())).isEmpty();
        assertThat(rbac.missingToWrite(UserInfo.of(group("system:masters")), aggregated, Optional.empty()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "get core pods, get core pods, true",
        "'get,list core pods', get core pods, true",
        "get core pods, 'get,list core pods', false",
        "'get,list,watch core pods', * core pods, false",
        "* core pods, 'get,list core pods', true",
        "get core pods a, get core pods, false",
        "get core pods, get core pods a, true",
        "'get core pods a,b', get core pods a, true",
        "get core */scale, get core deployments/scale, true",
        "get core deployments/scale, get core */scale, false",
        "get core pods, get core pods/log, false",
        "get * pods, get core pods, true",
        "get core pods, get * pods, false",
        "get url /a*, get url /ab, true",
        "get url /ab, get url /a*, false",
        "get url *, get url /a*, true",
    })
    void e17CoverageIsAtomic(String held, String wanted, boolean covered) {
        Rbac rbac = Worlds.rbac("ClusterRole r\n " + held + "\nClusterRoleBinding b ClusterRole r\n User alice");
        List<PolicyRule> rules = BuiltInRoles.parse(List.of("ClusterRole w", " " + wanted))
                .roles()
                .get(0)
                .rules();
        assertThat(rbac.missing(UserInfo.of(ALICE), "", rules).isEmpty()).isEqualTo(covered);
    }

    @Test
    void writingBindingsInEveryNamespaceIsNotClusterAdmin() {
        Rbac rbac = Worlds.rbac(POWER
                + "ClusterRole r\n create" + G + "rolebindings\n bind" + G + "clusterroles\n"
                + "ClusterRoleBinding b ClusterRole r\n User alice\n"
                + "RoleBinding shop/x ClusterRole r\n User bob\n"
                + "RoleBinding data/y ClusterRole r\n User bob");
        assertThat(gains(rbac))
                .containsExactly(
                        "ClusterRole r cluster-wide -> ClusterRole power in namespace data",
                        "ClusterRole r cluster-wide -> ClusterRole power in namespace default",
                        "ClusterRole r cluster-wide -> ClusterRole power in namespace kube-system",
                        "ClusterRole r cluster-wide -> ClusterRole power in namespace shop",
                        "ClusterRole r in namespace data -> ClusterRole power in namespace data",
                        "ClusterRole r in namespace shop -> ClusterRole power in namespace shop");
    }

    @Test
    void aPremiseIsSaidOfTheHolderThatNeedsIt() {
        Rbac rbac = Worlds.rbac(POWER
                + "ClusterRole writer\n create" + G + "clusterrolebindings\n bind" + G + "clusterroles r2\n"
                + "ClusterRole r2\n get core pods\n update" + G + "clusterrolebindings\n"
                + "ClusterRole binder\n bind" + G + "clusterroles power\n"
                + "ClusterRoleBinding a ClusterRole writer\n ServiceAccount shop/cart\n"
                + "ClusterRoleBinding c ClusterRole binder\n ServiceAccount shop/cart\n"
                + "ClusterRoleBinding d ClusterRole power\n User root");
        Holder cart = new Holder.Identity(serviceAccount("shop", "cart"));
        Grant r2 = new Grant(ObjectRef.cluster("ClusterRole", "r2"), Scope.CLUSTER);
        assertThat(rbac.bindings())
                .filteredOn(step -> step.holder().equals(cart))
                .extracting(SelfGrant::gained, SelfGrant::premises)
                .containsExactlyInAnyOrder(
                        tuple(POWER_EVERYWHERE, ImmutableList.of()),
                        tuple(POWER_EVERYWHERE, ImmutableList.of(r2)),
                        tuple(r2, ImmutableList.of()));
        assertThat(rbac.bindings(cart, r2)).singleElement().satisfies(step -> {
            assertThat(step.holder()).isEqualTo(cart);
            assertThat(step.supports().get(0).facts())
                    .extracting(fact -> fact.object().name())
                    .contains("a", "writer");
        });
    }
}
