package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AuthorizationCheck;
import dev.postern.model.AuthorizationCheck.Attribute;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.AuthorizationPolicy.Action;
import dev.postern.model.AuthorizationPolicy.Target;
import dev.postern.model.AuthorizationRule;
import dev.postern.model.AuthorizationRule.Alternative;
import dev.postern.model.Cluster;
import dev.postern.model.LabelSelector;
import dev.postern.model.PeerAuthentication;
import dev.postern.model.PeerAuthentication.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Istio's policies: which fields end up where, and what becomes of those that are not as the API wants them. */
class IstioReadersTest {
    private static AuthorizationPolicy policy(String... spec) {
        return Snapshots.read(lines("AuthorizationPolicy", spec))
                .cluster()
                .authorizationPolicies()
                .get(0);
    }

    private static PeerAuthentication peers(String... spec) {
        return Snapshots.read(lines("PeerAuthentication", spec))
                .cluster()
                .peerAuthentications()
                .get(0);
    }

    private static String[] lines(String kind, String... spec) {
        return ImmutableList.<String>builder()
                .add("apiVersion: security.istio.io/v1", "kind: " + kind, "metadata: {name: p, namespace: shop}")
                .add(spec)
                .build()
                .toArray(new String[0]);
    }

    private static AuthorizationCheck check(Attribute attribute, String name, List<String> values, List<String> not) {
        return new AuthorizationCheck(attribute, name, ImmutableList.copyOf(values), ImmutableList.copyOf(not));
    }

    private static Alternative alternative(AuthorizationCheck... checks) {
        return new Alternative(ImmutableList.copyOf(checks));
    }

