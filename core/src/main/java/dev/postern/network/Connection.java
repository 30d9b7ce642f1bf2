package dev.postern.network;

/**
 * The ports on which packets pass from one end to another. Where several pods stand behind an end, a port counts that any
 * two of them may use.
 *
 * @param ports on which packets pass
 * @param unknown others on which they may: the input lacks an address or a node to tell; one of the two is not empty
 */
public record Connection(ConnectionEnd source, ConnectionEnd destination, PortSet ports, PortSet unknown) {
    /** In the common form, {@code SRC => DST : CONN}; what is unknown stands behind in brackets. Names are not escaped. */
    @Override
    public String toString() {
        String line = source + " => " + destination + " : " + ports.notation();
        return unknown.isEmpty() ? line : line + " (unknown: " + unknown.notation() + ")";
    }
}
