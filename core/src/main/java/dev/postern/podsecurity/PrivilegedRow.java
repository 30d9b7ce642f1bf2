package dev.postern.podsecurity;

/**
 * A privileged container has every capability, every device and neither seccomp nor AppArmor: it mounts the node's disk,
 * loads a module or sets the kernel's core pattern. As another user than root it still has the rights in its bounding
 * set, which a setuid program of the image regains: possible.
 */
final class PrivilegedRow implements EscapeRow {
    @Override
    public Escape.Kind kind() {
        return Escape.Kind.PRIVILEGED;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        if (facts.privileged().isYes()) {
            ways.add(Way.to(Escape.Effect.NODE)
                    .because(facts.privileged().evidence())
                    .asAnyUser(facts, "whether the image lets another user become root")
                    .onTheNodesKernel(facts));
        }
    }
}
