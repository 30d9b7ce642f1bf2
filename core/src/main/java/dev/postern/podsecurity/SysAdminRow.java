package dev.postern.podsecurity;

import dev.postern.model.Confidence;

/**
 * SYS_ADMIN mounts file systems: a cgroup hierarchy whose release agent the kernel runs on the node, or a disk. AppArmor's
 * default profile forbids mounting. Source: mount(2), cgroups(7).
 */
final class SysAdminRow implements EscapeRow {
    @Override
    public Escape.Kind kind() {
        return Escape.Kind.SYS_ADMIN;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        Fact admin = facts.added("SYS_ADMIN");
        if (!admin.isNo()) {
            ways.add(Way.to(Escape.Effect.NODE)
                    .because(admin.evidence())
                    .atMost(
                            Confidence.LIKELY,
                            "whether the node's cgroups have release agents, or a disk can be reached")
                    .asRoot(facts)
                    .withoutAppArmor(facts)
                    .onTheNodesKernel(facts));
        }
    }
}
