package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.account;
import static dev.postern.attack.rule.Manifests.bind;
import static dev.postern.attack.rule.Manifests.bindEverywhere;
import static dev.postern.attack.rule.Manifests.cluster;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.liveAccount;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.secret;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.AttackEdge;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.Vertex.Identity;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PodCreateAsSaTest extends TechniqueCases {
    private static final String OBJECTS = String.join(
            "---\n",
            serviceAccount("shop", "default"),
            serviceAccount("shop", "cart"),
            secret("shop", "db"),
            serviceAccount("ops", "default"),
            secret("ops", "vault"));

    @Override
    EdgeRule technique() {
        return new PodCreateAsSa();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "create on pods reaches every account and Secret of the namespace",
                                OBJECTS,
                                grant("shop", "ann", rule("create", "pods")))
                        .edge("user:ann", "sa:shop/default")
                        .edge("user:ann", "sa:shop/cart")
                        .edge("user:ann", "secret:shop/db"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "an account that is bound and does not exist is for whoever may create it as well",
                                liveAccount("shop", "cart"),
                                bindEverywhere("ghost", "none", account("shop", "ghost")),
                                grant("shop", "ann", rule("create", "pods"), rule("create", "serviceaccounts")),
                                grant("shop", "bob", rule("create", "pods")),
                                grant(
                                        "shop",
                                        "cid",
                                        rule("create", "pods"),
                                        rule("create", "serviceaccounts", "ghost")))
                        .edge("user:ann", "sa:shop/ghost")
                        .edge("user:ann", "sa:shop/cart")
                        .edge("user:bob", "sa:shop/cart")
                        .edge("user:cid", "sa:shop/cart"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "changing or deleting a pod, or running a command in it, starts none",
                        OBJECTS,
                        grant(
                                "shop",
                                "ann",
                                rule("get,list,watch,update,patch,delete", "pods"),
                                rule("create", "pods/exec,pods/ephemeralcontainers"))),
                TechniqueCase.of(
                                WILDCARD,
                                "every resource of every group, cluster-wide",
                                OBJECTS,
                                grantEverywhere("ann", ruleIn("*", "create", "*")))
                        .edge("user:ann", "sa:shop/default")
                        .edge("user:ann", "sa:shop/cart")
                        .edge("user:ann", "secret:shop/db")
                        .edge("user:ann", "sa:ops/default")
                        .edge("user:ann", "secret:ops/vault"),
                TechniqueCase.of(
                        RESOURCE_NAMES,
                        "a create request has no name: a right limited by names grants nothing",
                        OBJECTS,
                        grant(
                                "shop",
                                "ann",
                                rule("create", "pods", "web"),
                                ruleIn("apps", "create", "deployments", "web"))),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "a ClusterRole bound in ops gives nothing in shop",
                                OBJECTS,
                                grantClusterRole("ops", "ann", rule("create", "pods")))
                        .edge("user:ann", "sa:ops/default")
                        .edge("user:ann", "secret:ops/vault"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "deployments live in apps, jobs in batch, pods in the core group",
                        OBJECTS,
                        grant(
                                "shop",
                                "ann",
                                rule("create", "deployments,jobs,cronjobs"),
                                ruleIn("apps", "create", "pods,jobs,replicationcontrollers"),
                                ruleIn("batch", "create", "pods,deployments"),
                                ruleIn("extensions", "create", "daemonsets"))),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "pods/* is a literal and matches nothing",
                        OBJECTS,
                        grant("shop", "ann", rule("create", "pods/*"))),
                TechniqueCase.of(
                                POSITIVE,
                                "create on replicationcontrollers starts pods",
                                OBJECTS,
                                grant("ops", "ann", ruleIn("", "create", "replicationcontrollers")))
                        .edge("user:ann", "sa:ops/default")
                        .edge("user:ann", "secret:ops/vault"),
                TechniqueCase.of(
                                POSITIVE,
                                "create on daemonsets starts pods",
                                OBJECTS,
                                grant("ops", "ann", ruleIn("apps", "create", "daemonsets")))
                        .edge("user:ann", "sa:ops/default")
                        .edge("user:ann", "secret:ops/vault"),
                TechniqueCase.of(
                                POSITIVE,
                                "create on deployments starts pods",
                                OBJECTS,
                                grant("ops", "ann", ruleIn("apps", "create", "deployments")))
                        .edge("user:ann", "sa:ops/default")
                        .edge("user:ann", "secret:ops/vault"),
                TechniqueCase.of(
                                POSITIVE,
                                "create on replicasets starts pods",
                                OBJECTS,
                                grant("ops", "ann", ruleIn("apps", "create", "replicasets")))
                        .edge("user:ann", "sa:ops/default")
                        .edge("user:ann", "secret:ops/vault"),
                TechniqueCase.of(
                                POSITIVE,
                                "create on statefulsets starts pods",
                                OBJECTS,
                                grant("ops", "ann", ruleIn("apps", "create", "statefulsets")))
                        .edge("user:ann", "sa:ops/default")
                        .edge("user:ann", "secret:ops/vault"),
                TechniqueCase.of(
                                POSITIVE,
                                "create on cronjobs starts pods",
                                OBJECTS,
                                grant("ops", "ann", ruleIn("batch", "create", "cronjobs")))
                        .edge("user:ann", "sa:ops/default")
                        .edge("user:ann", "secret:ops/vault"),
                TechniqueCase.of(
                                POSITIVE,
                                "create on jobs starts pods",
                                OBJECTS,
                                grant("ops", "ann", ruleIn("batch", "create", "jobs")))
                        .edge("user:ann", "sa:ops/default")
                        .edge("user:ann", "secret:ops/vault"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "an account that only a binding names may exist",
                                OBJECTS,
                                grant("shop", "ann", rule("create", "pods")),
                                bind("shop", "b", "Role", "ann", account("shop", "ghost")))
                        .edge("user:ann", "sa:shop/default")
                        .edge("user:ann", "sa:shop/cart")
                        .edge("user:ann", "secret:shop/db")
                        .edge("user:ann", "sa:shop/ghost")
                        .edge("sa:shop/ghost", "sa:shop/default")
                        .edge("sa:shop/ghost", "sa:shop/cart")
                        .edge("sa:shop/ghost", "secret:shop/db"));
    }

    @Test
    void anAccountThatNoObjectShowsIsPossible() {
        assertThat(confidences(cluster(
                        grant("shop", "ann", rule("create", "pods")),
                        bind("shop", "b", "Role", "ann", account("shop", "ghost")))))
                .containsExactly(Confidence.POSSIBLE);
    }

    private List<Confidence> confidences(Cluster cluster) {
        List<Confidence> found = new ArrayList<>();
        TechniqueEdges.graph(cluster).forEachEdge(edge -> {
            if (isTo(edge, Subject.serviceAccount("shop", "ghost"))) {
                found.add(edge.confidence());
            }
        });
        return found;
    }

    private boolean isTo(AttackEdge edge, Subject subject) {
        return edge.type().equals(Optional.of(technique().type())) && edge.to().equals(new Identity(subject));
    }
}
