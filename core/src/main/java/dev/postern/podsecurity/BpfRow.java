package dev.postern.podsecurity;

import dev.postern.model.Confidence;

/**
 * BPF loads programs into the node's kernel; with PERFMON they may read and write its memory. BPF alone leaves networking
 * programs. Source: capabilities(7).
 */
final class BpfRow implements EscapeRow {
    @Override
    public Escape.Kind kind() {
        return Escape.Kind.BPF;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        Fact bpf = facts.added("BPF");
        if (bpf.isNo()) {
            return;
        }
        Fact perfmon = facts.added("PERFMON");
        Way way = Way.to(Escape.Effect.NODE).because(bpf.evidence());
        if (perfmon.isNo()) {
            way.atMost(Confidence.POSSIBLE, "whether a flaw of the verifier lets a program out of its bounds");
        } else {
            way.because(perfmon.evidence())
                    .atMost(Confidence.LIKELY, "whether the kernel lets programs write the memory of others");
        }
        ways.add(way.asRoot(facts).onTheNodesKernel(facts));
    }
}
