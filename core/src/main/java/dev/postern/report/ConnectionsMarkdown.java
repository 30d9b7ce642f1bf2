package dev.postern.report;

import dev.postern.network.Connection;
import dev.postern.network.Exposure;
import dev.postern.network.Exposures;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;

/** Connections as tables in GitHub flavoured Markdown. */
public final class ConnectionsMarkdown {
    private ConnectionsMarkdown() {}

    /** Writes a row for each connection as it comes, then what workloads are exposed to, if that is given. */
    public static void write(Iterable<Connection> connections, Optional<Exposures> exposures, Writer out)
            throws IOException {
        out.write("| Source | Destination | Ports | Unknown |\n|---|---|---|---|\n");
        for (Connection connection : connections) {
            row(
                    out,
                    connection.source().toString(),
                    connection.destination().toString(),
                    connection.ports().notation(),
                    connection.unknown().isEmpty() ? "" : connection.unknown().notation());
        }
        if (exposures.isPresent()) {
            out.write("\n## Exposure\n\n| Workload | Direction | Open to | Ports |\n|---|---|---|---|\n");
            for (Exposure exposure : exposures.get().exposures()) {
                row(
                        out,
                        exposure.workload().toString(),
                        exposure.ingress() ? "ingress" : "egress",
                        exposure.other().toString(),
                        exposure.notation());
            }
            out.write("\n## Not protected\n\n| Workload | Direction |\n|---|---|\n");
            for (Exposures.Unprotected open : exposures.get().unprotected()) {
                row(out, open.workload().toString(), open.ingress() ? "ingress" : "egress");
            }
        }
    }

    private static void row(Writer out, String... cells) throws IOException {
        for (String cell : cells) {
            out.write("| " + MarkdownText.cell(cell) + " ");
        }
        out.write("|\n");
    }
}
