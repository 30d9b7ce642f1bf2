package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.bindEverywhere;
import static dev.postern.attack.rule.Manifests.bootstrapToken;
import static dev.postern.attack.rule.Manifests.clusterRole;
import static dev.postern.attack.rule.Manifests.group;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class BootstrapTokenReadTest extends TechniqueCases {
    private static final String GROUPS = clusterRole(
                    "join", ruleIn("certificates.k8s.io", "create", "certificatesigningrequests"))
            + "---\n"
            + bindEverywhere("join", "join", group("system:bootstrappers"), group("system:bootstrappers:kubeadm"));
    private static final String SECRET = "secret:kube-system/bootstrap-token-abcdef";

    @Override
    EdgeRule technique() {
        return new BootstrapTokenRead();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "the group of every token, and groups that the Secret may name",
                                GROUPS,
                                bootstrapToken("abcdef"))
                        .edge(SECRET, "group:system:bootstrappers")
                        .edge(SECRET, "group:system:bootstrappers:kubeadm"),
                TechniqueCase.of(
                                POSITIVE,
                                "a list of metadata does not show the keys",
                                GROUPS,
                                bootstrapToken("abcdef").replaceFirst("\ndata: .*", ""))
                        .edge(SECRET, "group:system:bootstrappers")
                        .edge(SECRET, "group:system:bootstrappers:kubeadm"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a token that only signs, another type, another name",
                        GROUPS,
                        bootstrapToken("abcdef").replace("usage-bootstrap-authentication", "usage-bootstrap-signing"),
                        bootstrapToken("bcdefg").replace("bootstrap.kubernetes.io/token", "Opaque"),
                        bootstrapToken("toolong")),
                TechniqueCase.notApplicable(WILDCARD, "how one comes to read the Secret is another technique's matter"),
                TechniqueCase.notApplicable(
                        RESOURCE_NAMES, "how one comes to read the Secret is another technique's matter"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "such Secrets count in kube-system only",
                        GROUPS,
                        bootstrapToken("abcdef").replace("kube-system", "shop")),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "without the key it names no groups of its own",
                                GROUPS,
                                bootstrapToken("abcdef").replace(", auth-extra-groups: eA==", ""))
                        .edge(SECRET, "group:system:bootstrappers"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "the API server's flags are known, and such tokens are not among them",
                        GROUPS,
                        bootstrapToken("abcdef"),
                        "apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver-cp, namespace: kube-system}\nspec:\n"
                                + "  containers: [{name: kube-apiserver, image: registry.k8s.io/kube-apiserver:v1.36.0,"
                                + " command: [kube-apiserver, --authorization-mode=RBAC]}]\n"));
    }
}
