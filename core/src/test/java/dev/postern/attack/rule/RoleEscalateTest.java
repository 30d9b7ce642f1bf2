package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.bind;
import static dev.postern.attack.rule.Manifests.cluster;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.rbacRule;
import static dev.postern.attack.rule.Manifests.role;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.user;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.Vertex.GainedRole;
import dev.postern.attack.Vertex.HeldRole;
import dev.postern.model.ObjectRef;
import dev.postern.rbac.Scope;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RoleEscalateTest extends TechniqueCases {

    @Override
    EdgeRule technique() {
        return new RoleEscalate();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "rewrite any ClusterRole, one's own among them",
                                grantEverywhere("ann", rbacRule("update,escalate", "clusterroles")))
                        .edge("user:ann", "role:Everything/*@*"),
                TechniqueCase.of(
                                POSITIVE,
                                "rewrite the Roles of a namespace, one's own among them",
                                grant("shop", "ann", rbacRule("patch,escalate", "roles")))
                        .edge("user:ann", "role:Everything/*@shop"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "escalate without the right to write is nothing, and so is writing without escalate",
                        grant("shop", "ann", rbacRule("escalate", "roles")),
                        grant("ops", "bob", rbacRule("create,update,patch", "roles"))),
                TechniqueCase.of(WILDCARD, "every verb on roles", grant("shop", "ann", rbacRule("*", "roles")))
                        .edge("user:ann", "role:Everything/*@shop"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "by name one's own role counts, another that nobody holds does not",
                                role("shop", "vault", rule("get", "secrets")),
                                grant("shop", "ann", rbacRule("update,escalate", "roles", "ann")),
                                grant("shop", "bob", rbacRule("update,escalate", "roles", "vault")))
                        .edge("user:ann", "role:Everything/*@shop"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "a RoleBinding in shop does not reach ClusterRoles or the Roles of ops",
                        grantClusterRole("shop", "ann", rbacRule("update,escalate", "clusterroles")),
                        role("ops", "mine", rule("get", "pods")),
                        bind("ops", "b", "Role", "mine", user("bob")),
                        grant("shop", "bob", rbacRule("update,escalate", "roles", "mine"))),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "create has no name: a named escalate does not cover it",
                        grant(
                                "shop",
                                "ann",
                                rbacRule("create", "roles,rolebindings"),
                                rbacRule("escalate,bind", "roles", "mine"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a new role counts for who can bind itself to it",
                                grant(
                                        "shop",
                                        "ann",
                                        rbacRule("create,escalate,bind", "roles"),
                                        rbacRule("create", "rolebindings")),
                                grant("ops", "bob", rbacRule("create,escalate", "roles")))
                        .edge("user:ann", "role:Everything/*@shop"));
    }

    /** Writing the role and using it are two requests. */
    @Test
    void whoIsBoundToTheRoleMayBeAnotherIdentity() {
        Set<Set<Object>> premises = new HashSet<>();
        TechniqueEdges.graph(cluster(
                        role("shop", "vault", rule("get", "secrets")),
                        bind("shop", "v", "Role", "vault", user("bob")),
                        grant("shop", "ann", rbacRule("update,escalate", "roles", "vault"))))
                .forEachEdge(edge -> {
                    if (edge.type().equals(Optional.of(technique().type())) && edge.to() instanceof GainedRole) {
                        premises.add(new HashSet<>(edge.premises()));
                    }
                });
        assertThat(premises)
                .containsExactly(Set.of(
                        new HeldRole(ObjectRef.of("Role", "shop", "ann"), Scope.namespace("shop")),
                        new HeldRole(ObjectRef.of("Role", "shop", "vault"), Scope.namespace("shop"))));
    }
}