    @Test
    void anAuthorizationPolicyIsReadFieldByField() {
        AuthorizationPolicy policy = Snapshots.clean(
                        "apiVersion: security.istio.io/v1beta1",
                        "kind: AuthorizationPolicy",
                        "metadata: {name: p, namespace: shop, annotations: {istio.io/dry-run: 'true', other: x}}",
                        "spec:",
                        "  selector: {matchLabels: {app: web}}",
                        "  action: DENY",
                        "  rules:",
                        "  - from:",
                        "    - source: {notPrincipals: ['*'], principals: [a, b], ipBlocks: [10.0.0.1]}",
                        "    - source: {namespaces: [x], requestPrincipals: [i/s], remoteIpBlocks: ['::/0']}",
                        "    - source: {notServiceAccounts: [z]}",
                        "    to:",
                        "    - operation: {hosts: [h], ports: ['80'], notMethods: [GET], paths: [/], notPaths: [/x]}",
                        "    when:",
                        "    - {key: 'request.headers[x-team]', values: [blue]}",
                        "    - {key: source.ip, values: [10.0.0.0/8], notValues: [10.0.0.2]}",
                        "  - {}")
                .authorizationPolicies()
                .get(0);
        assertThat(policy.action()).isEqualTo(Action.DENY);
        assertThat(policy.isDryRun()).isTrue();
        assertThat(policy.selector()).contains(LabelSelector.ofLabels(Map.of("app", "web")));
        assertThat(policy.targets()).isEmpty();
        assertThat(policy.provider()).isEmpty();
        assertThat(policy.unknown()).isEmpty();
        assertThat(policy.malformed()).isEmpty();
        assertThat(policy.rules())
                .containsExactly(
                        new AuthorizationRule(
                                ImmutableList.of(
                                        alternative(
                                                check(
                                                        Attribute.PRINCIPAL,
                                                        "principals",
                                                        List.of("a", "b"),
                                                        List.of("*")),
                                                check(Attribute.SOURCE_IP, "ipBlocks", List.of("10.0.0.1"), List.of())),
                                        alternative(
                                                check(
                                                        Attribute.REQUEST_PRINCIPAL,
                                                        "requestPrincipals",
                                                        List.of("i/s"),
                                                        List.of()),
                                                check(Attribute.NAMESPACE, "namespaces", List.of("x"), List.of()),
                                                check(
                                                        Attribute.REMOTE_IP,
                                                        "remoteIpBlocks",
                                                        List.of("::/0"),
                                                        List.of())),
                                        alternative(check(
                                                Attribute.SERVICE_ACCOUNT,
                                                "serviceAccounts",
                                                List.of(),
                                                List.of("z")))),
                                ImmutableList.of(alternative(
                                        check(Attribute.HOST, "hosts", List.of("h"), List.of()),
                                        check(Attribute.PORT, "ports", List.of("80"), List.of()),
                                        check(Attribute.METHOD, "methods", List.of(), List.of("GET")),
                                        check(Attribute.PATH, "paths", List.of("/"), List.of("/x")))),
                                ImmutableList.of(
                                        check(Attribute.HEADER, "request.headers[x-team]", List.of("blue"), List.of()),
                                        check(
                                                Attribute.SOURCE_IP,
                                                "source.ip",
                                                List.of("10.0.0.0/8"),
                                                List.of("10.0.0.2")))),
                        new AuthorizationRule(ImmutableList.of(), ImmutableList.of(), ImmutableList.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "source.ip|SOURCE_IP",
                "remote.ip|REMOTE_IP",
                "source.namespace|NAMESPACE",
                "source.serviceAccount|SERVICE_ACCOUNT",
                "source.principal|PRINCIPAL",
                "request.auth.principal|REQUEST_PRINCIPAL",
                "request.auth.audiences|TOKEN",
                "request.auth.presenter|TOKEN",
                "request.auth.claims[a][b]|TOKEN",
                "request.headers[a]|HEADER",
                "request.experimental.inline.headers[a]|HEADER_ITEM",
                "destination.ip|DESTINATION_IP",
                "destination.port|PORT",
                "connection.sni|SNI",
                "experimental.envoy.filters.x[y]|FILTER",
                "destination.labels[a]|INVALID",
                "Source.ip|INVALID",
                "''|INVALID",
            })
    void conditionsAreKnownByTheirKeys(String key, Attribute attribute) {
        assertThat(policy("spec: {rules: [{when: [{key: '" + key + "', values: [v]}]}]}")
                        .rules()
                        .get(0)
                        .when())
                .containsExactly(check(attribute, key, List.of("v"), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "spec:", "spec: {}", "spec: {rules: []}", "spec: {rules: null, action: null}"})
    void withoutRulesAnAuthorizationPolicyStillAllowsWhichIsNothing(String spec) {
        AuthorizationPolicy policy = policy(spec);
        assertThat(policy.action()).isEqualTo(Action.ALLOW);
        assertThat(policy.rules()).isEmpty();
        assertThat(policy.selector()).isEmpty();
        assertThat(policy.isDryRun()).isFalse();
        assertThat(policy.malformed()).isEmpty();
    }

    @Test
    void fieldsOfALaterVersionNarrowWhatTheyStandIn() {
        AuthorizationPolicy policy = policy(
                "spec:",
                "  selector: {matchExpressions: [{key: a, operator: Exists}]}",
                "  mode: x",
                "  rules:",
                "  - from: [{source: {principal: [a]}, and: b}]",
                "    fromm: []",
                "    when: [{key: source.ip, values: [10.0.0.1], port: 1, none: null}]");
        assertThat(policy.unknown()).containsExactly("spec.selector.matchExpressions", "spec.mode");
        assertThat(policy.malformed()).isEmpty();
        AuthorizationRule rule = policy.rules().get(0);
        assertThat(rule.from())
                .containsExactly(alternative(
                        check(Attribute.UNKNOWN, "principal", List.of(), List.of()),
                        check(Attribute.UNKNOWN, "and", List.of(), List.of())));
        assertThat(rule.when())
                .containsExactly(
                        check(Attribute.SOURCE_IP, "source.ip", List.of("10.0.0.1"), List.of()),
                        check(Attribute.UNKNOWN, "port", List.of(), List.of()),
                        check(Attribute.UNKNOWN, "fromm", List.of(), List.of()));
    }

    @Test
    void anEmptySelectorAndEmptyTargetsAreNotAbsentOnes() {
        AuthorizationPolicy policy = policy("spec: {selector: {}, targetRefs: []}");
        assertThat(policy.selector()).contains(LabelSelector.EVERYTHING);
        assertThat(policy.targets()).contains(ImmutableList.of());
        assertThat(policy("spec: {targetRef: {group: g, kind: K, name: n}}").targets())
                .contains(ImmutableList.of(new Target("g", "K", "", "n")));
    }

    @ParameterizedTest
    @CsvSource({"1,true", "T,true", "'true',true", "'True',true", "yes,false", "'',false", "tRUE,false"})
    void aDryRunIsWhatGoReadsAsTrue(String value, boolean dryRun) {
        Cluster cluster = Snapshots.clean(
                "apiVersion: security.istio.io/v1",
                "kind: AuthorizationPolicy",
                "metadata: {name: p, annotations: {istio.io/dry-run: '" + value + "'}}");
        assertThat(cluster.authorizationPolicies().get(0).isDryRun()).isEqualTo(dryRun);
    }

    @Test
    void aPeerAuthenticationIsReadFieldByField() {
        PeerAuthentication policy = Snapshots.clean(
                        "apiVersion: security.istio.io/v1",
                        "kind: PeerAuthentication",
                        "metadata: {name: p, namespace: shop, creationTimestamp: '2026-01-01T02:00:00+01:00'}",
                        "spec:",
                        "  selector: {matchLabels: {app: web}}",
                        "  mtls: {mode: STRICT}",
                        "  portLevelMtls: {80: {mode: DISABLE}, '81': {}, 82: {mode: PERMISSIVE}}")
                .peerAuthentications()
                .get(0);
        assertThat(policy.created()).contains(Instant.parse("2026-01-01T01:00:00Z"));
        assertThat(policy.mode()).isEqualTo(Mode.STRICT);
        assertThat(policy.isOfWorkloads()).isTrue();
        assertThat(policy.ports())
                .containsExactly(
                        Map.entry(80, Mode.DISABLE), Map.entry(81, Mode.UNSET), Map.entry(82, Mode.PERMISSIVE));
        assertThat(policy.unknown()).isEmpty();
        assertThat(policy.malformed()).isEmpty();
    }

    @Test
    void whatAPeerAuthenticationLeavesOutIsUnset() {
        PeerAuthentication policy = peers("spec: {selector: {}, mode: STRICT}");
        assertThat(policy.created()).isEmpty();
        assertThat(policy.mode()).isEqualTo(Mode.UNSET);
        assertThat(policy.isOfWorkloads()).isFalse();
        assertThat(policy.unknown()).containsExactly("spec.mode");
        assertThat(peers("spec: {mtls: {mode: Strict}}").mode()).isEqualTo(Mode.INVALID);
    }

    @Test
    void aTimeThatIsNoneIsAbsent() {
        Cluster cluster = Snapshots.clean(
                "apiVersion: security.istio.io/v1",
                "kind: PeerAuthentication",
                "metadata: {name: p, creationTimestamp: null}",
                "---",
                "apiVersion: security.istio.io/v1",
                "kind: PeerAuthentication",
                "metadata: {name: q, creationTimestamp: yesterday}");
        assertThat(cluster.peerAuthentications())
                .extracting(PeerAuthentication::created)
                .containsOnly(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"AuthorizationPolicy", "PeerAuthentication"})
    void anotherVersionIsReadAndReported(String kind) {
        ClusterSnapshot snapshot =
                Snapshots.read("apiVersion: security.istio.io/v2", "kind: " + kind, "metadata: {name: p}");
        assertThat(Snapshots.codes(snapshot)).containsExactly("unknown-version");
        assertThat(snapshot.cluster().authorizationPolicies().size()
                        + snapshot.cluster().peerAuthentications().size())
                .isOne();
        ClusterSnapshot other =
                Snapshots.read("apiVersion: security.example/v1", "kind: " + kind, "metadata: {name: p}");
        assertThat(other.cluster().otherKinds()).containsOnlyKeys(kind + ".security.example");
    }

    @Test
    void theConfigurationOfTheMeshIsKept() {
        Cluster cluster = Snapshots.clean(
                "apiVersion: v1",
                "kind: ConfigMap",
                "metadata: {name: istio, namespace: istio-system}",
                "data:",
                "  mesh: |-",
                "    rootNamespace: mesh",
                "    trustDomain: td");
        assertThat(cluster.configMaps().get(0).allowedData())
                .containsExactly(Map.entry("mesh", "rootNamespace: mesh\ntrustDomain: td"));
    }
}
