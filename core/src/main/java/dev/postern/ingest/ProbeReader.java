package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.PortRef;
import dev.postern.model.ProbePort;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Ports that probes and lifecycle hooks call, by field, so that the order in the manifest is no matter. */
final class ProbeReader {
    private ProbeReader() {}

    static ImmutableList<ProbePort> lifecycle(Values in) {
        SortedMap<String, ProbePort> found = new TreeMap<>();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "postStart", "preStop" -> handler(in, "lifecycle." + in.key(), found);
                    default -> in.skip();
                }
            }
        }
        return ImmutableList.copyOf(found.values());
    }

    static ImmutableList<ProbePort> probe(Values in, String field) {
        SortedMap<String, ProbePort> found = new TreeMap<>();
        handler(in, field, found);
        return ImmutableList.copyOf(found.values());
    }

    private static void handler(Values in, String field, SortedMap<String, ProbePort> found) {
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

    private static void port(Values in, String field, SortedMap<String, ProbePort> found) {
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
            found.put(field, new ProbePort(port.get(), host, field));
        }
    }
}
