package dev.postern.path;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Confidence;
import dev.postern.path.MissingFact.Kind;
import dev.postern.path.WhyNot.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the nearest miss lacks, one table for each kind of fact. */
final class MissFinderTest {
    private static final String NAMESPACE =
            "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}}";
    /** Others may be open: what is asked is about this one, and about rights in it. */
    private static final String CLOSED =
            "{apiVersion: v1, kind: Namespace, metadata: {name: kube-system, labels: {pod-security.kubernetes.io/enforce: restricted}}}\n---\n"
                    + "{apiVersion: v1, kind: Namespace, metadata: {name: default, labels: {pod-security.kubernetes.io/enforce: restricted}}}\n---\n";

    private static final String DEPLOYER =
            role("deployer", "[apps]", "[deployments]", "[create]") + "\n---\n" + binding("deployer", "cart");
    private static final String LISTENS = "ports: [{containerPort: 80}]";

    private static String pod(String name, String spec) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: shop, labels: {app: " + name
                + "}}, spec: {" + spec + ", containers: [{name: c, image: i, " + LISTENS + "}]}}";
    }

    private static String role(String name, String groups, String resources, String verbs) {
        return "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: " + name
                + ", namespace: shop}, rules: [{apiGroups: " + groups + ", resources: " + resources + ", verbs: "
                + verbs
                + "}]}";
    }

    private static String binding(String role, String account) {
        return "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: " + role
                + ", namespace: shop}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: " + role
                + "}, subjects: [{kind: ServiceAccount, name: " + account + ", namespace: shop}]}";
    }

