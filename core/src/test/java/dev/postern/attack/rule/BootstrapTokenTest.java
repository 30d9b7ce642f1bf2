package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.bindEverywhere;
import static dev.postern.attack.rule.Manifests.bootstrapToken;
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

final class BootstrapTokenTest extends TechniqueCases {
    private static final String GROUPS = String.join(
            "---\n",
            clusterRole("join", ruleIn("certificates.k8s.io", "create", "certificatesigningrequests")),
            bindEverywhere(
                    "join",
                    "join",
                    group("system:bootstrappers"),
                    group("system:bootstrappers:kubeadm"),
                    group("system:bootstrapping")),
            serviceAccount("kube-system", "default"),
            serviceAccount("shop", "default"));

    @Override
    EdgeRule technique() {
        return new BootstrapToken();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "create on secrets of kube-system",
                                GROUPS,
                                grant("kube-system", "ann", rule("create", "secrets")))
                        .edge("user:ann", "group:system:bootstrappers")
                        .edge("user:ann", "group:system:bootstrappers:kubeadm"),
                TechniqueCase.of(
                                POSITIVE,
                                "a flag of the API server says that it takes such tokens",
                                GROUPS,
                                server("true"),
                                grantEverywhere("ann", rule("create", "secrets")))
                        .edge("user:ann", "group:system:bootstrappers")
                        .edge("user:ann", "group:system:bootstrappers:kubeadm"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "reading and changing Secrets makes no new one",
                        GROUPS,
                        grant("kube-system", "ann", rule("get,list,update,patch,delete", "secrets"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "the API server does not take such tokens",
                        GROUPS,
                        server("false"),
                        grant("kube-system", "ann", rule("create", "secrets"))),
                TechniqueCase.of(
                                WILDCARD,
                                "everything of the core group in kube-system",
                                GROUPS,
                                grant("kube-system", "ann", rule("*", "*")))
                        .edge("user:ann", "group:system:bootstrappers")
                        .edge("user:ann", "group:system:bootstrappers:kubeadm"),
                TechniqueCase.of(
                        RESOURCE_NAMES,
                        "a create request has no name",
                        GROUPS,
                        grant("kube-system", "ann", rule("create", "secrets", "bootstrap-token-abcdef"))),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "such Secrets count in kube-system only",
                        GROUPS,
                        grantClusterRole("shop", "ann", rule("create", "secrets"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a token that is there is changed, unless it is immutable or no token",
                                GROUPS,
                                bootstrapToken("abcdef"),
                                bootstrapToken("bcdefg") + "immutable: true\n",
                                bootstrapToken("cdefgh").replace("bootstrap.kubernetes.io/token", "Opaque"),
                                bootstrapToken("defghi").replace("kube-system", "shop"),
                                grant("kube-system", "ann", rule("patch", "secrets", "bootstrap-token-abcdef")),
                                grant(
                                        "kube-system",
                                        "bob",
                                        rule("update", "secrets", "bootstrap-token-bcdefg", "bootstrap-token-cdefgh")),
                                grant("shop", "cid", rule("update", "secrets")))
                        .edge("user:ann", "group:system:bootstrappers")
                        .edge("user:ann", "group:system:bootstrappers:kubeadm"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "without a binding there is no group to gain",
                        serviceAccount("kube-system", "default"),
                        grant("kube-system", "ann", rule("create", "secrets"))));
    }

    @Test
    void aNodesCertificateFollowsWhereTheClusterApprovesThem() {
        String approves = String.join(
                "---\n",
                node("worker-1"),
                clusterRole(
                        "approved",
                        ruleIn(
                                "certificates.k8s.io",
                                "create,get",
                                "certificatesigningrequests,certificatesigningrequests/nodeclient")),
                bindEverywhere("approved", "approved", group("system:bootstrappers")));
        assertThat(Closure.of(cluster(approves, grant("kube-system", "ann", rule("create", "secrets"))), "user:ann"))
                .contains("user:system:node:worker-1");
    }

    /** An API server that takes bootstrap tokens, or whose flags are known without that one. */
    private static String server(String bootstrap) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver-cp, namespace: kube-system}\nspec:\n"
                + "  automountServiceAccountToken: false\n  containers:\n    - name: kube-apiserver\n"
                + "      image: registry.k8s.io/kube-apiserver:v1.36.0\n"
                + "      command: [kube-apiserver, --authorization-mode=RBAC, --enable-bootstrap-token-auth="
                + bootstrap
                + "]\n";
    }
}
