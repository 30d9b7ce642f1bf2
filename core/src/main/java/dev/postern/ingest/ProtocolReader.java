package dev.postern.ingest;

import dev.postern.model.Protocol;
import java.util.Optional;

/** Transport protocols; TCP when absent. */
final class ProtocolReader {
    private ProtocolReader() {}

    /** Empty when the text names no protocol that the API knows; that has then been reported. */
    static Optional<Protocol> read(Values in) {
        switch (in.symbol()) {
            case "":
            case "TCP":
                return Optional.of(Protocol.TCP);
            case "UDP":
                return Optional.of(Protocol.UDP);
            case "SCTP":
                return Optional.of(Protocol.SCTP);
            default:
                in.error("wrong-value", "is no protocol (TCP, UDP or SCTP); the port is left out");
                return Optional.empty();
        }
    }
}
