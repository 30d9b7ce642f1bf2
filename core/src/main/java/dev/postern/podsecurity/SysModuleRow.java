package dev.postern.podsecurity;

/**
 * SYS_MODULE loads a module into the node's kernel, which then runs whatever the module holds. The kernel asks for the
 * capability in its first user namespace. Source: init_module(2).
 */
final class SysModuleRow implements EscapeRow {
    @Override
    public Escape.Kind kind() {
        return Escape.Kind.SYS_MODULE;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        Fact module = facts.added("SYS_MODULE");
        if (!module.isNo()) {
            ways.add(Way.to(Escape.Effect.NODE)
                    .because(module.evidence())
                    .asRoot(facts)
                    .onTheNodesKernel(facts));
        }
    }
}
