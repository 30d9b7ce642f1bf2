package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.cluster;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.runningAs;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.Manifests.workload;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.AttackEdge;
import dev.postern.attack.EdgeRule;
import dev.postern.model.Confidence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SaPatchTest extends TechniqueCases {
    private static final String QUIET = serviceAccount("shop", "quiet") + "automountServiceAccountToken: false\n---\n"
            + serviceAccount("shop", "loud");
    private static final String INSIDE = "container:shop/web/app";
    private static final String POD = runningAs("quiet", "shop", "web");
    private static final String DEPLOYMENT = workload("Deployment", "shop", "web")
            .replace("automountServiceAccountToken: false", "serviceAccountName: quiet");

    @Override
    EdgeRule technique() {
        return new SaPatch();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "the account forbids the token, the pod says nothing",
                                QUIET,
                                POD,
                                grant("shop", "ann", rule("patch", "serviceaccounts")),
                                grantEverywhere("bob", rule("update", "serviceaccounts")))
                        .given(INSIDE)
                        .edge("user:ann", "sa:shop/quiet")
                        .edge("user:bob", "sa:shop/quiet"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "the right without the container, the container without the right",
                        QUIET,
                        POD,
                        grant("shop", "ann", rule("patch", "serviceaccounts"))),
                TechniqueCase.of(
                                NEAR_MISS,
                                "looking, making and deleting accounts turns nothing on",
                                QUIET,
                                POD,
                                grant("shop", "ann", rule("get,list,watch,create,delete", "serviceaccounts")),
                                grant("shop", "bob", rule("patch", "serviceaccounts/token")))
                        .given(INSIDE),
                TechniqueCase.of(
                                WILDCARD,
                                "every verb on everything of the core group",
                                QUIET,
                                POD,
                                grant("shop", "ann", rule("*", "*")))
                        .given(INSIDE)
                        .edge("user:ann", "sa:shop/quiet"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name is the account's",
                                QUIET,
                                POD,
                                grant("shop", "ann", rule("patch", "serviceaccounts", "quiet")),
                                grant("shop", "bob", rule("patch", "serviceaccounts", "loud")))
                        .given(INSIDE)
                        .edge("user:ann", "sa:shop/quiet"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "a ClusterRole bound in ops changes no account of shop",
                                QUIET,
                                POD,
                                grantClusterRole("ops", "ann", rule("patch", "serviceaccounts")))
                        .given(INSIDE),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "the pod's own no wins over the account",
                                QUIET,
                                runningAs("quiet", "shop", "web", "  automountServiceAccountToken: false\n"),
                                grant("shop", "ann", rule("patch", "serviceaccounts")))
                        .given(INSIDE),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a container that has the token already gains nothing",
                                QUIET,
                                runningAs("quiet", "shop", "web", "  automountServiceAccountToken: true\n"),
                                runningAs("loud", "shop", "other"),
                                grant("shop", "ann", rule("patch", "serviceaccounts")))
                        .given(INSIDE, "container:shop/other/app"));
    }

    @Test
    void whoeverMayHaveThePodReplacedNeedNotWait() {
        String patch = grant("shop", "ann", rule("patch", "serviceaccounts"));
        assertThat(edges(QUIET, DEPLOYMENT, patch, grant("shop", "bob", rule("create", "pods/eviction"))))
                .extracting(edge -> edge.premises().size(), AttackEdge::confidence)
                .containsExactlyInAnyOrder(tuple(2, Confidence.POSSIBLE), tuple(3, Confidence.LIKELY));
    }

    @Test
    void aPodWithoutControllerDoesNotComeBack() {
        String patch = grant("shop", "ann", rule("patch", "serviceaccounts"));
        assertThat(edges(QUIET, POD, patch, grant("shop", "bob", rule("delete", "pods"))))
                .extracting(AttackEdge::confidence)
                .containsExactly(Confidence.POSSIBLE);
    }

    private static List<AttackEdge> edges(String... manifests) {
        List<AttackEdge> edges = new ArrayList<>();
        TechniqueEdges.graph(cluster(manifests)).forEachEdge(edge -> {
            if (edge.type().isPresent() && edge.type().get().id().equals("SA_PATCH")) {
                edges.add(edge);
            }
        });
        return edges;
    }
}
