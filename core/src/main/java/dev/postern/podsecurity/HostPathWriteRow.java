package dev.postern.podsecurity;

import dev.postern.model.Confidence;
import dev.postern.model.Evidence;

/**
 * Writing a file that the node executes or trusts (a scheduled job, an authorised key, a static pod, a program) makes
 * root on the node. Whether a mount can be written is a matter of that mount, never of its volume:
 *
 * <ul>
 *   <li>one that is not read-only can, by root;
 *   <li>a read-only one can be remounted with SYS_ADMIN, outside a user namespace and where no AppArmor profile forbids
 *       mounting;
 *   <li>a read-only one of {@code /} leaves writable what is a file system of its own below it ({@code /home}, {@code
 *       /usr}, ...), unless it is recursively read-only (KEP-3857): whether there is one, the node decides.
 * </ul>
 */
final class HostPathWriteRow implements EscapeRow {
    @Override
    public Escape.Kind kind() {
        return Escape.Kind.HOSTPATH_WRITE;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        for (HostMount mount : facts.hostMounts()) {
            if (!TrustedPaths.isShownBy(mount)) {
                continue;
            }
            if (!mount.readOnly()) {
                ways.add(Way.to(Escape.Effect.NODE)
                        .through(mount)
                        .asAnyUser(facts, "whether the files' owner or mode admits another user than root"));
                continue;
            }
            remounted(facts, mount, ways);
            if (mount.nodePath().equals("/") && !mount.recursiveReadOnly()) {
                ways.add(Way.to(Escape.Effect.NODE)
                        .through(mount)
                        .atMost(Confidence.POSSIBLE, "whether a trusted path is a file system of its own on the node")
                        .asRoot(facts));
            }
        }
    }

    private static void remounted(ContainerFacts facts, HostMount mount, Ways ways) {
        Fact admin = facts.capability("SYS_ADMIN");
        if (admin.isNo()) {
            return;
        }
        Evidence granted = admin.evidence();
        ways.add(Way.to(Escape.Effect.NODE)
                .through(mount)
                .because(granted)
                .atMost(Confidence.LIKELY, "whether SELinux or the kernel forbids remounting")
                .asRoot(facts)
                .withoutAppArmor(facts)
                .onTheNodesKernel(facts));
    }
}
