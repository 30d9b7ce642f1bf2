package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Container;
import dev.postern.model.ContainerPort;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.ProbePort;
import dev.postern.model.SeLinuxOptions;
import dev.postern.model.Volume;
import dev.postern.model.VolumeSource;
import java.util.Optional;

/** Controls of the level baseline, each as the fields that fail it. Names are compared as the API server does: exactly. */
final class Baseline {
    private static final ImmutableSet<String> CAPABILITIES = ImmutableSet.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");
    private static final ImmutableSet<String> SYSCTLS = ImmutableSet.of(
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.ping_group_range",
            "net.ipv4.ip_unprivileged_port_start");
    private static final ImmutableSet<String> SYSCTLS_SINCE_27 = ImmutableSet.of("net.ipv4.ip_local_reserved_ports");
    private static final ImmutableSet<String> SYSCTLS_SINCE_29 = ImmutableSet.of(
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes");
    private static final ImmutableSet<String> SYSCTLS_SINCE_32 =
            ImmutableSet.of("net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem");
    private static final ImmutableSet<String> SELINUX_TYPES =
            ImmutableSet.of("", "container_t", "container_init_t", "container_kvm_t");
    private static final String CONTEXT = "securityContext.";

    private Baseline() {}

    static ImmutableList<Evidence> capabilities(Pod pod) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        for (Container container : pod.spec().containers()) {
            for (String added : container.securityContext().capabilitiesAdd()) {
                if (!CAPABILITIES.contains(added)) {
                    bad.add(Fields.stated(pod, container, CONTEXT + "capabilities.add", added));
                }
            }
        }
        return bad.build();
    }

    static ImmutableList<Evidence> hostNamespaces(Pod pod) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        if (pod.spec().hostNetwork()) {
            bad.add(Fields.stated(pod, "hostNetwork", true));
        }
        if (pod.spec().hostPID()) {
            bad.add(Fields.stated(pod, "hostPID", true));
        }
        if (pod.spec().hostIPC()) {
            bad.add(Fields.stated(pod, "hostIPC", true));
        }
        return bad.build();
    }

    static ImmutableList<Evidence> hostPaths(Pod pod) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        for (Volume volume : pod.spec().volumes()) {
            if (volume.source() instanceof VolumeSource.HostPath hostPath) {
                bad.add(Fields.stated(pod, volume.field() + ".hostPath.path", hostPath.path()));
            }
        }
        return bad.build();
    }

    static ImmutableList<Evidence> hostPorts(Pod pod) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        for (Container container : pod.spec().containers()) {
            for (ContainerPort port : container.ports()) {
                if (port.hostPort() != 0) {
                    bad.add(Fields.stated(pod, container, "ports.hostPort", port.hostPort()));
                }
            }
        }
        return bad.build();
    }

    static ImmutableList<Evidence> probeHosts(Pod pod) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        for (Container container : pod.spec().containers()) {
            for (ProbePort probe : container.probePorts()) {
                if (!probe.host().isEmpty()) {
                    bad.add(Fields.stated(pod, container, probe.field() + ".host", probe.host()));
                }
            }
        }
        return bad.build();
    }

    static ImmutableList<Evidence> privileged(Pod pod) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        for (Container container : pod.spec().containers()) {
            if (container.securityContext().privileged().orElse(false)) {
                bad.add(Fields.stated(pod, container, CONTEXT + "privileged", true));
            }
        }
        return bad.build();
    }

    static ImmutableList<Evidence> procMount(Pod pod) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        for (Container container : pod.spec().containers()) {
            container
                    .securityContext()
                    .procMount()
                    .filter(mount -> !mount.equals("Default"))
                    .ifPresent(mount -> bad.add(Fields.stated(pod, container, CONTEXT + "procMount", mount)));
        }
        return bad.build();
    }

    /** @param engine whether {@code container_engine_t} is allowed too */
    static ImmutableList<Evidence> seLinux(Pod pod, boolean engine) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        seLinux(pod.spec().securityContext().seLinuxOptions(), engine)
                .ifPresent(value -> bad.add(Fields.stated(pod, CONTEXT + "seLinuxOptions", value)));
        for (Container container : pod.spec().containers()) {
            seLinux(container.securityContext().seLinuxOptions(), engine)
                    .ifPresent(value -> bad.add(Fields.stated(pod, container, CONTEXT + "seLinuxOptions", value)));
        }
        return bad.build();
    }

    private static Optional<String> seLinux(Optional<SeLinuxOptions> options, boolean engine) {
        return options.filter(given -> !given.user().isEmpty()
                        || !given.role().isEmpty()
                        || !(SELINUX_TYPES.contains(given.type())
                                || (engine && given.type().equals("container_engine_t"))))
                .map(given -> String.join(":", given.user(), given.role(), given.type()));
    }

    /** @param minor the edition of the list */
    static ImmutableList<Evidence> sysctls(Pod pod, int minor) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        for (String name : pod.spec().securityContext().sysctls()) {
            boolean allowed = SYSCTLS.contains(name)
                    || (minor >= 27 && SYSCTLS_SINCE_27.contains(name))
                    || (minor >= 29 && SYSCTLS_SINCE_29.contains(name))
                    || (minor >= 32 && SYSCTLS_SINCE_32.contains(name));
            if (!allowed) {
                bad.add(Fields.stated(pod, CONTEXT + "sysctls", name));
            }
        }
        return bad.build();
    }

    static ImmutableList<Evidence> hostProcess(Pod pod) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        String field = CONTEXT + "windowsOptions.hostProcess";
        if (pod.spec().securityContext().windowsHostProcess().orElse(false)) {
            bad.add(Fields.stated(pod, field, true));
        }
        for (Container container : pod.spec().containers()) {
            if (container.securityContext().windowsHostProcess().orElse(false)) {
                bad.add(Fields.stated(pod, container, field, true));
            }
        }
        return bad.build();
    }
}
