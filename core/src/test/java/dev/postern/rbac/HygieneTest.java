package dev.postern.rbac;

import static dev.postern.model.Subject.group;
import static dev.postern.model.Subject.serviceAccount;
import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.PolicyRule;
import dev.postern.model.ResourceQuota;
import dev.postern.model.Role;
import dev.postern.model.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows RB-44, RB-49 to RB-52, RB-60, RB-61 and RB-64 of the catalogue: what leads nowhere. Each with near misses. */
class HygieneTest {
    private static List<HygieneFinding> findings(Cluster cluster) {
        return Rbac.of(cluster, RbacOptions.DEFAULT.withoutBuiltInRoles()).hygiene();
    }

    private static List<HygieneFinding> findings(String policy) {
        return findings(Worlds.cluster(policy));
    }

    private static List<String> of(HygieneKind kind, List<HygieneFinding> findings) {
        return findings.stream()
                .filter(finding -> finding.kind() == kind)
                .map(finding -> finding.object() + " " + finding.detail())
                .toList();
    }

    /** What the finding of that kind says of one rule, given to alice in the namespace shop or cluster-wide; else "". */
    private static String said(HygieneKind kind, String rule, boolean clusterWide) {
        String binding = clusterWide ? "ClusterRoleBinding b" : "RoleBinding shop/b";
        List<String> details =
                of(kind, findings("ClusterRole r\n " + rule + "\n" + binding + " ClusterRole r\n User alice"));
        String start = binding + " lets User alice ";
        assertThat(details).allMatch(detail -> detail.startsWith(start));
        assertThat(details).hasSizeLessThan(2);
        return details.isEmpty() ? "" : details.get(0).substring(start.length());
    }

