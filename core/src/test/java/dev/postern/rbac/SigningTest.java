package dev.postern.rbac;

import static dev.postern.model.Subject.group;
import static dev.postern.model.Subject.serviceAccount;
import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Evidence;
import dev.postern.model.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates, E21. */
class SigningTest {
    private static final String CERTIFICATES = " certificates.k8s.io ";

    private static List<Signing> signings(String policy) {
        return Worlds.rbac(policy).signings().stream()
                .filter(signing -> !signing.holder().equals(Grant.everything(Scope.CLUSTER)))
                .toList();
    }

    private static List<String> described(String policy) {
        return signings(policy).stream()
                .map(signing -> signing.holder().describe() + " " + signing.kind() + " " + signing.signers())
                .toList();
    }

    private static String bound(String... rules) {
        return "ClusterRole r\n " + String.join("\n ", rules) + "\nClusterRoleBinding b ClusterRole r\n User alice";
    }

    @ParameterizedTest
    @CsvSource({"update, true", "patch, true", "get, false", "create, false"})
    void e21ApprovalIsAWriteOfTheSubresourceAndApprove(String verb, boolean approves) {
        assertThat(described(bound(
                        verb + CERTIFICATES + "certificatesigningrequests/approval",
                        "approve certificates.k8s.io signers kubernetes.io/kube-apiserver-client")))
                .isEqualTo(
                        approves
                                ? List.of("ClusterRole r cluster-wide APPROVE [" + Signing.API_SERVER_CLIENT + "]")
                                : List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "approve certificates.k8s.io signers",
        "update certificates.k8s.io certificatesigningrequests/approval",
        "'update certificates.k8s.io certificatesigningrequests,certificatesigningrequests/status'"
    })
    void e21HalfOfItIsNothing(String rule) {
        assertThat(described(bound(rule))).isEmpty();
    }

    @Test
    void e21BothHalvesBelongToOneIdentity() {
        String halves = """
                ClusterRole a
                 approve certificates.k8s.io signers
                ClusterRole u
                 update certificates.k8s.io certificatesigningrequests/approval x
                ClusterRoleBinding a ClusterRole a
                 User alice
                ClusterRoleBinding b ClusterRole u
                 User %s
                """;
        assertThat(described(halves.formatted("bob"))).isEmpty();
        assertThat(described(halves.formatted("alice"))).containsExactly("User alice APPROVE []");
        assertThat(signings(halves.formatted("alice")))
                .singleElement()
                .satisfies(signing -> assertThat(signing.supports())
                        .singleElement()
                        .satisfies(support -> assertThat(support.facts())
                                .extracting(Evidence::field)
                                .containsExactly(
                                        "subjects[0]", "roleRef", "subjects[0]", "roleRef", "rules[0]", "rules[0]")));
    }

    @Test
    void e21ARoleGrantsNoSigner() {
        assertThat(described("""
                        Role shop/r
                         approve certificates.k8s.io signers
                         update certificates.k8s.io certificatesigningrequests/approval
                        RoleBinding shop/b Role r
                         User alice
                        """)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sign, certificatesigningrequests/status, SIGN",
        "attest, clustertrustbundles, ATTEST",
        "approve, certificatesigningrequests/approval, APPROVE",
        "approve, certificatesigningrequests/status, ''",
        "sign, certificatesigningrequests/approval, ''",
    })
    void e21EachVerbHasItsOwnWrite(String verb, String resource, String kind) {
        assertThat(signings(bound(verb + CERTIFICATES + "signers example.com/x", "patch" + CERTIFICATES + resource)))
                .extracting(signing -> signing.kind().name())
                .isEqualTo(kind.isEmpty() ? List.of() : List.of(kind));
    }

    @Test
    void e21BundlesMayBeCreatedToo() {
        assertThat(described(
                        bound("attest certificates.k8s.io signers", "create certificates.k8s.io clustertrustbundles")))
                .containsExactly("ClusterRole r cluster-wide ATTEST []");
    }

    @ParameterizedTest
    @CsvSource({
        "'', kubernetes.io/kube-apiserver-client, true",
        "kubernetes.io/kube-apiserver-client, kubernetes.io/kube-apiserver-client, true",
        "kubernetes.io/*, kubernetes.io/kube-apiserver-client, true",
        "kubernetes.io/kube-*, kubernetes.io/kube-apiserver-client, false",
        "*, kubernetes.io/kube-apiserver-client, false",
        "*/*, kubernetes.io/kube-apiserver-client, false",
        "io/*, kubernetes.io/kube-apiserver-client, false",
        "example.com/*, example.com/a/b, true",
        "example.com/a/*, example.com/a/b, false",
    })
    void e21OnlyADomainWithAStarIsAPattern(String resourceName, String signer, boolean covers) {
        ImmutableSortedSet<String> names =
                resourceName.isEmpty() ? ImmutableSortedSet.of() : ImmutableSortedSet.of(resourceName);
        assertThat(signing(Signing.Kind.APPROVE, names).covers(signer)).isEqualTo(covers);
    }

    private static Signing signing(Signing.Kind kind, ImmutableSortedSet<String> signers) {
        return new Signing(Grant.everything(Scope.CLUSTER), kind, signers, ImmutableList.of(), ImmutableList.of());
    }

    @Test
    void e21AnyUserAndAnyGroupButThePrivilegedOne() {
        Signing client = signing(Signing.Kind.APPROVE, ImmutableSortedSet.of(Signing.API_SERVER_CLIENT));
        assertThat(List.of(
                        user("root"),
                        user("system:node:n1"),
                        user("system:kube-controller-manager"),
                        serviceAccount("kube-system", "admin"),
                        group("admins"),
                        group("system:nodes")))
                .allMatch(client::yields);
        assertThat(client.yields(group("system:masters"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "APPROVE, kubernetes.io/kube-apiserver-client-kubelet, true",
        "NODE_CLIENT, kubernetes.io/kube-apiserver-client-kubelet, true",
        "SIGN, kubernetes.io/kube-apiserver-client-kubelet, false",
        "ATTEST, kubernetes.io/kube-apiserver-client-kubelet, false",
        "APPROVE, kubernetes.io/kubelet-serving, false",
        "APPROVE, example.com/client, false",
        "SIGN, kubernetes.io/kube-apiserver-client, false",
    })
    void e21OtherSignersYieldNodesOrNobody(Signing.Kind kind, String signer, boolean nodes) {
        Signing signing = signing(kind, ImmutableSortedSet.of(signer));
        for (Subject node : List.of(user("system:node:n1"), group("system:nodes"))) {
            assertThat(signing.yields(node)).isEqualTo(nodes);
        }
        assertThat(List.of(user("system:node:"), user("bob"), group("bobs"), serviceAccount("a", "b")))
                .noneMatch(signing::yields);
    }

    @Test
    void e21NodesAreApprovedByTheControllerManagerForWhoeverMaySaySo() {
        assertThat(described(bound(
                        "create certificates.k8s.io certificatesigningrequests,certificatesigningrequests/nodeclient")))
                .containsExactly("ClusterRole r cluster-wide NODE_CLIENT [" + Signing.KUBELET_CLIENT + "]");
        assertThat(described(bound("create certificates.k8s.io certificatesigningrequests")))
                .isEmpty();
        assertThat(described(bound("create certificates.k8s.io certificatesigningrequests/nodeclient")))
                .isEmpty();
        assertThat(described(bound(
                        "create certificates.k8s.io certificatesigningrequests",
                        "create certificates.k8s.io certificatesigningrequests/selfnodeclient")))
                .isEmpty();
    }
}
