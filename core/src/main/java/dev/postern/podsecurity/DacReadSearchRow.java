package dev.postern.podsecurity;

import dev.postern.model.Confidence;

/**
 * DAC_READ_SEARCH opens files by their handle, past every mount point: any file of the file system that a mounted file
 * comes from, and every container has one ({@code /etc/hosts}). With DAC_OVERRIDE, which runtimes grant by default, for
 * writing too. Source: open_by_handle_at(2).
 */
final class DacReadSearchRow implements EscapeRow {
    @Override
    public Escape.Kind kind() {
        return Escape.Kind.DAC_READ_SEARCH;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        Fact search = facts.added("DAC_READ_SEARCH");
        if (search.isNo()) {
            return;
        }
        Fact override = facts.capability("DAC_OVERRIDE");
        Way way = Way.to(override.isNo() ? Escape.Effect.CREDENTIALS : Escape.Effect.NODE)
                .because(search.evidence());
        if (!override.isNo()) {
            way.because(override.evidence());
        }
        ways.add(way.atMost(Confidence.LIKELY, "whether the node's files lie in the file system of a mounted file")
                .asRoot(facts)
                .onTheNodesKernel(facts));
    }
}
