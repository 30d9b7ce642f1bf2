package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.account;
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
import dev.postern.attack.Vertex.May;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SecretTokenPlantTest extends TechniqueCases {
    private static final String OBJECTS = String.join(
            "---\n",
            serviceAccount("shop", "default"),
            serviceAccount("shop", "cart"),
            secret("shop", "db"),
            serviceAccount("ops", "default"));

    private static final String UID = "{uid: 1b4e28ba-2fa1-11d2-883f-0016d3cca427, name";

    @Override
    EdgeRule technique() {
        return new SecretTokenPlant();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "create and get reach every account of the namespace",
                                OBJECTS,
                                grant("shop", "ann", rule("create,get", "secrets")))
                        .edge("user:ann", "sa:shop/default")
                        .edge("user:ann", "sa:shop/cart"),
                TechniqueCase.of(
                                POSITIVE,
                                "create and list everywhere",
                                OBJECTS,
                                grantEverywhere("ann", rule("create,list", "secrets")))
                        .edge("user:ann", "sa:shop/default")
                        .edge("user:ann", "sa:shop/cart")
                        .edge("user:ann", "sa:ops/default"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "an account that is bound and does not exist is for whoever may create it as well",
                                liveAccount("shop", "cart"),
                                bindEverywhere("ghost", "none", account("shop", "ghost")),
                                grant("shop", "ann", rule("create,get", "secrets"), rule("create", "serviceaccounts")),
                                grant("shop", "bob", rule("create,get", "secrets")),
                                grant(
                                        "shop",
                                        "cid",
                                        rule("create,get", "secrets"),
                                        rule("create", "serviceaccounts", "ghost")))
                        .edge("user:ann", "sa:shop/ghost")
                        .edge("user:ann", "sa:shop/cart")
                        .edge("user:bob", "sa:shop/cart")
                        .edge("user:cid", "sa:shop/cart"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "create alone reads nothing back, and what is updated or deleted is not answered with",
                        OBJECTS,
                        grant("shop", "ann", rule("create,update,delete", "secrets"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "reading alone plants nothing",
                        OBJECTS,
                        grant("shop", "ann", rule("get,list,watch", "secrets"))),
                TechniqueCase.of(
                                WILDCARD,
                                "every verb on everything of the core group, in one namespace",
                                OBJECTS,
                                grant("shop", "ann", rule("*", "*")))
                        .edge("user:ann", "sa:shop/default")
                        .edge("user:ann", "sa:shop/cart"),
                TechniqueCase.of(
                        RESOURCE_NAMES,
                        "a named create is none, and a Secret of the name that may be read is there already",
                        OBJECTS,
                        grant("shop", "ann", rule("create", "secrets", "mine"), rule("get", "secrets")),
                        grant("shop", "bob", rule("create", "secrets"), rule("get", "secrets", "db"))),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the new Secret has the name that may be read",
                                OBJECTS,
                                grant("shop", "ann", rule("create", "secrets"), rule("get", "secrets", "db", "mine")))
                        .edge("user:ann", "sa:shop/default")
                        .edge("user:ann", "sa:shop/cart"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "cluster-wide it is a name that no Secret has",
                                OBJECTS,
                                grantEverywhere("ann", rule("create", "secrets"), rule("watch", "secrets", "mine")),
                                grantEverywhere("bob", rule("create", "secrets"), rule("watch", "secrets", "db")))
                        .edge("user:ann", "sa:shop/default")
                        .edge("user:ann", "sa:shop/cart")
                        .edge("user:ann", "sa:ops/default"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "planting in one namespace and reading in another",
                        OBJECTS,
                        grant("shop", "ann", rule("create", "secrets")),
                        grantClusterRole("ops", "ann", rule("get", "secrets"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "patch and deletecollection answer with the data",
                                OBJECTS,
                                grant("ops", "ann", rule("create,patch", "secrets")),
                                grant("ops", "bob", rule("create,deletecollection", "secrets")))
                        .edge("user:ann", "sa:ops/default")
                        .edge("user:bob", "sa:ops/default"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "secrets of another API group are other things",
                        OBJECTS,
                        grant("shop", "ann", ruleIn("apps", "*", "secrets"))));
    }

    @Test
    void oneIdentityMayPlantAndAnotherRead() {
        assertThat(edges(cluster(
                        OBJECTS,
                        grant("shop", "ann", rule("create", "secrets")),
                        grant("shop", "bob", rule("get", "secrets")))))
                .anyMatch(edge -> edge.premises().size() == 2
                        && edge.premises().stream().allMatch(May.class::isInstance)
                        && edge.to().id().equals("may:plant-token@shop"));
    }

    @Test
    void thatANameIsFreeIsKnownOfALiveInputOnly() {
        String right = grant("shop", "ann", rule("create", "secrets"), rule("get", "secrets", "mine"));
        assertThat(confidences(cluster(OBJECTS, right))).containsExactly(Confidence.POSSIBLE);
        assertThat(confidences(cluster(OBJECTS.replace("{name", UID), right))).containsExactly(Confidence.CERTAIN);
    }

    private static List<Confidence> confidences(Cluster cluster) {
        return edges(cluster).stream()
                .filter(edge -> edge.to().id().equals("may:read-new-secrets@shop")
                        && !edge.premises().get(0).isHub())
                .map(AttackEdge::confidence)
                .toList();
    }

    private static List<AttackEdge> edges(Cluster cluster) {
        List<AttackEdge> edges = new ArrayList<>();
        TechniqueEdges.graph(cluster).forEachEdge(edges::add);
        return edges;
    }
}
