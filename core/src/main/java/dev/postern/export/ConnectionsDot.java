package dev.postern.export;

import dev.postern.network.Connection;
import dev.postern.network.ConnectionEnd;
import dev.postern.network.Exposure;
import dev.postern.network.Exposures;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;

/** Connections in DOT, the language of Graphviz: ends are nodes by their text, ports are labels of the arrows. */
public final class ConnectionsDot {
    private ConnectionsDot() {}

    /** Draws each connection as it comes, dashed where it is unknown, then what workloads are exposed to, dotted. */
    public static void write(Iterable<Connection> connections, Optional<Exposures> exposures, Writer out)
            throws IOException {
        out.write("digraph connections {\n  rankdir=LR;\n  node [shape=box];\n");
        for (Connection connection : connections) {
            if (!connection.ports().isEmpty()) {
                arrow(
                        out,
                        connection.source(),
                        connection.destination(),
                        connection.ports().notation(),
                        "");
            }
            if (!connection.unknown().isEmpty()) {
                String unknown = connection.unknown().notation();
                arrow(out, connection.source(), connection.destination(), unknown, ", style=dashed");
            }
        }
        if (exposures.isPresent()) {
            for (Exposure exposure : exposures.get().exposures()) {
                ConnectionEnd from = exposure.ingress() ? exposure.other() : exposure.workload();
                ConnectionEnd to = exposure.ingress() ? exposure.workload() : exposure.other();
                arrow(out, from, to, exposure.notation(), ", style=dotted");
            }
        }
        out.write("}\n");
    }

    private static void arrow(Writer out, ConnectionEnd from, ConnectionEnd to, String ports, String style)
            throws IOException {
        out.write("  " + DotExport.quoted(from.toString()) + " -> " + DotExport.quoted(to.toString()) + " [label="
                + DotExport.quoted(ports) + style + "];\n");
    }
}
