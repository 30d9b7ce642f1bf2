package dev.postern.podsecurity;

import dev.postern.model.Confidence;

/**
 * With the node's processes in sight, SYS_PTRACE puts code into one that is root. AppArmor's default profile forbids
 * tracing processes outside it. Source: ptrace(2), "access mode checking".
 */
final class SysPtraceRow implements EscapeRow {
    @Override
    public Escape.Kind kind() {
        return Escape.Kind.SYS_PTRACE;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        Fact ptrace = facts.added("SYS_PTRACE");
        if (facts.hostPid().isYes() && !ptrace.isNo()) {
            ways.add(Way.to(Escape.Effect.NODE)
                    .because(facts.hostPid().evidence())
                    .because(ptrace.evidence())
                    .atMost(Confidence.LIKELY, "whether the kernel restricts tracing further (ptrace_scope, SELinux)")
                    .asRoot(facts)
                    .withoutAppArmor(facts)
                    .onTheNodesKernel(facts));
        }
    }
}
