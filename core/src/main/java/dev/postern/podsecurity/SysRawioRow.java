package dev.postern.podsecurity;

import dev.postern.model.Confidence;

/**
 * SYS_RAWIO reaches the ports of the machine without any device file ({@code ioperm}, {@code iopl}), and with one its memory.
 * What a device there can be made to write decides whether that leads anywhere. Sources: capabilities(7), iopl(2),
 * kernel_lockdown(7).
 */
final class SysRawioRow implements EscapeRow {
    @Override
    public Escape.Kind kind() {
        return Escape.Kind.SYS_RAWIO;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        Fact rawio = facts.added("SYS_RAWIO");
        if (!rawio.isNo()) {
            ways.add(Way.to(Escape.Effect.NODE)
                    .because(rawio.evidence())
                    .atMost(
                            Confidence.POSSIBLE,
                            "whether the kernel lets a process at the machine's ports, and a device behind them at its"
                                    + " memory")
                    .asRoot(facts)
                    .onTheNodesKernel(facts));
        }
    }
}
