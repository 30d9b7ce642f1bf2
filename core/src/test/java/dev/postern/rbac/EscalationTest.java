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

    /** What alice comes to by one role, bound in the namespace shop or cluster-wide. */
    private static List<String> byOneRole(boolean clusterWide, String more, String... rules) {
        StringBuilder text = new StringBuilder("ClusterRole r\n");
        for (String rule : rules) {
            text.append(' ').append(rule.replace(" in ", G)).append('\n');
        }
        text.append(more).append(clusterWide ? "ClusterRoleBinding b" : "RoleBinding shop/b");
        return Worlds.rbac(text + " ClusterRole r\n User alice").escalations().stream()
                .map(step -> step.role() + " -> " + step.gained().describe())
                .toList();
    }

    @Test
    void e15ANewRoleIsFilledAtOnceOrLater() {
        assertThat(byOneRole(false, "", "create in roles,rolebindings", "escalate,bind in roles"))
                .as("with all rules, then bound by bind")
                .containsExactly("Role shop/(new) -> everything in namespace shop");
        assertThat(byOneRole(false, "", "create in roles,rolebindings", "update,escalate in roles new"))
                .as("empty, bound by coverage of nothing, then filled; its name is one that escalate allows")
                .containsExactly("Role shop/new -> everything in namespace shop");
        assertThat(byOneRole(false, "", "create in roles,rolebindings", "update in roles a,b", "escalate in roles b,c"))
                .as("a name that both allow")
                .containsExactly("Role shop/b -> everything in namespace shop");
        assertThat(byOneRole(false, "", "create in roles,rolebindings", "update in roles a", "escalate in roles c"))
                .as("no name that both allow")
                .isEmpty();
        assertThat(byOneRole(
                        false, "Role shop/new\n get core pods\n", "create in roles", "update,escalate in roles new"))
                .as("no binding can be made, and nobody is bound to it")
                .isEmpty();
        assertThat(byOneRole(false, "", "create in rolebindings", "update,escalate in roles new"))
                .as("there is no such role, and none can be created")
                .isEmpty();
        assertThat(byOneRole(true, "", "create in clusterroles,clusterrolebindings", "escalate,bind in clusterroles"))
                .contains("ClusterRole (new) -> everything cluster-wide");
        assertThat(byOneRole(
                        true,
                        "ClusterRole a\n get core pods\n",
                        "create in clusterroles,clusterrolebindings",
                        "escalate in clusterroles",
                        "bind in clusterroles a,z"))
                .as("bind allows one name that is free")
                .contains("ClusterRole z -> everything cluster-wide")
                .doesNotContain("ClusterRole a -> everything cluster-wide");
    }

    @Test
    void e15ARoleThatIsThereIsEmptiedBoundAndFilled() {
        String roles = "Role shop/a\n get core pods\nRole shop/b\n get core pods\nRole data/a\n get core pods\n";
        assertThat(byOneRole(false, roles, "create in rolebindings", "update,escalate in roles"))
                .as("among any, one is enough")
                .containsExactly("Role shop/a -> everything in namespace shop");
        assertThat(byOneRole(false, roles, "create in rolebindings", "update,escalate in roles b,zz"))
                .containsExactly("Role shop/b -> everything in namespace shop");
        assertThat(byOneRole(false, roles, "create in rolebindings", "update,escalate in clusterroles r"))
                .as("ClusterRoles belong to no namespace")
                .isEmpty();
        assertThat(byOneRole(true, roles, "create in rolebindings", "update,escalate in clusterroles power"))
                .as("there is no such ClusterRole")
                .isEmpty();
        assertThat(byOneRole(
                        true,
                        "ClusterRole x\n get core pods\nRole shop/a\n get core pods\n",
                        "create in rolebindings",
                        "update,escalate in clusterroles x"))
                .as("a ClusterRole in a binding of any namespace")
                .contains(
                        "ClusterRole x -> everything in namespace default",
                        "ClusterRole x -> everything in namespace shop");
        assertThat(byOneRole(false, roles, "create in rolebindings", "update in roles", "escalate in clusterroles"))
                .isEmpty();
    }

    @Test
    void e15ARoleThatIsBoundIsFilledByWhoeverAddsItselfToTheBinding() {
        String bound = "Role shop/a\n get core pods\nRoleBinding shop/x Role a\n User bob\n"
                + "RoleBinding shop/y Role a\n User carol\n";
        assertThat(byOneRole(false, bound, "update in rolebindings x", "update,escalate in roles a"))
                .contains("Role shop/a -> everything in namespace shop");
        Rbac rbac = Worlds.rbac("Role shop/r\n update" + G + "rolebindings x\n update,escalate" + G + "roles a\n"
                + bound + "RoleBinding shop/z Role r\n User alice");
        assertThat(rbac.escalations())
                .filteredOn(step -> step.bound().isEmpty())
                .singleElement()
                .satisfies(step -> assertThat(step.supports())
                        .allSatisfy(support -> assertThat(support.facts())
                                .extracting(fact -> fact.object() + " " + fact.field())
                                .contains("RoleBinding shop/x roleRef")
                                .doesNotContain("RoleBinding shop/y roleRef")));
        assertThat(byOneRole(false, bound, "update in rolebindings other", "update,escalate in roles a"))
                .as("by whoever is bound already only")
                .containsExactly("Role shop/a -> everything in namespace shop");
    }

    @Test
    void e15OfAggregatedRolesThoseCountThatALabelLeadsInto() {
        String sums = "ClusterRole sum\n aggregate part true\nRoleBinding shop/c ClusterRole sum\n User bob\n"
                + "ClusterRole part\n label part true\n get core pods\n"
                + "ClusterRole plain\n get core pods\nRoleBinding shop/d ClusterRole plain\n User bob\n";
        assertThat(byOneRole(true, sums, "update,escalate in clusterroles part"))
                .as("a part, by the sum that is bound")
                .containsExactly("ClusterRole part -> everything in namespace shop");
        assertThat(byOneRole(true, sums, "update,escalate in clusterroles sum"))
                .as("the sum itself: the controller would undo it, but not at once")
                .containsExactly("ClusterRole sum -> everything in namespace shop");
        assertThat(byOneRole(true, sums, "update,escalate in clusterroles gone"))
                .isEmpty();
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
        assertThat(rbac.missingToWrite(alice, aggregated, Optional.of(aggregated)))
                .as("nothing is changed")
                .isEmpty();
        Role both = Worlds.withRules(aggregated, Worlds.everything());
        assertThat(rbac.missingToWrite(alice, both, Optional.of(aggregated))).isNotEmpty();
        assertThat(rbac.missingToWrite(UserInfo.of(group("system:masters")), aggregated, Optional.empty()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', true, ClusterRole, power, false",
        "'bind in clusterroles', true, ClusterRole, power, true",
        "'bind in clusterroles power', true, ClusterRole, power, true",
        "'bind in clusterroles other', true, ClusterRole, power, false",
        "'bind in roles', true, ClusterRole, power, false",
        "'bind in clusterroles', false, ClusterRole, power, true",
        "'bind in clusterroles', false, Role, local, false",
        "'bind in roles local', false, Role, local, true",
        "'get core secrets', false, Role, local, true",
        "'bind core clusterroles', true, ClusterRole, power, false",
    })
    void e16ABindingIsAdmittedByBindOrByCoverage(
            String rule, boolean clusterWide, String kind, String name, boolean admitted) {
        Rbac rbac = Worlds.rbac(POWER + "Role shop/local\n get core secrets\nClusterRole r\n get core pods\n"
                + (rule.isEmpty() ? "" : " " + rule.replace(" in ", G) + "\n")
                + (clusterWide ? "ClusterRoleBinding b" : "RoleBinding shop/b") + " ClusterRole r\n User alice");
        ObjectRef role = kind.equals("Role") ? ObjectRef.of(kind, "shop", name) : ObjectRef.cluster(kind, name);
        assertThat(rbac.missingToWrite(
                        UserInfo.of(ALICE), Worlds.binding(clusterWide ? "" : "shop", "new", role, ALICE)))
                .hasValueSatisfying(missing -> assertThat(missing.isEmpty()).isEqualTo(admitted));
        assertThat(rbac.missingToWrite(
                        UserInfo.of(ALICE), Worlds.binding("shop", "new", ObjectRef.of("Role", "shop", "gone"), ALICE)))
                .as("a role that is not there")
                .isEqualTo(rule.equals("bind in roles") ? Optional.of(ImmutableList.of()) : Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "'escalate in clusterroles', true, true",
        "'escalate in clusterroles x', true, true",
        "'escalate in clusterroles x', false, false",
        "'escalate in clusterroles y', true, false",
        "'escalate in roles', true, false",
        "'* in roles', true, false",
        "'get core secrets', true, true",
    })
    void e15ARoleIsAdmittedByEscalateOrByCoverage(String rule, boolean exists, boolean admitted) {
        Rbac rbac = Worlds.rbac(
                "ClusterRole r\n " + rule.replace(" in ", G) + "\nClusterRoleBinding b ClusterRole r\n User alice");
        Role role = Worlds.role("", "x", Worlds.rule(List.of("get"), List.of(""), List.of("secrets"), List.of()));
        assertThat(rbac.missingToWrite(
                                UserInfo.of(ALICE),
                                role,
                                exists ? Optional.of(Worlds.withRules(role)) : Optional.empty())
                        .isEmpty())
                .isEqualTo(admitted);
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
                        "ClusterRole r cluster-wide -> ClusterRole power in every namespace",
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
