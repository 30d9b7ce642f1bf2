package dev.postern.report;

import dev.postern.model.Printable;
import dev.postern.network.Connection;
import dev.postern.network.Exposure;
import dev.postern.network.Exposures;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;

/**
 * Connections as comma-separated values (RFC 4180, lines ended by a line feed). A cell that a spreadsheet would take for a
 * formula has an apostrophe in front.
 */
public final class ConnectionsCsv {
    private static final String FORMULA = "=+-@";

    private ConnectionsCsv() {}

    /**
     * Writes {@code src,dst,conn,unknown}, a connection a line as it comes; then what workloads are exposed to, if that is
     * given, of which nothing is unknown.
     */
    public static void write(Iterable<Connection> connections, Optional<Exposures> exposures, Writer out)
            throws IOException {
        out.write("src,dst,conn,unknown\n");
        for (Connection connection : connections) {
            row(
                    out,
                    connection.source().toString(),
                    connection.destination().toString(),
                    connection.ports().notation(),
                    connection.unknown().isEmpty() ? "" : connection.unknown().notation());
        }
        if (exposures.isPresent()) {
            for (Exposure exposure : exposures.get().exposures()) {
                String workload = exposure.workload().toString();
                String other = exposure.other().toString();
                row(
                        out,
                        exposure.ingress() ? other : workload,
                        exposure.ingress() ? workload : other,
                        exposure.notation(),
                        "");
            }
        }
    }

    static void row(Writer out, String... cells) throws IOException {
        for (int i = 0; i < cells.length; i++) {
            out.write(i == 0 ? "" : ",");
            out.write(cell(cells[i]));
        }
        out.write('\n');
    }

    private static String cell(String text) {
        String shown = Printable.of(text);
        boolean formula = !shown.isEmpty() && FORMULA.indexOf(shown.charAt(0)) >= 0;
        String safe = formula ? "'" + shown : shown;
        boolean plain = safe.indexOf(',') < 0 && safe.indexOf('"') < 0 && safe.equals(safe.strip());
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
