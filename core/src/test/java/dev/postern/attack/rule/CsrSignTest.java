package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.bind;
import static dev.postern.attack.rule.Manifests.bindEverywhere;
import static dev.postern.attack.rule.Manifests.cluster;
import static dev.postern.attack.rule.Manifests.clusterRole;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.group;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
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
import dev.postern.attack.EdgeRule;
import org.junit.jupiter.api.Test;

final class CsrSignTest extends TechniqueCases {
    private static final String CLIENT = "kubernetes.io/kube-apiserver-client";
    private static final String KUBELET = "kubernetes.io/kube-apiserver-client-kubelet";

    /** Somebody to become: an account, a user and a group; and a node. */
    private static final String CLUSTER = String.join(
            "---\n",
            node("worker-1"),
            serviceAccount("shop", "default"),
            bindEverywhere("bosses", "look", user("boss"), group("bosses")),
            clusterRole("look", rule("get", "configmaps")));

    @Override
    EdgeRule technique() {
        return new CsrSign();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                anyone(TechniqueCase.of(
                        POSITIVE,
                        "create, approval and approve by one identity",
                        CLUSTER,
                        grantEverywhere("ann", create(), approval("patch"), approve(CLIENT)))),
                TechniqueCase.of(
                                POSITIVE,
                                "the signer of kubelets' certificates gives nodes only",
                                CLUSTER,
                                grantEverywhere("ann", create(), approval("update"), approve(KUBELET)))
                        .edge("user:ann", "user:system:node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "whose own requests for a node's certificate are approved reads it back",
                                CLUSTER,
                                grantEverywhere(
                                        "ann",
                                        ruleIn(
                                                "certificates.k8s.io",
                                                "create",
                                                "certificatesigningrequests,certificatesigningrequests/nodeclient"),
                                        ruleIn("certificates.k8s.io", "get", "certificatesigningrequests")))
                        .edge("user:ann", "user:system:node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "each right is missing once, and signing is not approving",
                        CLUSTER,
                        grantEverywhere("no-create", approval("patch"), approve(CLIENT)),
                        grantEverywhere("no-approval", create(), approve(CLIENT)),
                        grantEverywhere("no-approve", create(), approval("patch")),
                        grantEverywhere(
                                "signs",
                                create(),
                                ruleIn("certificates.k8s.io", "update", "certificatesigningrequests/status"),
                                ruleIn("certificates.k8s.io", "sign", "signers")),
                        grantEverywhere(
                                "unread",
                                ruleIn(
                                        "certificates.k8s.io",
                                        "create",
                                        "certificatesigningrequests,certificatesigningrequests/nodeclient"))),
                anyone(TechniqueCase.of(
                        WILDCARD,
                        "everything of the group",
                        CLUSTER,
                        grantEverywhere("ann", ruleIn("certificates.k8s.io", "*", "*")))),
                anyone(TechniqueCase.of(
                        RESOURCE_NAMES,
                        "the domain with /* is a pattern; the request's name is the creator's choice",
                        CLUSTER,
                        grantEverywhere("ann", create(), approval("patch", "mine"), approve("kubernetes.io/*")))),
                TechniqueCase.of(
                        RESOURCE_NAMES,
                        "* and */* are no patterns of signers",
                        CLUSTER,
                        grantEverywhere("ann", create(), approval("patch"), approve("*", "*/*", "example.com/*"))),
                TechniqueCase.of(
                        RESOURCE_NAMES,
                        "a named create is none",
                        CLUSTER,
                        grantEverywhere(
                                "ann",
                                ruleIn("certificates.k8s.io", "create", "certificatesigningrequests", "mine"),
                                approval("patch"),
                                approve(CLIENT))),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "requests and signers are cluster-scoped: a RoleBinding gives none of it",
                        CLUSTER,
                        grantClusterRole("shop", "ann", create(), approval("patch"), approve(CLIENT)),
                        grant("shop", "bob", create(), approval("patch"), approve(CLIENT))),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "approval and approve are checked in one request: two identities do not share them",
                        CLUSTER,
                        grantEverywhere("ann", create(), approval("patch")),
                        grantEverywhere("bob", create(), approve(CLIENT))),
                anyone(TechniqueCase.of(
                        NAIVE_ERROR,
                        "they may come from two bindings of one identity",
                        CLUSTER,
                        grantEverywhere("ann", create(), approval("patch")),
                        clusterRole("approves", approve(CLIENT)),
                        bindEverywhere("approves", "approves", user("ann")))),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "one of them by a RoleBinding is not enough",
                        CLUSTER,
                        grantEverywhere("ann", create(), approval("patch")),
                        clusterRole("approves", approve(CLIENT)),
                        bind("shop", "approves", "ClusterRole", "approves", user("ann"))));
    }

    @Test
    void oneIdentityMayRequestAndAnotherApprove() {
        assertThat(Closure.of(
                        cluster(
                                CLUSTER,
                                grantEverywhere("ann", create()),
                                grantEverywhere("bob", approval("patch"), approve(CLIENT))),
                        "user:ann",
                        "user:bob"))
                .contains("user:boss");
    }

    /** Everybody there is but ann, and never system:masters. */
    private static TechniqueCase anyone(TechniqueCase row) {
        TechniqueCase with = row;
        for (String to : new String[] {
            "user:boss",
            "group:bosses",
            "sa:shop/default",
            "user:system:node:worker-1",
            "group:system:nodes",
            "group:system:serviceaccounts",
            "group:system:serviceaccounts:shop",
            "group:system:authenticated"
        }) {
            with = with.edge("user:ann", to);
        }
        return with;
    }

    private static String create() {
        return ruleIn("certificates.k8s.io", "create", "certificatesigningrequests");
    }

    private static String approval(String verb, String... names) {
        return ruleIn("certificates.k8s.io", verb, "certificatesigningrequests/approval", names);
    }

    private static String approve(String... signers) {
        return ruleIn("certificates.k8s.io", "approve", "signers", signers);
    }
}
