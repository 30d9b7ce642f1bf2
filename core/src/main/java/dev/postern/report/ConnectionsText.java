package dev.postern.report;

import dev.postern.model.Printable;
import dev.postern.network.Connection;
import dev.postern.network.ConnectionEnd;
import dev.postern.network.Exposure;
import dev.postern.network.Exposures;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import java.util.function.Predicate;

/** Connections in the form that network analysers have in common: {@code SRC => DST : CONN}, one a line. */
public final class ConnectionsText {
    private ConnectionsText() {}

    /** Writes each connection as it comes, then what workloads are exposed to, if that is given. */
    public static void write(Iterable<Connection> connections, Optional<Exposures> exposures, Writer out)
            throws IOException {
        for (Connection connection : connections) {
            out.write(end(connection.source()) + " => " + end(connection.destination()) + " : " + ports(connection));
            out.write('\n');
        }
        if (exposures.isPresent()) {
            out.write("\nExposure Analysis Result:\n");
            directed("Egress Exposure:", exposures.get(), exposure -> !exposure.ingress(), out);
            directed("Ingress Exposure:", exposures.get(), Exposure::ingress, out);
            unprotected(exposures.get(), out);
        }
    }

    private static void directed(String title, Exposures exposures, Predicate<Exposure> wanted, Writer out)
            throws IOException {
        if (exposures.exposures().stream().noneMatch(wanted)) {
            return;
        }
        out.write(title + "\n");
        for (Exposure exposure : exposures.exposures()) {
            if (wanted.test(exposure)) {
                String arrow = exposure.ingress() ? " <= " : " => ";
                out.write(end(exposure.workload()) + arrow + end(exposure.other()) + " : "
                        + Printable.of(exposure.notation()) + "\n");
            }
        }
        out.write('\n');
    }

    private static void unprotected(Exposures exposures, Writer out) throws IOException {
        if (exposures.unprotected().isEmpty()) {
            return;
        }
        out.write("Workloads not protected by network policies:\n");
        for (Exposures.Unprotected open : exposures.unprotected()) {
            out.write(end(open.workload()) + " is not protected on " + (open.ingress() ? "Ingress" : "Egress") + "\n");
        }
    }

    /** Nothing a name holds ends it: a blank is no blank in the name of a workload. */
    static String end(ConnectionEnd end) {
        String shown = Printable.of(end.toString());
        return end instanceof ConnectionEnd.OfWorkload && shown.indexOf(' ') >= 0
                ? shown.replace(" ", "\\u{20}")
                : shown;
    }

    private static String ports(Connection connection) {
        String ports = connection.ports().notation();
        return connection.unknown().isEmpty()
                ? ports
                : ports + " (unknown: " + connection.unknown().notation() + ")";
    }
}
