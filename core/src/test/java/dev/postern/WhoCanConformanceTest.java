package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Subject;
import dev.postern.rbac.AccessRequest;
import dev.postern.rbac.AllowedSubject;
import dev.postern.rbac.AllowedSubject.Extent;
import dev.postern.rbac.AllowedSubject.Presence;
import dev.postern.rbac.AllowedSubjects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may list every Secret of a real cluster. */
class WhoCanConformanceTest {
    private static List<String> names(AllowedSubjects answer, Extent extent, Presence presence) {
        return answer.of(extent)
                .filter(subject -> subject.presence() == presence)
                .map(AllowedSubject::subject)
                .map(Subject::describe)
                .toList();
    }

    @Test
    void eighteenAccountsListSecretsEverywhereAndFourInOneNamespace() {
        Path dump =
                Path.of(System.getProperty("postern.corpus", "../../shared/corpus"), "dumps", "cluster-v1.36.json.gz");
        assumeTrue(Files.exists(dump), "no dump at " + dump);
        Analysis analysis = Postern.analyze(ClusterSnapshot.read(dump));
        assertThat(analysis.snapshot().cluster().serviceAccounts()).hasSize(102);
        AllowedSubjects answer = analysis.whoCan(AccessRequest.parse("list", "secrets"));

        assertThat(names(answer, Extent.ALL, Presence.OBJECT))
                .hasSize(18)
                .contains("ServiceAccount kube-system/superadmin", "ServiceAccount monitoring/kube-state-metrics");
        assertThat(names(answer, Extent.ALL, Presence.NOT_AN_OBJECT))
                .containsExactly("Group system:masters", "User system:kube-controller-manager");
        assertThat(names(answer, Extent.SOME_NAMESPACES, Presence.OBJECT))
                .containsExactly(
                        "ServiceAccount argocd/argocd-dex-server",
                        "ServiceAccount argocd/argocd-notifications-controller",
                        "ServiceAccount argocd/argocd-server",
                        "ServiceAccount big-monolith/big-monolith-sa");
        assertThat(answer.of(Extent.SOME_NAMESPACES)
                        .filter(subject -> subject.presence() == Presence.OBJECT)
                        .flatMap(subject -> subject.where().stream())
                        .map(where -> where.scope().namespace()))
                .containsExactly("argocd", "argocd", "argocd", "big-monolith");
        assertThat(names(answer, Extent.SOME_NAMESPACES, Presence.DANGLING))
                .containsExactly(
                        "ServiceAccount kube-system/bootstrap-signer", "ServiceAccount kube-system/token-cleaner");
        System.out.println("conformance rbac dump: compared 1, agree 1, deviations 0");
    }
}
