package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;

/**
 * Files of a control-plane node that are worth the cluster: an administrator's kubeconfig, the keys of its authorities, the
 * data of etcd. Whether the node is one is not judged here.
 */
final class ClusterCredentialsRow implements EscapeRow {
    private static final ImmutableList<KnownPath> PATHS = ImmutableList.of(
            KnownPath.of("/etc/kubernetes/admin.conf"),
            KnownPath.of("/etc/kubernetes/super-admin.conf"),
            KnownPath.of("/etc/kubernetes/controller-manager.conf"),
            KnownPath.of("/etc/kubernetes/pki/ca.key"),
            KnownPath.of("/etc/kubernetes/pki/sa.key"),
            KnownPath.of("/etc/kubernetes/pki/etcd/ca.key"),
            KnownPath.of("/etc/kubernetes/pki/apiserver-etcd-client.key"),
            KnownPath.tree("/var/lib/etcd"),
            KnownPath.tree("/var/lib/rancher/k3s/server").within("/var/lib/rancher"),
            KnownPath.tree("/var/lib/rancher/rke2/server").within("/var/lib/rancher"),
            KnownPath.tree("/var/lib/k0s/pki").within("/var/lib/k0s"));

    @Override
    public Escape.Kind kind() {
        return Escape.Kind.CLUSTER_CREDENTIALS;
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
