package dev.postern.podsecurity;

import static dev.postern.podsecurity.KnownPath.of;
import static dev.postern.podsecurity.KnownPath.tree;

import com.google.common.collect.ImmutableList;

/**
 * Paths of a Linux node that root, or the kubelet, executes or believes without further question.
 *
 * <p>A single home directory is not among them: that a directory of {@code /home} belongs to an account that can log in is
 * a guess, unless its {@code .ssh} is what is mounted.
 */
final class TrustedPaths {
    private static final ImmutableList<KnownPath> PATHS = ImmutableList.of(
            // Accounts and keys.
            of("/root"),
            of("/home"),
            tree("/root/.ssh"),
            of("/etc/passwd"),
            of("/etc/shadow"),
            of("/etc/sudoers"),
            of("/etc/pam.d"),
            of("/etc/ssh"),
            tree("/etc/sudoers.d"),
            // Programs and libraries that root runs.
            of("/usr"),
            of("/usr/local"),
            of("/usr/lib"),
            of("/usr/lib64"),
            of("/lib"),
            of("/lib64"),
            of("/etc/ld.so.preload"),
            tree("/bin"),
            tree("/sbin"),
            tree("/usr/bin"),
            tree("/usr/sbin"),
            tree("/usr/local/bin"),
            tree("/usr/local/sbin"),
            // Jobs, services and what a login runs.
            of("/etc/crontab"),
            of("/etc/profile"),
            of("/etc/rc.local"),
            tree("/etc/cron.d"),
            tree("/etc/cron.hourly"),
            tree("/etc/cron.daily"),
            tree("/etc/cron.weekly"),
            tree("/etc/cron.monthly"),
            tree("/var/spool/cron"),
            tree("/etc/init.d"),
            tree("/etc/profile.d"),
            tree("/etc/systemd"),
            tree("/lib/systemd"),
            tree("/usr/lib/systemd"),
            // What the kubelet and the container runtime start as root: static pods, volume drivers, CNI plug-ins.
            tree("/etc/kubernetes/manifests"),
            tree("/usr/libexec/kubernetes/kubelet-plugins/volume/exec"),
            tree("/opt/cni/bin"),
            tree("/var/lib/rancher/k3s/agent/pod-manifests").within("/var/lib/rancher"),
            tree("/var/lib/rancher/rke2/agent/pod-manifests").within("/var/lib/rancher"));

    private TrustedPaths() {}

    static boolean isShownBy(HostMount mount) {
        return KnownPath.anyIsShownBy(mount, PATHS) || isKeysOfAnAccount(mount.nodePath());
    }

    /** {@code /home/NAME/.ssh} or below. */
    private static boolean isKeysOfAnAccount(String path) {
        return path.startsWith("/home/") && path.matches("/home/[^/]+/\\.ssh(/.*)?");
    }
}
