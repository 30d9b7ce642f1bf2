package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;

/** The files by which the kubelet logs in to the API server; reading is enough, and only root reads them. */
final class KubeletCredentialsRow implements EscapeRow {
    private static final ImmutableList<KnownPath> PATHS = ImmutableList.of(
            KnownPath.tree("/var/lib/kubelet/pki"),
            KnownPath.of("/etc/kubernetes/kubelet.conf"),
            KnownPath.of("/etc/kubernetes/bootstrap-kubelet.conf"),
            KnownPath.of("/var/lib/kubelet/kubeconfig"),
            KnownPath.tree("/var/lib/k0s/kubelet/pki").within("/var/lib/k0s"),
            KnownPath.tree("/var/lib/rancher/k3s/agent").within("/var/lib/rancher"),
            KnownPath.tree("/var/lib/rancher/rke2/agent").within("/var/lib/rancher"));

    @Override
    public Escape.Kind kind() {
        return Escape.Kind.KUBELET_CREDENTIALS;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        for (HostMount mount : facts.hostMounts()) {
            if (KnownPath.anyIsShownBy(mount, PATHS)) {
                ways.add(Way.to(Escape.Effect.CREDENTIALS).through(mount).asRoot(facts));
            }
        }
    }
}
