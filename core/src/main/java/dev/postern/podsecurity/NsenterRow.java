package dev.postern.podsecurity;

import dev.postern.model.Confidence;

/**
 * With the node's PID namespace in sight, {@code nsenter --target 1} joins the namespaces of the node's first process.
 * It takes a privileged container, or SYS_ADMIN (to join) together with SYS_PTRACE (to open the process's namespaces) as
 * root where no AppArmor profile forbids it. Sources: setns(2), ptrace(2) "access mode checking".
 */
final class NsenterRow implements EscapeRow {
    @Override
    public Escape.Kind kind() {
        return Escape.Kind.NSENTER;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        if (!facts.hostPid().isYes()) {
            return;
        }
        if (facts.privileged().isYes()) {
            ways.add(Way.to(Escape.Effect.NODE)
                    .because(facts.hostPid().evidence())
                    .because(facts.privileged().evidence())
                    .asAnyUser(facts, "whether the image lets another user become root")
                    .onTheNodesKernel(facts));
            return;
        }
        Fact admin = facts.capability("SYS_ADMIN");
        Fact ptrace = facts.capability("SYS_PTRACE");
        if (!admin.isNo() && !ptrace.isNo()) {
            ways.add(Way.to(Escape.Effect.NODE)
                    .because(facts.hostPid().evidence())
                    .because(admin.evidence())
                    .because(ptrace.evidence())
                    .atMost(Confidence.LIKELY, "whether seccomp, SELinux or the kernel forbids it")
                    .asRoot(facts)
                    .withoutAppArmor(facts)
                    .onTheNodesKernel(facts));
        }
    }
}
