package dev.postern.podsecurity;

import com.google.common.collect.ImmutableSet;

/**
 * Tells tokens that the API server accepts from tokens made for somebody else.
 *
 * <p>A projected token without an audience is for the API server. Its own audiences are, unless {@code --api-audiences}
 * says otherwise, the issuer of its tokens; known issuers are those of upstream, of kubeadm and of the managed services,
 * whose issuer is an address.
 */
final class Audiences {
    private static final ImmutableSet<String> API_SERVER = ImmutableSet.of(
            "",
            "api",
            "kubernetes",
            "kube-apiserver",
            "kubernetes.default",
            "kubernetes.default.svc",
            "kubernetes.default.svc.cluster.local",
            "https://kubernetes",
            "https://kubernetes.default",
            "https://kubernetes.default.svc",
            "https://kubernetes.default.svc.cluster.local",
            "kubernetes/serviceaccount",
            "rke2",
            "k3s");

    private static final ImmutableSet<String> MANAGED_ISSUERS =
            ImmutableSet.of("https://oidc.eks.", "https://container.googleapis.com/v1/projects/");

    private Audiences() {}

    static boolean isApiServer(String audience) {
        return API_SERVER.contains(audience) || MANAGED_ISSUERS.stream().anyMatch(audience::startsWith);
    }
}