    private static String policy(String types) {
        return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: deny, namespace: shop}, spec:"
                + " {podSelector: {matchLabels: {app: db}}, policyTypes: [" + types + "]}}";
    }

    private static String guard(String rules) {
        return "{apiVersion: policy.networking.k8s.io/v1alpha2, kind: ClusterNetworkPolicy, metadata: {name: guard}, spec:"
                + " {tier: Admin, priority: 1, subject: {namespaces: {}}, " + rules + "}}";
    }

    private static WhyNot ask(String manifests, PathQuery query) {
        byte[] text = manifests.getBytes(UTF_8);
        return Postern.analyze(ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text)))))
                .whyNot(query);
    }

    private static PathQuery query(String from, String to) {
        return PathQuery.from(Place.parse(from)).to(Place.parse(to)).cheapest(1);
    }

    static Stream<Arguments> cases() {
        String noToken = "serviceAccountName: cart, automountServiceAccountToken: false";
        String secret = "{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: shop}, type: Opaque}";
        return Stream.of(
                Arguments.of(
                        "a label",
                        CLOSED + NAMESPACE + "\n---\n" + DEPLOYER,
                        query("sa:shop/cart", "any-node"),
                        List.of("Namespace shop would have to be labelled"
                                + " pod-security.kubernetes.io/enforce=privileged"),
                        "restricted"),
                Arguments.of(
                        "a token",
                        pod("cart", noToken) + "\n---\n" + DEPLOYER,
                        query("pod:shop/cart", "any-node"),
                        List.of("Pod shop/cart would have to be given a token of ServiceAccount shop/cart"
                                + " (automountServiceAccountToken: true)"),
                        "spec.automountServiceAccountToken"),
                Arguments.of(
                        "a right in a namespace",
                        pod("cart", "serviceAccountName: cart") + "\n---\n" + secret,
                        query("pod:shop/cart", "secret:shop/db"),
                        List.of("ServiceAccount shop/cart would have to be allowed to get secrets in namespace shop"),
                        ""),
                Arguments.of(
                        "a label and a token",
                        CLOSED + NAMESPACE + "\n---\n" + pod("cart", noToken) + "\n---\n" + DEPLOYER,
                        query("pod:shop/cart", "any-node"),
                        List.of(
                                "Pod shop/cart would have to be given a token of ServiceAccount shop/cart"
                                        + " (automountServiceAccountToken: true)",
                                "Namespace shop would have to be labelled"
                                        + " pod-security.kubernetes.io/enforce=privileged"),
                        "restricted"),
                Arguments.of(
                        "a policy of somebody's",
                        "{apiVersion: kyverno.io/v1, kind: ClusterPolicy, metadata: {name: baseline}, spec:"
                                + " {validationFailureAction: Enforce, rules: [{name: r, match: {any: [{resources:"
                                + " {kinds: [Pod]}}]}, validate: {podSecurity: {level: baseline, version: latest}}}]}}"
                                + "\n---\n" + DEPLOYER,
                        query("sa:shop/cart", "any-node").withMinConfidence(Confidence.LIKELY),
                        List.of("ClusterPolicy baseline would have to be absent"),
                        "exists"),
                Arguments.of(
                        "a flow",
                        pod("cart", noToken) + "\n---\n"
                                + pod("db", noToken + ", volumes: [{name: v, secret: {secretName: db}}]")
                                        .replace("image: i", "image: i, volumeMounts: [{name: v, mountPath: /v}]")
                                + "\n---\n" + secret + "\n---\n" + policy("Ingress"),
                        query("pod:shop/cart", "secret:shop/db").assuming(1),
                        List.of(
                                "NetworkPolicy shop/deny would have to admit TCP 80 from Pod shop/cart to Pod shop/db as"
                                        + " ingress"),
                        "app=db"),
                Arguments.of(
                        "a flow that an administrator denies",
                        pod("cart", noToken) + "\n---\n"
                                + pod("db", noToken + ", volumes: [{name: v, secret: {secretName: db}}]")
                                        .replace("image: i", "image: i, volumeMounts: [{name: v, mountPath: /v}]")
                                + "\n---\n" + secret + "\n---\n"
                                + guard("ingress: [{action: Deny, from: [{namespaces: {}}]}]"),
                        query("pod:shop/cart", "secret:shop/db").assuming(1),
                        List.of(
                                "ClusterNetworkPolicy guard would have to admit TCP 80 from Pod shop/cart to Pod shop/db as"
                                        + " ingress"),
                        "Deny"),
                Arguments.of(
                        "the way to the API server that an administrator denies",
                        pod("db", "serviceAccountName: cart") + "\n---\n" + DEPLOYER + "\n---\n"
                                + guard("egress: [{action: Deny, to: [{networks: [0.0.0.0/0, '::/0']}]}]"),
                        query("pod:shop/db", "any-node"),
                        List.of(
                                "ClusterNetworkPolicy guard would have to admit packets of Pod shop/db to the API server as"
                                        + " egress"),
                        "Deny"),
                Arguments.of(
                        "privileges of the container",
                        pod("cart", noToken),
                        query("pod:shop/cart", "any-node"),
                        List.of("container c of Pod shop/cart would have to be privileged"),
                        "securityContext.privileged"),
                Arguments.of(
                        "the way to the API server",
                        pod("db", "serviceAccountName: cart") + "\n---\n" + policy("Egress") + "\n---\n" + DEPLOYER,
                        query("pod:shop/db", "any-node"),
                        List.of("NetworkPolicy shop/deny would have to admit egress of Pod shop/db to the API server"),
                        "spec.podSelector"),
                Arguments.of(
                        "a way in",
                        pod("cart", "serviceAccountName: cart") + "\n---\n" + DEPLOYER,
                        query("internet", "any-node"),
                        List.of("a Service of type LoadBalancer would have to lead from outside to port TCP 80 of Pod"
                                + " shop/cart"),
                        ""),
                Arguments.of(
                        "a right of somebody whom nothing names",
                        secret,
                        query("user:mallory", "secret:shop/db"),
                        List.of("User mallory would have to be allowed to get secrets in namespace shop"),
                        ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theNearestMissLacks(String name, String manifests, PathQuery query, List<String> missing, String guard) {
        WhyNot answer = ask(manifests, query);
        assertThat(answer.outcome()).isEqualTo(Outcome.ABSENT);
        assertThat(answer.misses()).isNotEmpty();
        List<MissingFact> facts = answer.misses().get(0).missing();
        assertThat(facts).extracting(MissingFact::description).containsExactlyElementsOf(missing);
        if (!guard.isEmpty()) {
            assertThat(facts.stream().flatMap(fact -> fact.guards().stream()).map(Object::toString))
                    .anySatisfy(text -> assertThat(text).contains(guard));
        }
    }

    @Test
    void ofTwoHalvesOnlyTheOneThatIsMissingIsNamed() {
        String half = "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: half}, rules:"
                + " [{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind]}]}\n---\n"
                + "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: half}, roleRef:"
                + " {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: half}, subjects: [{kind: User, name:"
                + " ann}]}";
        WhyNot answer = ask(half, query("user:ann", "cluster-admin").cheapest(30));
        assertThat(answer.misses().stream()
                        .map(miss -> miss.missing().stream()
                                .map(MissingFact::description)
                                .toList()))
                .contains(List.of("User ann would have to be allowed to create rolebindings cluster-wide"));
    }

    @Test
    void aPathThatIsThereIsShown() {
        WhyNot answer = ask(DEPLOYER, query("sa:shop/cart", "any-node"));
        assertThat(answer.outcome()).isEqualTo(Outcome.PRESENT);
        assertThat(answer.paths()).hasSize(1);
        assertThat(answer.misses()).isEmpty();
    }

    @Test
    void whatIsUncertainIsSettledByFacts() {
        String pods = pod("cart", "serviceAccountName: cart") + "\n---\n" + DEPLOYER + "\n---\n"
                + "{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: shop}, spec: {type: LoadBalancer,"
                + " selector: {app: cart}, ports: [{port: 80}]}}";
        WhyNot answer = ask(pods, query("internet", "any-node"));
        assertThat(answer.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(answer.open().stream().map(fact -> fact.value()))
                .contains("the program behind this port has a flaw");
    }

    @Test
    void whoIsThereAlreadyLacksNothing() {
        WhyNot answer = ask(DEPLOYER, query("sa:shop/cart", "sa:shop/cart"));
        assertThat(answer.outcome()).isEqualTo(Outcome.PRESENT);
        assertThat(answer.notes()).contains(PathFinder.ALREADY_THERE);
    }

    @Test
    void boundsThatKeepAPathOutAreNamed() {
        WhyNot answer = ask(DEPLOYER, query("sa:shop/cart", "any-node").withMaxEffort(1));
        assertThat(answer.outcome()).isEqualTo(Outcome.ABSENT);
        assertThat(answer.notes()).anySatisfy(note -> assertThat(note).contains("beyond the bound of 1"));
    }

    @Test
    void aPowerIsDearerThanANarrowRight() {
        assertThat(Kind.POWER.price()).isGreaterThan(Kind.RIGHT.price());
        assertThat(Kind.CLUSTER_POWER.price()).isGreaterThan(Kind.CLUSTER_RIGHT.price());
        assertThat(Arrays.stream(Kind.values()).mapToInt(Kind::price)).allMatch(price -> price >= 1_000);
    }

    @Test
    void everyPriceIsDocumented() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("postern.root", ".."), "docs", "why.md"));
        for (Kind kind : Kind.values()) {
            assertThat(page).contains("| `" + kind + "` | " + kind.price() + " | " + kind.reason() + " |");
        }
    }
}
