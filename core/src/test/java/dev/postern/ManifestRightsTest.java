package dev.postern;

import static dev.postern.model.Subject.serviceAccount;
import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedSet;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Evidence;
import dev.postern.path.EscalationQuery;
import dev.postern.path.Reach;
import dev.postern.rbac.AccessReview;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of evaluation that take more than roles and bindings to show: what is written in files, and what objects there are. */
class ManifestRightsTest {
    private static final AccessReview GET = AccessReview.of(user("alice"))
            .verb("get")
            .resource("pods")
            .in("shop")
            .named("x");

    @TempDir
    private Path folder;

    private Analysis analyze(String manifests) throws IOException {
        return Postern.analyze(ClusterSnapshot.read(Files.writeString(folder.resolve("input.yaml"), manifests)));
    }

    @Test
    void e8ApiGroupsOfReferencesAndSubjectsAreNotLookedAt() throws IOException {
        Analysis analysis = analyze("""
                kind: Role
                apiVersion: rbac.authorization.k8s.io/v1
                metadata: {name: r, namespace: shop}
                rules:
                - {apiGroups: [""], resources: [pods], verbs: [get]}
                ---
                kind: RoleBinding
                apiVersion: rbac.authorization.k8s.io/v1
                metadata: {name: b, namespace: shop}
                roleRef: {apiGroup: example.com, kind: Role, name: r}
                subjects:
                - {apiGroup: example.com, kind: User, name: alice}
                - {kind: User, name: bob}
                """);
        assertThat(analysis.decide(GET).isAllowed()).isTrue();
        assertThat(analysis.rights(user("bob")).rights())
                .anyMatch(right -> right.rule().resources().contains("pods"));
    }

    @Test
    void everyFactOfADecisionHasItsLine() throws IOException {
        Analysis analysis = analyze("""
                kind: ClusterRole
                apiVersion: rbac.authorization.k8s.io/v1
                metadata: {name: r}
                rules:
                - {apiGroups: [""], resources: [nodes], verbs: [get]}
                - {apiGroups: [""], resources: [pods], verbs: [get]}
                ---
                kind: RoleBinding
                apiVersion: rbac.authorization.k8s.io/v1
                metadata: {name: b, namespace: shop}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: r}
                subjects:
                - {kind: User, name: bob}
                - {kind: User, name: alice}
                """);
        List<Evidence> facts = analysis.decide(GET).evidence();
        assertThat(facts).extracting(Evidence::field).containsExactly("subjects[1]", "roleRef", "rules[1]");
        assertThat(facts)
                .extracting(fact -> analysis.locate(facts).get(fact).line())
                .containsExactly(14, 11, 6);
    }

    private static final String CREATORS = """
            kind: ClusterRole
            apiVersion: rbac.authorization.k8s.io/v1
            metadata: {name: powerful%1$s}
            rules:
            - {apiGroups: [""], resources: [secrets], verbs: [get]}
            ---
            kind: RoleBinding
            apiVersion: rbac.authorization.k8s.io/v1
            metadata: {name: ghosts, namespace: shop%1$s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: powerful}
            subjects:
            - {kind: ServiceAccount, name: ghost, namespace: shop}
            - {kind: ServiceAccount, name: real, namespace: shop}
            ---
            kind: ServiceAccount
            apiVersion: v1
            metadata: {name: real, namespace: shop%1$s}
            ---
            kind: ClusterRole
            apiVersion: rbac.authorization.k8s.io/v1
            metadata: {name: act%1$s}
            rules:
            - {apiGroups: [""], resources: [serviceaccounts%2$s], verbs: [%3$s]}
            ---
            kind: RoleBinding
            apiVersion: rbac.authorization.k8s.io/v1
            metadata: {name: act, namespace: shop%1$s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: act}
            subjects:
            - {kind: User, name: alice}
            """;

    /** Whom alice can be: the accounts that she reaches, with how sure that is. */
    private List<String> reached(boolean live, String subresource, String verb) throws IOException {
        Analysis analysis = analyze(CREATORS.formatted(live ? ", uid: u-1" : "", subresource, verb));
        return analysis.escalations(EscalationQuery.of(ImmutableSortedSet.of(user("alice")))).identities().stream()
                .flatMap(identity -> identity.reaches().stream())
                .filter(reach -> reach.target().id().startsWith("sa:"))
                .map(ManifestRightsTest::text)
                .sorted()
                .toList();
    }

    private static String text(Reach reach) {
        return reach.target().id() + " " + reach.confidence();
    }

    @Test
    void e10AnAccountNeedsNoObjectToBeAuthorizedOrImpersonated() throws IOException {
        for (boolean live : List.of(false, true)) {
            assertThat(reached(live, "", "impersonate"))
                    .containsExactly("sa:shop/ghost CERTAIN", "sa:shop/real CERTAIN");
        }
        Analysis analysis = analyze(CREATORS.formatted(", uid: u-1", "", "get"));
        assertThat(analysis.decide(AccessReview.of(serviceAccount("shop", "ghost"))
                                .verb("get")
                                .resource("secrets")
                                .in("shop")
                                .named("x"))
                        .isAllowed())
                .isTrue();
    }

    @Test
    void e10ATokenIsMadeForAnObjectOnly() throws IOException {
        assertThat(reached(false, "/token", "create"))
                .as("manifests may leave the object out")
                .containsExactly("sa:shop/ghost POSSIBLE", "sa:shop/real CERTAIN");
        assertThat(reached(true, "/token", "create"))
                .as("a live cluster shows that it is not there")
                .containsExactly("sa:shop/real CERTAIN");
    }
}
