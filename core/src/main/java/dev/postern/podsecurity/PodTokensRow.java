package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;

/**
 * Below the kubelet's directory lie the volumes of every pod of the node, service-account tokens among them, as files
 * that root reads; reading is enough. The mount must show the whole {@code pods} directory or one above it: a mount
 * further down shows one pod.
 */
final class PodTokensRow implements EscapeRow {
    /** The kubelet's default root directory, and those of distributions that have their own. */
    private static final ImmutableList<String> DIRECTORIES = ImmutableList.of(
            "/var/lib/kubelet/pods", "/var/lib/k0s/kubelet/pods", "/var/snap/microk8s/common/var/lib/kubelet/pods");

    @Override
    public Escape.Kind kind() {
        return Escape.Kind.POD_TOKENS;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        for (HostMount mount : facts.hostMounts()) {
            if (mount.showsAny(DIRECTORIES)) {
                ways.add(Way.to(Escape.Effect.CREDENTIALS).through(mount).asRoot(facts));
            }
        }
    }
}
