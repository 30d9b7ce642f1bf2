package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.account;
import static dev.postern.attack.rule.Manifests.bind;
import static dev.postern.attack.rule.Manifests.bindEverywhere;
import static dev.postern.attack.rule.Manifests.cluster;
import static dev.postern.attack.rule.Manifests.clusterRole;
import static dev.postern.attack.rule.Manifests.group;
import static dev.postern.attack.rule.Manifests.role;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.Manifests.user;
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
import dev.postern.model.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SubjectGrantTest extends TechniqueCases {
    private static final String ROLE = role("shop", "reader", rule("get", "configmaps"));
    private static final String CLUSTER_ROLE = clusterRole("looker", rule("list", "pods"));

    @Override
    EdgeRule technique() {
        return new SubjectGrant();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "a RoleBinding gives a Role in its namespace",
                                ROLE,
                                bind(
                                        "shop",
                                        "b",
                                        "Role",
                                        "reader",
                                        user("ann"),
                                        group("devs"),
                                        account("ops", "robot")))
                        .edge("user:ann", "role:Role/shop/reader@shop")
                        .edge("group:devs", "role:Role/shop/reader@shop")
                        .edge("sa:ops/robot", "role:Role/shop/reader@shop"),
                TechniqueCase.of(
                                POSITIVE,
                                "a ClusterRoleBinding gives a ClusterRole everywhere",
                                CLUSTER_ROLE,
                                bindEverywhere("b", "looker", user("ann")))
                        .edge("user:ann", "role:ClusterRole/looker@*"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a binding to a role that does not exist gives nothing",
                        bind("shop", "b", "Role", "reader", user("ann")),
                        bindEverywhere("c", "looker", user("ann"))),
                TechniqueCase.notApplicable(
                        WILDCARD,
                        "no rule is compared: a binding gives a role whatever its rules are; the user * is nobody, see below"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no rule is compared"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "a Role of another namespace is not found",
                        ROLE,
                        bind("ops", "b", "Role", "reader", user("ann"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a ClusterRole bound by a RoleBinding holds in that namespace alone",
                                CLUSTER_ROLE,
                                bind("shop", "b", "ClusterRole", "looker", user("ann")))
                        .edge("user:ann", "role:ClusterRole/looker@shop"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "an account without a namespace is the binding's own, and nobody in a ClusterRoleBinding",
                                ROLE,
                                CLUSTER_ROLE,
                                bind("shop", "b", "Role", "reader", "  - {kind: ServiceAccount, name: cart}\n"),
                                bindEverywhere("c", "looker", "  - {kind: ServiceAccount, name: cart}\n"))
                        .edge("sa:shop/cart", "role:Role/shop/reader@shop"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a user by a service account's user name is that account",
                                CLUSTER_ROLE,
                                bindEverywhere("b", "looker", user("system:serviceaccount:shop:cart")))
                        .edge("sa:shop/cart", "role:ClusterRole/looker@*"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a ClusterRoleBinding cannot refer to a Role",
                        ROLE,
                        bindEverywhere("b", "reader", user("ann")).replace("kind: ClusterRole,", "kind: Role,")),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "the user * is a name like others, and no pattern",
                                CLUSTER_ROLE,
                                serviceAccount("shop", "cart"),
                                bindEverywhere("b", "looker", user("*")))
                        .edge("user:*", "role:ClusterRole/looker@*"));
    }

    @Test
    void twoBindingsOfOneRoleAreTwoGroundsOfOneStep() {
        List<AttackEdge> steps = new ArrayList<>();
        TechniqueEdges.graph(cluster(
                        CLUSTER_ROLE,
                        bindEverywhere("one", "looker", user("ann")),
                        bindEverywhere("two", "looker", user("bob"), user("ann"))))
                .forEachEdge(edge -> {
                    if (edge.type().equals(Optional.of(technique().type()))
                            && edge.premises().contains(new Identity(Subject.user("ann")))) {
                        steps.add(edge);
                    }
                });
        assertThat(steps).hasSize(1);
        assertThat(steps.get(0).supports())
                .extracting(support -> support.facts().get(0).object().name() + " "
                        + support.facts().get(0).field())
                .containsExactly("one subjects[0]", "two subjects[1]");
    }
}
