package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.attack.Vertex;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Change;
import dev.postern.model.ClusterFacts;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.ObjectRef;
import dev.postern.model.Subject;
import dev.postern.network.CniProfile;
import dev.postern.network.Enforcement;
import dev.postern.network.NetworkFindingKind;
import dev.postern.path.AttackPath;
import dev.postern.path.EscalationQuery;
import dev.postern.path.PathChange;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.path.ReachQuery;
import dev.postern.path.Step;
import dev.postern.rbac.AccessRequest;
import dev.postern.rbac.Rbac;
import dev.postern.rbac.RbacOptions;
import dev.postern.remediation.CutQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from facts: each where it counts, each as evidence with its line, and nothing where nobody says so. */
final class ClusterFactsTest {
    private static final String HEAD = "apiVersion: postern.dev/v1\nkind: ClusterFacts\n";
    private static final Subject DANA = Subject.user("dana@example.com");
    private static final Subject ADMINS = Subject.group("platform-admins");
    private static final String MEMBER = HEAD + "users: [{name: dana@example.com, groups: [platform-admins]}]\n";

    private static final String SHOP = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop, labels: {app: web}}
            spec: {serviceAccountName: web, containers: [{name: c, image: web, ports: [{containerPort: 80}]}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: shop}
            spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: keys, namespace: shop, labels: {app: pay}}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: exec}
            rules: [{apiGroups: [''], resources: [pods/exec], verbs: [create, get]}]
            ---
            """;

    private static String bind(String role, String subject) {
        return """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: %s-%s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}
                subjects: [%s]
                ---
                """.formatted(role, Integer.toHexString(subject.hashCode()), role, subject);
    }

    private static final String TO_ADMINS = bind("exec", "{kind: Group, name: platform-admins}");
    private static final String TO_ANONYMOUS = bind("cluster-admin", "{kind: User, name: 'system:anonymous'}");
    private static final String TO_UNAUTHENTICATED =
            bind("cluster-admin", "{kind: Group, name: 'system:unauthenticated'}");
    private static final String TO_WEB = bind("cluster-admin", "{kind: ServiceAccount, name: web, namespace: shop}");
    private static final String NO_EGRESS = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: closed, namespace: shop}
            spec: {podSelector: {}, policyTypes: [Egress]}
            ---
            """;

    @TempDir
    private Path folder;

    private ClusterSnapshot snapshot(String manifests, String facts) {
        try {
            return ClusterSnapshot.read(List.of(
                    Input.path(Files.writeString(folder.resolve("all.yaml"), manifests)),
                    Input.facts(Files.writeString(folder.resolve("facts.yaml"), facts))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Analysis analysis(String manifests, String facts) {
        return Postern.analyze(snapshot(manifests, facts));
    }

    private static List<AttackPath> paths(Analysis analysis, String from, String to) {
        return analysis.paths(
                        PathQuery.from(Place.parse(from)).to(Place.parse(to)).assuming(1))
                .paths();
    }

    private static void restsOnLine(Analysis analysis, List<Evidence> evidence, int line) {
        assertThat(evidence.stream()
                        .filter(fact -> fact.object().kind().equals(ClusterFacts.KIND))
                        .map(fact -> analysis.locate(List.of(fact)).get(fact)))
                .isNotEmpty()
                .allSatisfy(place -> {
                    assertThat(place.file()).endsWith("facts.yaml");
                    assertThat(place.line()).isEqualTo(line);
                });
    }

    // Version

    @Test
    void theVersionIsThatOfTheFactsUnlessOptionsSayIt() {
        String node =
                "apiVersion: v1\nkind: Node\nmetadata: {name: n}\nstatus: {nodeInfo: {kubeletVersion: v1.33.0}}\n";
        ClusterSnapshot snapshot = snapshot(SHOP + node, HEAD + "kubernetesVersion: '1.20'\n");
        Analysis analysis = Postern.analyze(snapshot);
        assertThat(Rbac.of(snapshot.cluster(), RbacOptions.DEFAULT).version()).isEqualTo(new KubernetesVersion(1, 20));
        Evidence fact = Rbac.of(snapshot.cluster(), RbacOptions.DEFAULT).versionEvidence();
        restsOnLine(analysis, List.of(fact), 3);
        assertThat(Rbac.of(snapshot.cluster(), RbacOptions.DEFAULT.withVersion(new KubernetesVersion(1, 36)))
                        .version())
                .isEqualTo(new KubernetesVersion(1, 36));
    }

    // Groups

    private static final AccessRequest EXEC =
            AccessRequest.parse("create", "pods/exec").in("shop");

    @Test
    void aMemberMayWhatTheGroupMay() {
        Analysis analysis = analysis(SHOP + TO_ADMINS, MEMBER);
        assertThat(analysis.user(DANA).groups()).containsExactly("platform-admins", "system:authenticated");
        var answer = analysis.explain(EXEC, analysis.user(DANA));
        assertThat(answer.decision().isAllowed()).isTrue();
        restsOnLine(analysis, answer.decision().evidence(), 3);
        assertThat(answer.grounds().get(0).rule()).as("the rule is taken apart").isPresent();
        assertThat(analysis.explain(EXEC, analysis.user(Subject.user("erik")))
                        .decision()
                        .isAllowed())
                .isFalse();
        assertThat(analysis.rights(DANA).rights()).isNotEmpty();
        assertThat(analysis.whoCan(EXEC).allows(DANA)).isTrue();
        assertThat(analysis.whoCan(EXEC).subjects().stream()
                        .filter(allowed -> allowed.subject().equals(ADMINS))
                        .flatMap(allowed -> allowed.members().stream()))
                .containsExactly(DANA);
    }

    @Test
    void withoutFactsNobodyIsInAnyDirectory() {
        Analysis analysis = analysis(SHOP + TO_ADMINS, HEAD);
        assertThat(analysis.explain(EXEC, analysis.user(DANA)).decision().isAllowed())
                .isFalse();
        assertThat(analysis.whoCan(EXEC).allows(DANA)).isFalse();
        assertThat(paths(analysis, "user:dana@example.com", "pod:shop/web")).isEmpty();
    }

    @Test
    void aPathLeadsThroughTheGroup() {
        Analysis analysis = analysis(SHOP + TO_ADMINS, MEMBER);
        List<Step> steps =
                paths(analysis, "user:dana@example.com", "pod:shop/web").get(0).steps();
        assertThat(steps.get(0).type().id()).isEqualTo("SUBJECT_IN_GROUP");
        assertThat(steps.get(0).to()).isEqualTo(new Vertex.Identity(ADMINS));
        restsOnLine(analysis, steps.get(0).evidence(), 3);
    }

    @Test
    void escalationsOfAUserWhomNothingElseNames() {
        Analysis analysis = analysis(SHOP + TO_WEB + TO_ADMINS, MEMBER);
        assertThat(analysis.escalations(EscalationQuery.of(List.of(DANA))).toString())
                .contains("SUBJECT_IN_GROUP", "dana@example.com");
    }

    @Test
    void everybodyIsAlsoWhomFactsName() {
        Analysis analysis = analysis(SHOP + TO_ADMINS, MEMBER);
        assertThat(analysis.escalations(EscalationQuery.everybody()).identities())
                .anyMatch(identity -> identity.subject().equals(DANA));
        assertThat(analysis(SHOP + TO_ADMINS, HEAD)
                        .escalations(EscalationQuery.everybody())
                        .identities())
                .noneMatch(identity -> identity.subject().equals(DANA));
    }

    @Test
    void rightsOfTwoGroupsComeTogetherInTheirMember() {
        String half = SHOP + """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: writer}
                rules: [{apiGroups: [rbac.authorization.k8s.io], resources: [clusterrolebindings], verbs: [create]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: binder}
                rules: [{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind]}]
                ---
                """ + bind("writer", "{kind: Group, name: g}") + bind("binder", "{kind: Group, name: h}");
        Analysis both = analysis(half, HEAD + "users: [{name: dana@example.com, groups: [g, h]}]\n");
        List<AttackPath> paths = paths(both, "user:dana@example.com", "cluster-admin");
        assertThat(paths).isNotEmpty();
        restsOnLine(
                both,
                paths.get(0).steps().stream()
                        .flatMap(step -> step.evidence().stream())
                        .toList(),
                3);
        Analysis one = analysis(half, HEAD + "users: [{name: dana@example.com, groups: [g]}]\n");
        assertThat(paths(one, "user:dana@example.com", "cluster-admin")).isEmpty();
        Analysis apart =
                analysis(half, HEAD + "users: [{name: dana@example.com, groups: [g]}, {name: e, groups: [h]}]\n");
        assertThat(paths(apart, "user:dana@example.com", "cluster-admin")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"users, dana@example.com, 0", "groups, platform-admins, 1"})
    void whoImpersonatesAUserDoesNotGetTheGroupsOfTheDirectory(String resource, String name, int found) {
        String impersonator = """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: imp}
                rules:
                - {apiGroups: [''], resources: [users], verbs: [impersonate], resourceNames: [dana@example.com]}
                - {apiGroups: [''], resources: [%s], verbs: [impersonate], resourceNames: [%s]}
                ---
                """.formatted(resource, name) + bind("imp", "{kind: User, name: eve}");
        Analysis analysis = analysis(SHOP + TO_ADMINS + impersonator, MEMBER);
        assertThat(paths(analysis, "user:eve", "pod:shop/web")).hasSizeGreaterThanOrEqualTo(found);
        assertThat(paths(analysis, "user:eve", "pod:shop/web").isEmpty()).isEqualTo(found == 0);
    }

    @Test
    void ofTwoThatContradictTheFirstCounts() {
        Analysis analysis = analysis(
                SHOP + TO_ADMINS,
                HEAD + "users:\n- {name: dana@example.com, groups: [staff]}\n"
                        + "- {name: dana@example.com, groups: [platform-admins]}\n");
        assertThat(analysis.user(DANA).groups()).containsExactly("staff", "system:authenticated");
    }

    // Network

    private static final String POLICY = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: p, namespace: shop}
            spec: {podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {}}]}]}
            ---
            """;
    private static final String FLANNEL = """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: f, namespace: kube-flannel}
            spec:
              selector: {matchLabels: {a: f}}
              template:
                metadata: {labels: {a: f}}
                spec: {containers: [{name: f, image: 'docker.io/flannel/flannel:v0.26.1'}]}
            ---
            """;
    private static final String CILIUM_OFF = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: cilium-config, namespace: kube-system}
            data: {enable-policy: never}
            ---
            """;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    nothing | network: {}                               | kubernetes     | UNPROVEN     |
                    nothing | network: {plugin: cilium}                 | cilium         | ENFORCED     | network.plugin
                    nothing | network: {plugin: calico}                 | calico         | ENFORCED     | network.plugin
                    nothing | network: {plugin: ovn-kubernetes}         | ovn-kubernetes | ENFORCED     | network.plugin
                    nothing | network: {plugin: np-guard}               | np-guard       | UNPROVEN     |
                    nothing | network: {plugin: kubernetes}             | kubernetes     | UNPROVEN     |
                    nothing | network: {enforced: true}                 | kubernetes     | ENFORCED     | network.enforced
                    nothing | network: {plugin: cilium, enforced: false} | cilium        | NOT_ENFORCED | network.enforced
                    flannel | network: {}                               | kubernetes     | NOT_ENFORCED |
                    flannel | network: {enforced: true}                 | kubernetes     | ENFORCED     | network.enforced
                    flannel | network: {plugin: calico}                 | calico         | ENFORCED     | network.plugin
                    off     | network: {plugin: cilium}                 | cilium         | NOT_ENFORCED |
                    off     | network: {plugin: cilium, enforced: true} | cilium         | ENFORCED     | network.enforced
                    """)
    void thePluginAndWhatItEnforces(
            String input, String facts, String profile, Enforcement.Status status, String field) {
        String plugin = input.equals("flannel") ? FLANNEL : input.equals("off") ? CILIUM_OFF : "";
        Analysis analysis = analysis(SHOP + POLICY + plugin, HEAD + facts + "\n");
        assertThat(analysis.profile()).isEqualTo(CniProfile.parse(profile));
        assertThat(analysis.enforcement().status()).isEqualTo(status);
        if (field != null) {
            assertThat(analysis.enforcement().evidence())
                    .hasSize(1)
                    .allSatisfy(fact -> assertThat(fact.field()).isEqualTo(field));
            restsOnLine(analysis, analysis.enforcement().evidence(), 3);
        }
        assertThat(analysis.networkFindings().stream()
                        .anyMatch(finding -> finding.kind() == NetworkFindingKind.ENFORCEMENT_UNPROVEN))
                .isEqualTo(status == Enforcement.Status.UNPROVEN);
        assertThat(analysis.networkFindings().stream()
                        .anyMatch(finding -> finding.kind() == NetworkFindingKind.NOT_ENFORCED))
                .isEqualTo(status == Enforcement.Status.NOT_ENFORCED);
    }

    @Test
    void anOptionNamesThePluginBeforeFacts() {
        ClusterSnapshot snapshot = snapshot(SHOP + POLICY, HEAD + "network: {plugin: cilium}\n");
        Analysis analysis = Postern.analyze(snapshot, ClusterOptions.DEFAULT.withCni(CniProfile.CALICO));
        assertThat(analysis.profile()).isEqualTo(CniProfile.CALICO);
        assertThat(analysis.enforcement().plugin()).isEqualTo("Calico");
        assertThat(analysis.networkFindings())
                .noneMatch(finding -> finding.kind() == NetworkFindingKind.ENFORCEMENT_UNPROVEN);
    }

    // Crown jewels

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    {kind: Secret, namespace: shop, name: keys}     | secret:shop/keys
                    {labels: app=pay}                               | secret:shop/keys
                    {kind: Secret, namespace: shop, name: other}    |
                    {labels: app=other}                             |
                    {kind: Pod, namespace: shop, name: web}         | pod:shop/web
                    {kind: Pod, namespace: shop, name: we}          |
                    {kind: Namespace, name: shop}                   | namespace:shop
                    {kind: Deployment, namespace: shop, name: web}  |
                    """)
    void crownJewels(String jewel, String target) {
        String manifests = SHOP + TO_WEB + "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n";
        Analysis analysis = analysis(manifests, HEAD + "crownJewels: [" + jewel + "]\n");
        List<AttackPath> found = paths(analysis, "user:eve", "crown-jewels");
        assertThat(found).isEmpty();
        List<AttackPath> fromWeb = paths(analysis, "sa:shop/web", "crown-jewels");
        assertThat(fromWeb.isEmpty()).isEqualTo(target == null);
        if (target != null) {
            assertThat(paths(analysis, "sa:shop/web", target).get(0).effort())
                    .isEqualTo(fromWeb.get(0).effort());
        }
    }

    @Test
    void whatNamesNothingIsSaid() {
        Analysis analysis = analysis(
                SHOP,
                HEAD + "crownJewels: [{kind: Pod, namespace: shop, name: we}]\neffort: {POD_EXCE: 3, pod_exec: 2}\n");
        assertThat(analysis.diagnostics().stream()
                        .filter(diagnostic -> diagnostic.code().equals("fact-about-nothing"))
                        .map(diagnostic -> diagnostic.source().line() + " " + diagnostic.message()))
                .containsExactly(
                        "3 crownJewels[0] names Pod shop/we, which is not in the input",
                        "4 effort.POD_EXCE is of no technique: did you mean POD_EXEC? postern explain lists them all",
                        "4 effort.pod_exec is of no technique: did you mean POD_EXEC? postern explain lists them all");
        assertThat(analysis.accessDiagnostics()).anyMatch(one -> one.code().equals("fact-about-nothing"));
        assertThat(analysis.networkDiagnostics()).anyMatch(one -> one.code().equals("fact-about-nothing"));
    }

    // Effort

    @Test
    void effortsAreThoseOfTheFacts() {
        int usual = paths(analysis(SHOP + TO_ADMINS, HEAD), "group:platform-admins", "pod:shop/web")
                .get(0)
                .effort();
        AttackPath said = paths(
                        analysis(SHOP + TO_ADMINS, HEAD + "effort: {POD_EXEC: 7}\n"),
                        "group:platform-admins",
                        "pod:shop/web")
                .get(0);
        int ofStep = said.steps().stream()
                .filter(step -> step.type().id().equals("POD_EXEC"))
                .findFirst()
                .orElseThrow()
                .effort();
        assertThat(ofStep).isEqualTo(7);
        assertThat(said.effort()).isEqualTo(usual + 7 - 1);
        AttackPath other = paths(
                        analysis(SHOP + TO_ADMINS, HEAD + "effort: {POD_ATTACH: 7}\n"),
                        "group:platform-admins",
                        "pod:shop/web")
                .get(0);
        assertThat(other.effort()).isEqualTo(usual);
    }

    @Test
    void packetsHaveTheirEffortToo() {
        String two = SHOP + """
                apiVersion: v1
                kind: Pod
                metadata: {name: db, namespace: shop, labels: {app: db}}
                spec: {containers: [{name: c, image: db, ports: [{containerPort: 5432}]}]}
                ---
                """;
        int usual =
                paths(analysis(two, HEAD), "pod:shop/web", "pod:shop/db").get(0).effort();
        Analysis said = analysis(two, HEAD + "effort: {NETWORK_REACH: 6}\n");
        assertThat(paths(said, "pod:shop/web", "pod:shop/db").get(0).effort()).isGreaterThan(usual);
    }

    // API server

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    exposure: public  | anonymous       | 1
                    exposure: public  | unauthenticated | 1
                    exposure: private | anonymous       | 0
                    exposure: private | unauthenticated | 0
                                      | anonymous       | 0
                    exposure: public  | nobody          | 0
                    """)
    void anonymousRequestsComeFromOutsideWhereTheApiServerIsPublic(String exposure, String bound, int found) {
        String grant = bound.equals("anonymous") ? TO_ANONYMOUS : bound.equals("nobody") ? "" : TO_UNAUTHENTICATED;
        Analysis analysis = analysis(SHOP + grant, HEAD + "apiServer: {" + (exposure == null ? "" : exposure) + "}\n");
        List<AttackPath> paths = paths(analysis, "internet", "cluster-admin");
        assertThat(paths).hasSize(found);
        for (AttackPath path : paths) {
            assertThat(path.confidence()).isEqualTo(Confidence.CERTAIN);
            restsOnLine(analysis, path.steps().get(0).evidence(), 3);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "'', CERTAIN",
        "--anonymous-auth=true, CERTAIN",
        "--anonymous-auth=false, ",
        "--authentication-config=/etc/a.yaml, POSSIBLE",
        "--authorization-mode=AlwaysAllow, ",
    })
    void unlessTheApiServerTakesNone(String flag, Confidence confidence) {
        String server = """
                apiVersion: v1
                kind: Pod
                metadata: {name: kube-apiserver, namespace: kube-system}
                spec: {containers: [{name: kube-apiserver, image: a, command: [kube-apiserver%s]}]}
                ---
                """.formatted(flag.isEmpty() ? "" : ", " + flag);
        Analysis analysis = analysis(SHOP + TO_ANONYMOUS + server, HEAD + "apiServer: {exposure: public}\n");
        List<AttackPath> paths = analysis.paths(PathQuery.from(Place.parse("internet"))
                        .to(Place.parse("cluster-admin"))
                        .assuming(0))
                .paths();
        assertThat(paths.stream().map(AttackPath::confidence).findFirst().orElse(null))
                .isEqualTo(confidence);
    }

    @Test
    void aStolenTokenIsOfUseOutside() {
        String closed = SHOP + TO_WEB + NO_EGRESS;
        assertThat(paths(analysis(closed, HEAD), "internet", "cluster-admin")).isEmpty();
        Analysis open = analysis(closed, HEAD + "apiServer: {exposure: public}\n");
        List<AttackPath> paths = paths(open, "internet", "cluster-admin");
        assertThat(paths).isNotEmpty();
        restsOnLine(
                open,
                paths.get(0).steps().stream()
                        .flatMap(step -> step.evidence().stream())
                        .toList(),
                3);
        assertThat(paths(open, "pod:shop/web", "cluster-admin"))
                .as("who is in the pod only, is not outside")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAProgramSaysOfTheApiServerCountsBeforeFiles(boolean isPublic) {
        ClusterSnapshot snapshot = snapshot(
                SHOP + TO_ANONYMOUS, HEAD + "apiServer: {exposure: " + (isPublic ? "private" : "public") + "}\n");
        Analysis analysis = Postern.analyze(snapshot.knowing(ClusterFacts.ofApiServer(isPublic)));
        assertThat(paths(analysis, "internet", "cluster-admin").isEmpty()).isEqualTo(!isPublic);
    }

    // What becomes of facts

    @Test
    void aChangedClusterKeepsItsFacts() {
        Analysis analysis = analysis(SHOP + TO_ADMINS, MEMBER);
        ObjectRef binding = analysis.snapshot().cluster().roleBindings().get(0).ref();
        Analysis after = analysis.after(analysis.snapshot().with(List.of(Change.delete(binding))));
        assertThat(after.snapshot().cluster().facts()).hasSize(1);
        assertThat(after.explain(EXEC, after.user(DANA)).decision().isAllowed()).isFalse();
        Analysis back = after.after(ClusterSnapshot.read(folder.resolve("all.yaml")));
        assertThat(back.explain(EXEC, back.user(DANA)).decision().isAllowed())
                .as("read anew without them")
                .isTrue();
    }

    @Test
    void aDiffSeesThemOnBothSides() {
        Analysis older = analysis(SHOP, MEMBER);
        Analysis newer = analysis(SHOP + TO_ADMINS, MEMBER);
        var diff = older.diff(
                newer,
                List.of(PathQuery.from(Place.parse("user:dana@example.com")).to(Place.parse("pod:shop/web"))));
        assertThat(diff.answers().get(0).of(PathChange.Kind.APPEARED)).isNotEmpty();
        assertThat(diff.objects()).noneMatch(change -> change.object().kind().equals(ClusterFacts.KIND));
    }

    @Test
    void aCutEditsObjectsAndNoFacts() {
        Analysis analysis = analysis(SHOP + TO_ADMINS, MEMBER);
        var cut = analysis.cut(
                CutQuery.of(PathQuery.from(Place.parse("user:dana@example.com")).to(Place.parse("pod:shop/web"))));
        assertThat(cut.edits()).isNotEmpty();
        assertThat(cut.edits().toString()).doesNotContain(ClusterFacts.KIND);
    }

    @Test
    void whoReachesCountsMembers() {
        Analysis analysis = analysis(SHOP + TO_ADMINS, MEMBER);
        assertThat(analysis.whoReaches(ReachQuery.of(Place.parse("pod:shop/web")))
                        .toString())
                .contains("dana@example.com");
    }
}
