package dev.postern.check;

import static dev.postern.check.Clusters.admin;
import static dev.postern.check.Clusters.assertion;
import static dev.postern.check.Clusters.isolate;
import static dev.postern.check.Clusters.namespace;
import static dev.postern.check.Clusters.pod;
import static dev.postern.check.Clusters.policy;
import static dev.postern.check.Clusters.reader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.Analysis;
import dev.postern.check.CheckFinding.Status;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of findings: by assertion, baseline, ignore entry and date. */
final class CheckTest {
    private static final LocalDate TODAY = LocalDate.of(2030, 6, 15);
    private static final String NO_ADMIN = assertion("A", "noPath: {from: any-pod, to: cluster-admin}");
    private static final String ANNA = "{kind: User, name: anna}";

    private static final Analysis TWO = Clusters.of(pod("shop", "cart"), pod("ops", "robot"), admin("ops", "robot"));
    private static final Analysis THREE =
            Clusters.of(pod("shop", "cart"), pod("ops", "robot"), admin("ops", "robot"), admin("shop", "cart"));

    private static CheckReport check(Analysis analysis, CheckPolicy policy) {
        return Check.of(analysis, policy).against(Baseline.EMPTY, TODAY);
    }

    private static List<Status> statuses(CheckReport report) {
        return report.findings().stream().map(CheckFinding::status).toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "noPath: {from: any-pod, to: cluster-admin} | NEW",
                "noPath: {from: 'pod:shop/cart', to: cluster-admin} | ''",
                "noPath: {from: any-sa, to: cluster-admin} | NEW",
                "noPath: {from: ['sa:shop/cart', 'sa:ops/robot'], to: cluster-admin} | NEW",
                "noPath: {from: any-pod, to: cluster-admin, maxEffort: 1} | ''",
                "noPath: {from: any-pod, to: 'namespace:nowhere'} | UNKNOWN",
                "noPath: {from: any-pod, to: 'namespace:nowhere', mayBeAbsent: true} | ''",
                "noPath: {from: 'pod:shop/crat', to: cluster-admin} | UNKNOWN",
                "noPath: {from: 'pod:shop/crat', to: cluster-admin, mayBeAbsent: true} | ''",
                "noPath: {from: 'sa:shop/crat', to: cluster-admin} | UNKNOWN",
                "noPath: {from: 'user:nobody', to: cluster-admin} | UNKNOWN",
                "noPath: {from: 'user:anna', to: cluster-admin} | ''",
                "noPath: {from: any-pod, to: 'secret:shop/none'} | UNKNOWN",
                "maxEffort: {from: any-pod, to: cluster-admin, atLeast: 2} | ''",
                "maxEffort: {from: any-pod, to: cluster-admin, atLeast: 3} | NEW",
                "noReach: {from: 'pod:shop/cart', to: 'pod:ops/robot', port: 80} | ''",
                "noReach: {from: 'pod:ops/robot', to: 'pod:shop/cart', port: 80} | NEW",
                "noReach: {from: 'pod:ops/robot', to: 'pod:shop/cart', port: [80, 53/udp]} | NEW NEW",
                "noReach: {from: 'pod:ops/robot', to: 'pod:shop/cart', port: [80, 80/tcp]} | NEW",
                "noReach: {from: 'namespace:ops', to: 'namespace:shop', port: 80} | NEW",
                "noReach: {from: 'namespace:shop', to: 'namespace:ops', port: 80} | ''",
                "noReach: {from: 'namespace:nowhere', to: 'namespace:ops', port: 80} | UNKNOWN",
                "noReach: {from: 'pod:ops/robot', to: 'service:shop/cart', port: 80} | NEW",
                "noReach: {from: 'pod:ops/robot', to: 'service:shop/cart', port: 8080} | ''",
                "noReach: {from: 'pod:ops/robot', to: 'service:shop/gone', port: 80} | UNKNOWN",
                "onlyCan: {verb: get, resource: secrets, namespace: shop, allowed: ['sa:ops/robot', 'user:anna']} | ''",
                "onlyCan: {verb: get, resource: secrets, namespace: shop, allowed: ['sa:ops/r*', 'user:a?na']} | ''",
                "onlyCan: {verb: get, resource: secrets, namespace: shop, allowed: ['sa:ops/robot']} | NEW",
                "onlyCan: {verb: get, resource: secrets, allowed: ['sa:ops/robot']} | NEW",
                "onlyCan: {verb: get, resource: secrets, namespace: ops, allowed: []} | NEW",
                "onlyCan: {verb: [get, list, get], resource: secrets, namespace: shop, allowed: []} | NEW NEW NEW",
                "onlyCan: {verb: get, resource: secrets, name: other, namespace: shop, allowed: ['sa:ops/robot']} | ''",
                "onlyCan: {verb: get, resource: secrets, name: db, namespace: shop, allowed: ['user:*']} | NEW",
            })
    void anAssertionHasTheFindingsThatSpeakAgainstIt(String assertion, String expected) {
        Analysis analysis = Clusters.of(
                namespace("shop"),
                pod("shop", "cart"),
                pod("ops", "robot"),
                admin("ops", "robot"),
                isolate("ops"),
                "{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: shop}, spec: {selector: {app: cart},"
                        + " ports: [{port: 80, targetPort: 8080}]}}",
                reader("shop", "db-reader", ANNA, ", resourceNames: [db]"));
        List<String> wanted = expected.isEmpty() ? List.of() : List.of(expected.split(" "));
        CheckReport report = check(analysis, policy(assertion("A", assertion)));
        assertThat(statuses(report)).extracting(Status::name).isEqualTo(wanted);
        assertThat(report.results().get(0).holds()).isEqualTo(wanted.isEmpty());
    }

    /** Who is no subject of a binding is asked of the other authorizers. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "RBAC | ''",
                "AlwaysAllow | NEW: anybody may get secrets in namespace shop",
                "RBAC,Webhook | UNKNOWN: anybody perhaps may get secrets in namespace shop",
                "RBAC,ABAC | NEW: User bob may get secrets in namespace shop",
            })
    void otherAuthorizersAreAskedToo(String modes, String expected) {
        Analysis analysis = Clusters.of(
                pod("shop", "cart"),
                "{apiVersion: v1, kind: Pod, metadata: {name: kube-apiserver, namespace: kube-system}, spec: {containers:"
                        + " [{name: main, image: k, command: [kube-apiserver, '--authorization-mode=" + modes
                        + "']}]}}",
                modes.contains("ABAC")
                        ? "{apiVersion: abac.authorization.kubernetes.io/v1beta1, kind: Policy, spec: {user: bob,"
                                + " namespace: '*', resource: '*', apiGroup: '*'}}"
                        : namespace("shop"));
        String only = "onlyCan: {verb: get, resource: secrets, namespace: shop, allowed: ['user:eve']}";
        assertThat(check(analysis, policy(assertion("A", only))).findings())
                .extracting(finding -> finding.status() + ": " + finding.title())
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
    }

    @Test
    void aBindingToARoleThatIsNotThereIsUndecided() {
        String binding = "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b, namespace:"
                + " shop}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: gone}, subjects: [" + ANNA
                + "]}";
        CheckReport report = check(
                Clusters.of(pod("shop", "cart"), binding),
                policy(assertion("A", "onlyCan: {verb: get, resource: secrets, namespace: shop, allowed: []}")));
        assertThat(statuses(report)).containsExactly(Status.UNKNOWN);
        assertThat(report.findings().get(0).note()).contains("the rules of Role gone");
        assertThat(report.fails(Set.of(FailOn.NEW))).isFalse();
        assertThat(report.fails(Set.of(FailOn.UNKNOWN))).isTrue();
        assertThat(report.isUndecided()).isTrue();
    }

    @Test
    void whoGetsARightInOneNamespaceMoreIsANewFinding() {
        CheckPolicy policy = policy(assertion("A", "onlyCan: {verb: get, resource: secrets, allowed: []}"));
        Analysis before = Clusters.of(reader("shop", "r", ANNA, ""));
        Analysis after = Clusters.of(reader("shop", "r", ANNA, ""), reader("ops", "r", ANNA, ""));
        Baseline known = Baseline.of(check(before, policy));
        assertThat(statuses(Check.of(after, policy).against(known, TODAY)))
                .containsExactlyInAnyOrder(Status.KNOWN, Status.NEW);
    }

    @Test
    void theBaselineTellsNewFromKnownFromVanished() {
        CheckPolicy policy = policy(NO_ADMIN);
        Baseline known = Baseline.of(check(TWO, policy));
        assertThat(statuses(Check.of(TWO, policy).against(known, TODAY))).containsExactly(Status.KNOWN);
        assertThat(statuses(Check.of(THREE, policy).against(known, TODAY)))
                .containsExactlyInAnyOrder(Status.KNOWN, Status.NEW);
        CheckReport fewer = Check.of(TWO, policy).against(Baseline.of(check(THREE, policy)), TODAY);
        assertThat(statuses(fewer)).containsExactly(Status.KNOWN, Status.VANISHED);
        assertThat(fewer.fails(EnumSet.allOf(FailOn.class))).isTrue();
        assertThat(fewer.fails(Set.of(FailOn.NEW, FailOn.UNKNOWN))).isFalse();
    }

    @Test
    void whatIsKnownOfAnAssertionThatIsGoneHasVanished() {
        Baseline known = Baseline.of(check(TWO, policy(NO_ADMIN)));
        CheckReport report = Check.of(
                        TWO, policy(assertion("B", "noPath: {from: any-pod, to: any-node, maxEffort: 1}")))
                .against(known, TODAY);
        assertThat(report.outdated())
                .singleElement()
                .satisfies(finding -> assertThat(finding.note()).contains("no assertion of this id"));
    }

    /** The pod that was not among the first is neither new nor gone. */
    @Test
    void aPathThatTheBaselineWasCutBeforeIsUndecided() {
        CheckPolicy policy = policy(assertion("A", "noPath: {from: any-pod, to: cluster-admin, limit: 1}"));
        CheckReport first = check(THREE, policy);
        assertThat(statuses(first)).containsExactly(Status.NEW);
        assertThat(first.results().get(0).cutAtEffort()).hasValue(2);
        Baseline known = Baseline.of(first);
        assertThat(statuses(Check.of(THREE, policy).against(known, TODAY))).containsExactly(Status.KNOWN);

        String fixed = first.findings().get(0).title().contains("ops/robot") ? "shop" : "ops";
        Analysis without = fixed.equals("shop")
                ? Clusters.of(pod("shop", "cart"), pod("ops", "robot"), admin("shop", "cart"))
                : TWO;
        assertThat(statuses(Check.of(without, policy).against(known, TODAY)))
                .containsExactly(Status.UNKNOWN, Status.VANISHED);
    }

    @Test
    void aKnownPathBehindTheCutIsNotSaidToHaveVanished() {
        Baseline known = Baseline.of(check(THREE, policy(NO_ADMIN)));
        CheckReport cut = Check.of(
                        THREE, policy(assertion("A", "noPath: {from: any-pod, to: cluster-admin, limit: 1}")))
                .against(known, TODAY);
        assertThat(statuses(cut)).containsExactly(Status.KNOWN);
        assertThat(cut.results().get(0).notes())
                .anySatisfy(note -> assertThat(note).startsWith("1 of the baseline is not among these"));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "expires: 2030-06-15 | NEW",
                "expires: 2030-06-14 | NEW EXPIRED",
                "owner: me | NEW",
            })
    void anAssertionPastItsDateIsStillCheckedAndAFindingItself(String field, String expected) {
        CheckPolicy policy = policy("- {id: A, reason: r, " + field + ", noPath: {from: any-pod, to: cluster-admin}}");
        CheckReport report = check(TWO, policy);
        assertThat(statuses(report)).extracting(Status::name).containsExactly(expected.split(" "));
        assertThat(report.fails(Set.of(FailOn.UNKNOWN))).isEqualTo(expected.contains("EXPIRED"));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | IGNORED | 0",
                ", assertion: A | IGNORED | 0",
                ", assertion: B | NEW | 1",
                ", expires: 2030-06-15 | IGNORED | 0",
                ", expires: 2030-06-14 | NEW EXPIRED | 0",
            })
    void anEntryAcceptsAFindingUntilItsDate(String fields, String expected, int unused) {
        String id = check(TWO, policy(NO_ADMIN)).findings().get(0).id();
        CheckReport report =
                check(TWO, policy(NO_ADMIN, "ignore: [{finding: '" + id + "', reason: accepted" + fields + "}]"));
        assertThat(statuses(report)).extracting(Status::name).containsExactly(expected.split(" "));
        assertThat(report.unusedIgnores()).hasSize(unused);
        boolean fails = report.fails(Set.of(FailOn.ANY));
        assertThat(fails).isEqualTo(!expected.equals("IGNORED"));
    }

    @Test
    void whatIsIgnoredIsNotWrittenDownAsKnown() {
        String id = check(TWO, policy(NO_ADMIN)).findings().get(0).id();
        CheckReport report = check(TWO, policy(NO_ADMIN, "ignore: [{finding: '" + id + "', reason: accepted}]"));
        assertThat(Baseline.of(report)).isEqualTo(Baseline.EMPTY);
    }

    @Test
    void aQuestionThatCannotBeAskedSaysWhereItStands() {
        CheckPolicy policy = policy(assertion("A", "noPath: {from: any-pod, to: internet}"));
        assertThatThrownBy(() -> Check.of(TWO, policy))
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith("policy.yaml:3: A: internet cannot be a target");
    }

    @Test
    void withoutAPolicyThreeQuestionsAreAsked() {
        CheckPolicy policy = CheckPolicy.standard(TWO.snapshot());
        assertThat(policy.assertions())
                .extracting(assertion -> assertion.terms().id())
                .containsExactly(
                        "pod-to-node",
                        "service-account-to-cluster-admin",
                        "namespace-to-namespace/ops",
                        "namespace-to-namespace/shop");
        assertThat(check(TWO, policy).findings()).isNotEmpty();
        assertThat(check(
                                Clusters.of(namespace("empty")),
                                CheckPolicy.standard(
                                        Clusters.of(namespace("empty")).snapshot()))
                        .findings())
                .isEmpty();
    }
}
