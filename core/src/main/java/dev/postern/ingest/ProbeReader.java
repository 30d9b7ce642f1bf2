package dev.postern.ingest;

import dev.postern.model.PortRef;
import dev.postern.model.ProbePort;
import java.util.List;
import java.util.Optional;

/** Ports that probes and lifecycle hooks call. */
final class ProbeReader {
    private ProbeReader() {}

    static void lifecycle(Values in, List<ProbePort> found) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "postStart", "preStop" -> handler(in, "lifecycle." + in.key(), found);
                default -> in.skip();
            }
        }
    }

    static void handler(Values in, String field, List<ProbePort> found) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "httpGet", "tcpSocket", "grpc" -> port(in, field + "." + in.key(), found);
                default -> in.skip();
            }
        }
    }

    private static void port(Values in, String field, List<ProbePort> found) {
        Optional<PortRef> port = Optional.empty();
        String host = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "port" -> port = in.portRef();
                    case "host" -> host = in.symbol();
                    default -> in.skip();
                }
            }
        }
        if (port.isPresent()) {
            found.add(new ProbePort(port.get(), host, field));
        }
    }
}
