package dev.postern.podsecurity;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import java.util.TreeMap;

/**
 * Which capabilities a container is granted, and whether its processes can use them.
 *
 * <p>Names count in any case and with or without {@code CAP_}; {@code ALL} stands for every capability. The order is that
 * of containerd and CRI-O: the runtime's default set, then {@code ALL} of {@code add}, then {@code ALL} of {@code drop},
 * then what {@code add} names, then what {@code drop} names. So {@code drop: [ALL]} with {@code add: [X]} leaves X, and
 * {@code add: [ALL]} with {@code drop: [X]} all but X. A privileged container has all of them, whatever it drops.
 */
final class Capabilities {
    /** Every capability of Linux up to 6.x ({@code include/uapi/linux/capability.h}). */
    static final ImmutableSet<String> ALL = ImmutableSet.of(
            "CHOWN",
            "DAC_OVERRIDE",
            "DAC_READ_SEARCH",
            "FOWNER",
            "FSETID",
            "KILL",
            "SETGID",
            "SETUID",
            "SETPCAP",
            "LINUX_IMMUTABLE",
            "NET_BIND_SERVICE",
            "NET_BROADCAST",
            "NET_ADMIN",
            "NET_RAW",
            "IPC_LOCK",
            "IPC_OWNER",
            "SYS_MODULE",
            "SYS_RAWIO",
            "SYS_CHROOT",
            "SYS_PTRACE",
            "SYS_PACCT",
            "SYS_ADMIN",
            "SYS_BOOT",
            "SYS_NICE",
            "SYS_RESOURCE",
            "SYS_TIME",
            "SYS_TTY_CONFIG",
            "MKNOD",
            "LEASE",
            "AUDIT_WRITE",
            "AUDIT_CONTROL",
            "SETFCAP",
            "MAC_OVERRIDE",
            "MAC_ADMIN",
            "SYSLOG",
            "WAKE_ALARM",
            "BLOCK_SUSPEND",
            "AUDIT_READ",
            "PERFMON",
            "BPF",
            "CHECKPOINT_RESTORE");

    /** What containerd and Docker grant by default; CRI-O's set lies within it. */
    static final ImmutableSet<String> RUNTIME_DEFAULT = ImmutableSet.of(
            "CHOWN",
            "DAC_OVERRIDE",
            "FSETID",
            "FOWNER",
            "MKNOD",
            "NET_RAW",
            "SETGID",
            "SETUID",
            "SETFCAP",
            "SETPCAP",
            "NET_BIND_SERVICE",
            "SYS_CHROOT",
            "KILL",
            "AUDIT_WRITE");

    private static final String FIELD = "securityContext.capabilities";
    private static final String ESCALATION = "securityContext.allowPrivilegeEscalation";

    private Capabilities() {}

    /** The granted capabilities, each with the field that grants it. */
    static ImmutableSortedMap<String, Evidence> granted(Pod pod, Container container, Fact privileged) {
        TreeMap<String, Evidence> granted = new TreeMap<>();
        Evidence runtime = Fields.byDefault(pod, container, FIELD, "the runtime's default set");
        RUNTIME_DEFAULT.forEach(name -> granted.put(name, runtime));

        ImmutableList<String> add = container.securityContext().capabilitiesAdd();
        ImmutableList<String> drop = container.securityContext().capabilitiesDrop();
        for (int i = 0; i < add.size(); i++) {
            if (canonical(add.get(i)).equals("ALL")) {
                Evidence all = Fields.stated(pod, container, FIELD + ".add[" + i + "]", add.get(i));
                ALL.forEach(name -> granted.put(name, all));
            }
        }
        if (drop.stream().anyMatch(name -> canonical(name).equals("ALL"))) {
            granted.clear();
        }
        for (int i = 0; i < add.size(); i++) {
            String name = canonical(add.get(i));
            if (!name.equals("ALL")) {
                granted.put(name, Fields.stated(pod, container, FIELD + ".add[" + i + "]", add.get(i)));
            }
        }
        drop.forEach(name -> granted.remove(canonical(name)));
        if (privileged.isYes()) {
            ALL.forEach(name -> granted.putIfAbsent(name, privileged.evidence()));
        }
        return ImmutableSortedMap.copyOf(granted);
    }

    /**
     * Whether processes can use what is granted. A process that is not root starts with no capability in force: the
     * kubelet sets no ambient ones. A setuid program or file capabilities of the image may bring them back, unless
     * {@code allowPrivilegeEscalation: false} forbids it; privileged containers and SYS_ADMIN cannot forbid it.
     */
    static Fact usable(Pod pod, Container container, Fact root, Fact privileged) {
        if (!root.isNo()) {
            return root;
        }
        boolean forbidden = container
                .securityContext()
                .allowPrivilegeEscalation()
                .filter(allowed -> !allowed)
                .isPresent();
        boolean forced = privileged.isYes()
                || container.securityContext().capabilitiesAdd().stream()
                        .anyMatch(name -> canonical(name).equals("SYS_ADMIN"));
        return forbidden && !forced
                ? Fact.no(Fields.stated(pod, container, ESCALATION, false))
                : Fact.unknown(root.evidence());
    }

    private static String canonical(String name) {
        String upper = Ascii.toUpperCase(name);
        return upper.startsWith("CAP_") ? upper.substring("CAP_".length()) : upper;
    }
}
