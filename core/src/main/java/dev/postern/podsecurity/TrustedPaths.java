package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;

/**
 * Paths of a Linux node that root, or the kubelet, executes or believes without further question.
 *
 * <p>A mount matters when it shows such a path or a directory above it. Below {@linkplain #TREES some directories} every
 * entry is as good as the directory, so a mount inside them matters too. A single home directory is not on the list: that
 * a directory of {@code /home} belongs to an account that can log in is a guess, unless its {@code .ssh} is what is
 * mounted.
 */
final class TrustedPaths {
    /** Read by programs that run as root: accounts, keys, jobs, services, programs and their libraries. */
    private static final ImmutableList<String> PATHS = ImmutableList.of(
            "/root",
            "/root/.ssh",
            "/home",
            "/usr",
            "/bin",
            "/sbin",
            "/lib",
            "/lib64",
            "/usr/lib",
            "/usr/lib64",
            "/usr/local",
            "/etc/passwd",
            "/etc/shadow",
            "/etc/sudoers",
            "/etc/pam.d",
            "/etc/ssh",
            "/etc/crontab",
            "/etc/ld.so.preload",
            "/etc/profile",
            "/etc/rc.local",
            "/opt/cni/bin");

    /** Directories whose every entry is run or believed by itself. */
    private static final ImmutableList<String> TREES = ImmutableList.of(
            "/bin",
            "/sbin",
            "/usr/bin",
            "/usr/sbin",
            "/usr/local/bin",
            "/usr/local/sbin",
            "/lib/systemd",
            "/usr/lib/systemd",
            "/etc/systemd",
            "/etc/init.d",
            "/etc/profile.d",
            "/etc/sudoers.d",
            "/etc/cron.d",
            "/etc/cron.hourly",
            "/etc/cron.daily",
            "/etc/cron.weekly",
            "/etc/cron.monthly",
            "/var/spool/cron",
            "/root/.ssh",
            // The kubelet starts what lies here, as static pods and as volume drivers.
            "/etc/kubernetes/manifests",
            "/var/lib/rancher/k3s/agent/pod-manifests",
            "/var/lib/rancher/rke2/agent/pod-manifests",
            "/usr/libexec/kubernetes/kubelet-plugins/volume/exec",
            // The runtime runs the CNI plug-ins as root.
            "/opt/cni/bin");

    private TrustedPaths() {}

    static boolean isShownBy(HostMount mount) {
        String path = mount.nodePath();
        return PATHS.stream().anyMatch(trusted -> NodePath.covers(path, trusted))
                || TREES.stream().anyMatch(tree -> NodePath.covers(path, tree) || NodePath.covers(tree, path))
                || isKeysOfAnAccount(path);
    }

    /** {@code /home/NAME/.ssh} or below. */
    private static boolean isKeysOfAnAccount(String path) {
        return path.matches("/home/[^/]+/\\.ssh(/.*)?");
    }
}