    @ParameterizedTest
    @CsvSource({
        "'update core configmaps', 'update configmaps in namespace shop'",
        "'create,patch core configmaps', 'create,patch configmaps in namespace shop'",
        "'patch core configmaps app', 'patch configmaps [app] in namespace shop'",
        "'deletecollection * *', 'deletecollection configmaps in namespace shop'",
        "'get,list,watch core configmaps', ''",
        "'update apps configmaps', ''",
        "'update core secrets', ''",
        "'create core configmaps app', ''",
    })
    void rb44WritingConfigMaps(String rule, String said) {
        assertThat(said(HygieneKind.CONFIG_WRITES, rule, false)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({
        "'delete core pods', false, 'delete pods in namespace shop'",
        "'delete core secrets db', false, 'delete secrets [db] in namespace shop'",
        "'deletecollection apps deployments', true, 'deletecollection deployments cluster-wide'",
        "'delete batch *', true, 'delete cronjobs, jobs cluster-wide'",
        "'* core replicationcontrollers', true, 'delete,deletecollection replicationcontrollers cluster-wide'",
        "'delete core namespaces', true, 'delete namespaces cluster-wide'",
        "'delete core namespaces', false, 'delete namespaces [shop] in namespace shop'",
        "'deletecollection core namespaces', false, ''",
        "'deletecollection core secrets db', false, ''",
        "'delete core configmaps', false, ''",
        "'update,patch core pods', false, ''",
        "'delete core deployments', false, ''",
        "'delete core pods/exec', false, ''",
    })
    void rb49Deleting(String rule, boolean clusterWide, String said) {
        assertThat(said(HygieneKind.DELETES, rule, clusterWide)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({
        "'delete core events', 'delete events in namespace shop'",
        "'deletecollection events.k8s.io events', 'deletecollection events in namespace shop'",
        "'create,patch core events', ''",
        "'delete core pods/log', ''",
    })
    void rb50DeletingEvents(String rule, String said) {
        assertThat(said(HygieneKind.EVENT_DELETES, rule, false)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({
        "'get core pods/log', false, 'get pods/log in namespace shop'",
        "'get core pods/log web', false, 'get pods/log [web] in namespace shop'",
        "'create authentication.k8s.io tokenreviews', true,"
                + " 'create tokenreviews.authentication.k8s.io cluster-wide'",
        "'create authorization.k8s.io subjectaccessreviews', true,"
                + " 'create subjectaccessreviews.authorization.k8s.io cluster-wide'",
        "'create authorization.k8s.io localsubjectaccessreviews', false,"
                + " 'create localsubjectaccessreviews.authorization.k8s.io in namespace shop'",
        "'create authentication.k8s.io tokenreviews', false, ''",
        "'create authorization.k8s.io selfsubjectaccessreviews', true, ''",
        "'get core pods', false, ''",
        "'list core pods/log', false, ''",
    })
    void rb51LookingAround(String rule, boolean clusterWide, String said) {
        assertThat(said(HygieneKind.RECONNAISSANCE, rule, clusterWide)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({
        "'create core pods', 'create pods in namespace shop'",
        "'create batch jobs', 'create jobs in namespace shop'",
        "'create networking.k8s.io ingresses', 'create ingresses.networking.k8s.io in namespace shop'",
        "'create core pods x', ''",
        "'create core pods/exec', ''",
        "'update core pods', ''",
        "'create authorization.k8s.io localsubjectaccessreviews', ''",
    })
    void rb52CreatingWithoutBounds(String rule, String said) {
        assertThat(said(HygieneKind.UNBOUNDED_CREATES, rule, false)).isEqualTo(said);
    }

    private static ResourceQuota quota(String namespace, boolean scoped, String... limited) {
        return new ResourceQuota(ObjectMeta.of(namespace, "q"), ImmutableSortedSet.copyOf(limited), scoped);
    }

    @ParameterizedTest
    @CsvSource({
        "shop, false, pods, 'create configmaps, jobs'",
        "shop, false, count/pods, 'create configmaps, jobs'",
        "shop, false, configmaps, 'create jobs, pods'",
        "shop, false, count/jobs.batch, 'create configmaps, pods'",
        "shop, false, jobs, 'create configmaps, jobs, pods'",
        "shop, false, count/jobs, 'create configmaps, jobs, pods'",
        "shop, false, requests.cpu, 'create configmaps, jobs, pods'",
        "shop, true, pods, 'create configmaps, jobs, pods'",
        "data, false, pods, 'create configmaps, jobs, pods'",
    })
    void rb52AQuotaBoundsWhatItCounts(String namespace, boolean scoped, String counted, String said) {
        String policy = "ClusterRole r\n create core,batch pods,configmaps,jobs\n";
        Cluster local = Worlds.builder(policy + "RoleBinding shop/b ClusterRole r\n User alice")
                .add(quota(namespace, scoped, counted))
                .build();
        assertThat(of(HygieneKind.UNBOUNDED_CREATES, findings(local)))
                .containsExactly("RoleBinding shop/b lets User alice " + said + " in namespace shop");
        Cluster everywhere = Worlds.builder(policy + "ClusterRoleBinding b ClusterRole r\n User alice")
                .add(quota(namespace, scoped, counted))
                .build();
        assertThat(of(HygieneKind.UNBOUNDED_CREATES, findings(everywhere)))
                .as("there are namespaces without a quota")
                .containsExactly("ClusterRoleBinding b lets User alice create configmaps, jobs, pods cluster-wide");
    }

    @Test
    void rb52AQuotaForAllOfItIsEnough() {
        Cluster cluster = Worlds.builder(
                        "ClusterRole r\n create core pods,secrets\nRoleBinding shop/b ClusterRole r\n User alice")
                .add(quota("shop", false, "pods", "count/secrets"))
                .build();
        assertThat(of(HygieneKind.UNBOUNDED_CREATES, findings(cluster))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'create scheduling.k8s.io priorityclasses', true, 'create priorityclasses.scheduling.k8s.io cluster-wide'",
        "'create scheduling.k8s.io priorityclasses', false, ''",
        "'get,update scheduling.k8s.io priorityclasses', true, ''",
    })
    void rb52PriorityClasses(String rule, boolean clusterWide, String said) {
        assertThat(said(HygieneKind.PRIORITY_CLASSES, rule, clusterWide)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({
        "Group system:unauthenticated, get core pods, 'Group system:unauthenticated get pods'",
        "User system:anonymous, get core pods, 'User system:anonymous get pods'",
        "Group system:authenticated, get core pods, 'Group system:authenticated get pods'",
        "Group system:serviceaccounts, get core pods, 'Group system:serviceaccounts get pods'",
        "User system:anonymous, get url *, 'User system:anonymous get *'",
        "Group system:unauthenticated, 'get url /healthz,/metrics', 'Group system:unauthenticated get /metrics'",
        "Group system:unauthenticated, get url /api, 'Group system:unauthenticated get /api'",
        "Group system:authenticated, * * *, 'Group system:authenticated * * in *'",
        "User system:anonymous, 'get url /healthz,/version', ''",
        "Group system:authenticated, get url /api, ''",
        "Group system:unauthenticated, get url /openid/v1/jwks, ''",
        "Group system:serviceaccounts, get url /openid/v1/jwks, ''",
        "Group system:authenticated, create authorization.k8s.io selfsubjectaccessreviews, ''",
        "Group system:serviceaccounts:shop, get core pods, ''",
        "User system:unauthenticated, get core pods, ''",
        "Group developers, get core pods, ''",
    })
    void rb60AndRb61GrantsToEverybodyButTheBenign(String subject, String rule, String said) {
        String policy = "ClusterRole whatever\n " + rule + "\nClusterRoleBinding b ClusterRole whatever\n " + subject;
        assertThat(of(HygieneKind.EVERYBODY_BOUND, findings(policy)))
                .isEqualTo(said.isEmpty() ? List.of() : List.of("ClusterRoleBinding b lets " + said + " cluster-wide"));
    }

    @ParameterizedTest
    @CsvSource({
        "kube-public, get core configmaps cluster-info, true",
        "kube-public, get core configmaps, false",
        "kube-public, get core configmaps other, false",
        "shop, get core configmaps cluster-info, false",
        "shop, get url /metrics, true",
    })
    void rb60WhatKubeadmPublishesIsBenignWhereItIs(String namespace, String rule, boolean benign) {
        String policy =
                "ClusterRole r\n " + rule + "\nRoleBinding " + namespace + "/b ClusterRole r\n User system:anonymous";
        assertThat(of(HygieneKind.EVERYBODY_BOUND, findings(policy))).hasSize(benign ? 0 : 1);
    }

    @Test
    void rb61EverybodyIsExpandedToWhoeverThatIs() {
        Cluster cluster = Worlds.builder("""
                        ClusterRole r
                         list core secrets
                        ClusterRoleBinding b ClusterRole r
                         Group system:serviceaccounts
                         User bob
                        """)
                .add(Worlds.account("shop", "cart"))
                .add(Worlds.account("ops", "robot"))
                .build();
        assertThat(findings(cluster))
                .filteredOn(finding -> finding.kind() == HygieneKind.EVERYBODY_BOUND)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.subjects()).containsExactly(group("system:serviceaccounts"));
                    assertThat(finding.members())
                            .containsExactly(serviceAccount("ops", "robot"), serviceAccount("shop", "cart"));
                    assertThat(finding.evidence())
                            .extracting(Evidence::field)
                            .containsExactly("subjects[0]", "roleRef", "rules[0]");
                });
    }

    @Test
    void rb60TheTableOfBenignGrantsIsDocumentedAndTheDefaultPolicyIsInIt() throws IOException {
        BuiltInRoles table = BenignGrants.load();
        String page = Files.readString(Path.of(System.getProperty("postern.root", ".."), "docs", "rbac.md"));
        assertThat(table.roles())
                .hasSize(5)
                .allSatisfy(
                        role -> assertThat(page).contains("| `" + role.meta().name() + "` |"));
        BenignGrants benign = new BenignGrants();
        Policy defaults = Policy.of(Cluster.builder().build(), true);
        for (BindingEntry binding : defaults.bindings()) {
            for (Subject subject : binding.subjects()) {
                if (BenignGrants.isEverybody(subject)) {
                    assertThat(benign.beyond(
                                    subject,
                                    binding.scope(),
                                    binding.role().orElseThrow().policyRules()))
                            .as(binding.binding().ref().toString())
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void rb64TheDefaultAccount() {
        List<HygieneFinding> findings = findings("""
                Role shop/r
                 get core pods
                RoleBinding shop/b Role r
                 ServiceAccount shop/default
                 ServiceAccount shop/defaults
                 User default
                 Group system:serviceaccounts:shop
                """);
        assertThat(of(HygieneKind.DEFAULT_ACCOUNT_BOUND, findings))
                .containsExactly("RoleBinding shop/b gives Role r to ServiceAccount shop/default, as which every pod"
                        + " runs that names no account of its own");
    }

    @ParameterizedTest
    @CsvSource({
        "RoleBinding shop/b Role gone, true",
        "RoleBinding shop/b ClusterRole gone, true",
        "ClusterRoleBinding b ClusterRole gone, true",
        "RoleBinding shop/b Role r, false",
        "RoleBinding data/b Role r, true",
    })
    void rb64AReferenceToNoRole(String binding, boolean dangling) {
        List<HygieneFinding> findings = findings("Role shop/r\n get core pods\n" + binding + "\n User alice");
        assertThat(findings)
                .filteredOn(finding -> finding.kind() == HygieneKind.DANGLING_ROLE)
                .hasSize(dangling ? 1 : 0)
                .allSatisfy(finding -> {
                    assertThat(finding.subjects()).containsExactly(user("alice"));
                    assertThat(finding.evidence()).extracting(Evidence::field).containsExactly("roleRef");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "ServiceAccount shop/ghost, true, true",
        "ServiceAccount shop/ghost, false, false",
        "User system:serviceaccount:shop:ghost, true, true",
        "ServiceAccount shop/cart, true, false",
        "ServiceAccount shop/default, true, false",
        "User ghost, true, false",
    })
    void rb64AnAccountThatIsNotThere(String subject, boolean accountsInTheInput, boolean dangling) {
        Cluster.Builder cluster = Worlds.builder("Role shop/r\n get core pods\nRoleBinding shop/b Role r\n " + subject);
        if (accountsInTheInput) {
            cluster.add(Worlds.account("shop", "cart"));
        }
        assertThat(of(HygieneKind.DANGLING_ACCOUNT, findings(cluster.build())))
                .isEqualTo(
                        dangling
                                ? List.of("RoleBinding shop/b names ServiceAccount shop/ghost, which the input does not"
                                        + " hold: whoever may create it gets Role r")
                                : List.of());
    }

    @Test
    void rb64ABindingThatNamesNobody() {
        List<HygieneFinding> findings = findings("""
                ClusterRole r
                 get core pods
                ClusterRoleBinding empty ClusterRole r
                ClusterRoleBinding robot ClusterRole r
                 Robot r2
                ClusterRoleBinding somebody ClusterRole r
                 User alice
                """);
        assertThat(of(HygieneKind.NO_SUBJECTS, findings))
                .containsExactly(
                        "ClusterRoleBinding empty gives ClusterRole r to nobody",
                        "ClusterRoleBinding robot gives ClusterRole r to nobody");
    }

    @Test
    void rb64ARoleThatIsNotUsed() {
        List<HygieneFinding> findings = findings("""
                ClusterRole unused
                 get core pods
                Role shop/unused
                 get core pods
                Role shop/bound
                 get core pods
                RoleBinding shop/b Role bound
                 User alice
                ClusterRole sum
                 aggregate part true
                ClusterRole part
                 label part true
                 get core pods
                ClusterRoleBinding b ClusterRole sum
                 User alice
                """);
        assertThat(findings)
                .filteredOn(finding -> finding.kind() == HygieneKind.UNUSED_ROLE)
                .extracting(HygieneFinding::object)
                .containsExactly(ObjectRef.cluster("ClusterRole", "unused"), ObjectRef.of("Role", "shop", "unused"));
    }

    @Test
    void whatTheServerMadeItselfIsNoFinding() {
        BuiltInRoles defaults = BuiltInRoles.load();
        Cluster.Builder cluster = Cluster.builder();
        defaults.roles().forEach(cluster::add);
        defaults.bindings().forEach(cluster::add);
        assertThat(findings(cluster.build())).isEmpty();
        assertThat(Rbac.of(Cluster.builder().build(), RbacOptions.DEFAULT).hygiene())
                .as("nor what is assumed")
                .isEmpty();
    }

    @Test
    void whatWasAddedToADefaultBindingOrRoleIsOne() {
        String policy = "ClusterRole view\n delete core pods\nClusterRoleBinding %s ClusterRole %s\n %s";
        assertThat(findings(policy.formatted("system:discovery", "system:discovery", "Group system:authenticated")
                        + "\nClusterRole system:discovery\n get url /api\n get core pods"))
                .as("a rule more")
                .extracting(HygieneFinding::kind)
                .containsExactly(HygieneKind.EVERYBODY_BOUND);
        assertThat(findings("ClusterRole system:monitoring\n get url /metrics\n"
                        + "ClusterRoleBinding system:monitoring ClusterRole system:monitoring\n"
                        + " Group system:authenticated"))
                .as("a subject more")
                .extracting(HygieneFinding::kind)
                .containsExactly(HygieneKind.EVERYBODY_BOUND);
        assertThat(findings("ClusterRole view\n delete core pods\n"
                        + "ClusterRoleBinding system:monitoring ClusterRole view\n Group system:monitoring"))
                .as("another role")
                .extracting(HygieneFinding::kind)
                .containsExactly(HygieneKind.DELETES);
    }

    @Test
    void aRoleThatAllowsEverythingIsSaidElsewhere() {
        assertThat(findings("ClusterRole power\n * * *\nClusterRoleBinding b ClusterRole power\n User alice"))
                .isEmpty();
    }

    @Test
    void aFindingConcernsItsSubjectsAndTheMembersOfItsGroups() {
        List<HygieneFinding> findings = findings("""
                ClusterRole r
                 delete core pods
                ClusterRoleBinding b ClusterRole r
                 Group system:serviceaccounts:shop
                 User alice
                """);
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.detail())
                    .isEqualTo("lets Group system:serviceaccounts:shop and 1 more delete pods cluster-wide");
            assertThat(finding.concerns(user("alice"))).isTrue();
            assertThat(finding.concerns(serviceAccount("shop", "cart"))).isTrue();
            assertThat(finding.concerns(serviceAccount("data", "cart"))).isFalse();
            assertThat(finding.concerns(user("bob"))).isFalse();
            assertThat(finding.evidence()).extracting(Evidence::field).containsExactly("roleRef", "rules[0]");
        });
    }

    @Test
    void theWorstComesFirstAndManyTargetsAreCounted() {
        Role many = Worlds.role(
                "",
                "r",
                Worlds.rule(List.of("delete", "create"), List.of("*"), List.of("*"), List.of()),
                Worlds.rule(List.of("get"), List.of(""), List.of("pods/log"), List.of()));
        List<HygieneFinding> findings = Worlds.rbac(
                        List.of(many),
                        List.of(Worlds.binding("shop", "b", ObjectRef.cluster("ClusterRole", "r"), user("alice"))))
                .hygiene();
        assertThat(findings)
                .extracting(HygieneFinding::kind)
                .containsExactly(
                        HygieneKind.DELETES,
                        HygieneKind.CONFIG_WRITES,
                        HygieneKind.EVENT_DELETES,
                        HygieneKind.RECONNAISSANCE,
                        HygieneKind.UNBOUNDED_CREATES);
        assertThat(findings.get(0).detail())
                .isEqualTo("lets User alice delete cronjobs, daemonsets, deployments, jobs, namespaces [shop], pods"
                        + " and 4 more in namespace shop");
    }

    @Test
    void ruleWithoutEffectIsNone() {
        PolicyRule literal = Worlds.rule(List.of("delete"), List.of(""), List.of("pods/*"), List.of());
        assertThat(Worlds.rbac(
                                List.of(Worlds.role("", "r", literal)),
                                List.of(Worlds.binding("", "b", ObjectRef.cluster("ClusterRole", "r"), user("alice"))))
                        .hygiene())
                .isEmpty();
    }
}
