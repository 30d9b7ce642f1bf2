package dev.postern.podsecurity;

import static dev.postern.podsecurity.KnownPath.of;

import com.google.common.collect.ImmutableList;

/**
 * Below the kubelet's directory lie the volumes of every pod of the node, service-account tokens among them, as files
 * that root reads; reading is enough. The mount must show the whole {@code pods} directory or one above it: a mount
 * further down shows one pod.
 */
final class PodTokensRow implements EscapeRow {
    /** The kubelet's default root directory, and those of distributions that have their own. */
    private static final ImmutableList<KnownPath> DIRECTORIES = ImmutableList.of(
            of("/var/lib/kubelet/pods"),
            of("/var/lib/k0s/kubelet/pods").within("/var/lib/k0s"),
            of("/var/snap/microk8s/common/var/lib/kubelet/pods").within("/var/snap/microk8s"));

    @Override
    public Escape.Kind kind() {
        return Escape.Kind.POD_TOKENS;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        for (HostMount mount : facts.hostMounts()) {
            if (KnownPath.anyIsShownBy(mount, DIRECTORIES)) {
                ways.add(Way.to(Escape.Effect.CREDENTIALS).through(mount).asRoot(facts));
            }
        }
    }
}
