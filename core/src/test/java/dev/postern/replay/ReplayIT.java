package dev.postern.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.attack.Vertex;
import dev.postern.attack.call.ApiCall;
import dev.postern.edit.EditKind;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Subject;
import dev.postern.path.EscalationQuery;
import dev.postern.path.IdentityReach;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.rbac.AccessReview;
import dev.postern.rbac.UserInfo;
import dev.postern.remediation.CutQuery;
import dev.postern.remediation.Remediation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What {@code escalations} and {@code can-i} say of a real cluster's dump, against a real API server with its objects. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ReplayIT {
    /** All of them, in clusters of this size. */
    private static final int TARGETS_OF_EACH = 1000;

    private static final int REVIEWS = 5000;
    private static final long SEED = 20_260_401;

    private static final Path VARIANTS = Path.of("src/test/resources/replay/variants.yaml");
    /** The ways to make steps of which none may go missing. */
    private static final Path FORMS = Path.of("src/test/resources/replay/forms.txt");

    /** Identities of the variants that are there to be reached. */
    private static final Set<String> TARGETS = Set.of(
            "sa:lab/strong",
            "sa:lab-closed/strong",
            "sa:lab-empty/ghost",
            "user:boss",
            "group:bosses",
            "user:nobody-in-particular",
            "group:none");

    private final ApiServer admin;
    private final Path dump;
    private final Analysis analysis;

    ReplayIT() throws IOException, GeneralSecurityException {
        this.admin = ApiServer.of(Path.of(System.getProperty("postern.kubeconfig")));
        this.dump =
                Path.of(System.getProperty("postern.corpus", "../../shared/corpus"), "dumps", "cluster-v1.36.json.gz");
        this.analysis = Postern.analyze(ClusterSnapshot.read(dump));
    }

    @BeforeAll
    void load() throws IOException {
        assertThat(new DumpLoader(admin).withList(dump).load()).isEmpty();
    }

    @Test
    @Order(1)
    void randomAccessReviewsAgree() throws InterruptedException {
        RandomReviews random = new RandomReviews(analysis.snapshot().cluster(), subjects(analysis), SEED);
        List<AccessReview> open = new ArrayList<>();
        int allowed = 0;
        for (int i = 0; i < REVIEWS; i++) {
            AccessReview review = random.next();
            boolean ours = analysis.decide(review).isAllowed();
            allowed += ours ? 1 : 0;
            if (Reviews.allowed(admin, review) != ours) {
                open.add(review);
            }
        }
        // The authorizer may not have noticed yet what was loaded a moment ago.
        for (int i = 0; i < 10 && !open.isEmpty(); i++) {
            Thread.sleep(500);
            open.removeIf(review ->
                    Reviews.allowed(admin, review) == analysis.decide(review).isAllowed());
        }
        System.out.println(
                "replay: access reviews compared " + REVIEWS + ", allowed " + allowed + ", deviations " + open.size());
        assertThat(open).isEmpty();
        assertThat(allowed).isBetween(REVIEWS / 20, REVIEWS - REVIEWS / 20);
    }

    @Test
    @Order(2)
    void everyStepThatIsARequestHasTheStatusPromised() {
        Replay replay = new Replay(admin);
        for (IdentityReach identity : analysis.escalations(
                        EscalationQuery.everybody().atMost(TARGETS_OF_EACH))
                .identities()) {
            identity.reaches().forEach(reach -> replay.replay(identity, reach));
        }
        System.out.println(replay.summary());
        assertThat(replay.deviations()).isEmpty();
        assertThat(replay.forms())
                .contains(
                        "ROLE_BIND create clusterrolebindings",
                        "ROLE_ESCALATE patch clusterroles",
                        "SA_TOKEN_REQUEST create serviceaccounts/token",
                        "SECRET_READ list secrets");
    }

    /** What {@code cut} says to do, in three tastes so that every form of a patch comes up. */
    @Test
    @Order(3)
    void everyPatchOfACutIsAccepted() {
        CutReplay replay = new CutReplay(admin);
        CutQuery query = CutQuery.of(PathQuery.from(Place.anyPod()).to(Place.clusterAdmin()))
                .never("kube-system/*");
        CutQuery alsoNodes =
                CutQuery.of(PathQuery.from(Place.anyPod()).to(Place.anyNode())).never("kube-system/*");
        for (CutQuery asked : List.of(
                query,
                alsoNodes,
                query.never("ClusterRoleBinding", "RoleBinding"),
                alsoNodes.never("ClusterRoleBinding", "RoleBinding").costing(EditKind.REMOVE_VOLUME, 1))) {
            Remediation cut = analysis.cut(asked);
            assertThat(cut.proof().holds()).isTrue();
            assertThat(cut.edits()).isNotEmpty();
            cut.patches().forEach(replay::submit);
            cut.edits().forEach(edit -> replay.submit(edit.patch()));
        }
        System.out.println(replay.summary());
        assertThat(replay.refused()).isEmpty();
    }

    /** What the dump has no identity for: every request that a builder knows, and near misses. */
    @Test
    @Order(4)
    void everyVariantOfARequestHasTheStatusPromised() throws IOException {
        assertThat(new DumpLoader(admin).withList(dump).withDocuments(VARIANTS).load())
                .isEmpty();
        Analysis both = Postern.analyze(ClusterSnapshot.read(List.of(Input.path(dump), Input.path(VARIANTS))));
        Set<Subject> named = new TreeSet<>();
        named.addAll(subjects(both));
        named.removeAll(subjects(analysis));
        both.snapshot()
                .cluster()
                .nodes()
                .forEach(node ->
                        named.add(Subject.user("system:node:" + node.meta().name())));
        Replay replay = new Replay(admin);
        List<String> wrongly = new ArrayList<>();
        for (IdentityReach identity : both.escalations(EscalationQuery.of(named).atMost(TARGETS_OF_EACH))
                .identities()) {
            identity.reaches().forEach(reach -> replay.replay(identity, reach));
            String name = identity.subject().principal();
            boolean target = TARGETS.contains(identity.subject().notation());
            if (name.startsWith("miss-") != identity.reaches().isEmpty() && !target) {
                wrongly.add(identity.subject().notation() + " reaches "
                        + identity.reaches().size());
            }
        }
        System.out.println(replay.summary());
        assertThat(replay.deviations()).isEmpty();
        assertThat(wrongly).isEmpty();
        System.out.println("replay: forms " + String.join("; ", replay.forms()));
        assertThat(replay.forms()).containsAll(Files.readAllLines(FORMS));
    }

    /** Nodes become cluster-admin in other ways, so that no plan says which Secrets the Node authorizer lets them read. */
    @Test
    @Order(5)
    void nodesReadTheSecretsOfTheirPods() {
        List<String> refused = new ArrayList<>();
        AtomicInteger read = new AtomicInteger();
        analysis.graph().forEachEdge(edge -> {
            if (edge.to() instanceof Vertex.SecretRead secret
                    && edge.type()
                            .filter(type -> type.id().equals("NODE_IDENTITY"))
                            .isPresent()
                    && edge.premises().get(0) instanceof Vertex.Identity node) {
                String url = "/api/v1/namespaces/" + secret.namespace() + "/secrets/" + secret.name();
                ApiServer.Answer answer = admin.send("GET", url, Replay.headers(UserInfo.of(node.subject())), "", "");
                if (answer.status() == 200) {
                    read.incrementAndGet();
                } else {
                    refused.add(node.id() + " " + url + ": " + answer.status());
                }
            }
        });
        System.out.println("replay: Secrets read by nodes " + read + ", not read " + refused.size());
        assertThat(refused).isEmpty();
        assertThat(read.get()).isPositive();
    }

    /** The same requests by whoever reaches nothing: the status comes from rights, not from how a request is written. */
    @Test
    @Order(6)
    void whoeverReachesNothingIsRefusedTheSameRequests() {
        List<IdentityReach> identities = analysis.escalations(
                        EscalationQuery.everybody().atMost(TARGETS_OF_EACH))
                .identities();
        List<Subject> powerless = identities.stream()
                .filter(identity ->
                        identity.reaches().isEmpty() && identity.subject() instanceof Subject.ServiceAccount)
                .map(IdentityReach::subject)
                .toList();
        assertThat(powerless).isNotEmpty();
        Set<ApiCall> calls = identities.stream()
                .flatMap(identity -> identity.reaches().stream())
                .flatMap(reach -> reach.steps().stream())
                .flatMap(step -> step.calls().stream())
                .filter(call -> !call.kubelet() && call.inNameOf().isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Replay replay = new Replay(admin);
        List<String> accepted = new ArrayList<>();
        int next = 0;
        for (ApiCall call : calls) {
            Subject subject = powerless.get(next++ % powerless.size());
            ApiServer.Answer answer = replay.sentBy(UserInfo.of(subject), call);
            if (answer.status() != 403) {
                accepted.add(subject.notation() + " " + call.method() + " " + call.url() + ": " + answer.status());
            }
        }
        System.out.println("replay: requests by identities without the right " + calls.size() + ", not refused "
                + accepted.size());
        assertThat(accepted).isEmpty();
    }

    private static Set<Subject> subjects(Analysis of) {
        return of.escalations(EscalationQuery.everybody().atMost(TARGETS_OF_EACH)).identities().stream()
                .map(IdentityReach::subject)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
