package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AdminPolicyPort;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ports of administrators' rules, as {@code v1alpha1} ({@code ports}) and {@code v1alpha2} ({@code protocols}) write them. */
final class AdminPolicyPorts {
    private static final AdminPolicyPort EMPTY = new AdminPolicyPort.Invalid("is empty");
    private static final AdminPolicyPort SEVERAL = new AdminPolicyPort.Invalid("says more than one thing");

    private AdminPolicyPorts() {}

    static ImmutableList<AdminPolicyPort> ports(Values in) {
        return in.objects(() -> one(in, AdminPolicyPorts::port));
    }

    /** An empty list is not an absent one here: the API server refuses it, and so it must not read as "all ports". */
    static ImmutableList<AdminPolicyPort> protocols(Values in) {
        if (in.isNull()) {
            in.skip();
            return ImmutableList.of();
        }
        ImmutableList<AdminPolicyPort> items = in.objects(() -> one(in, AdminPolicyPorts::protocol));
        return items.isEmpty() ? ImmutableList.of(EMPTY) : items;
    }

    /** Reads the field that the cursor stands on, or passes over it and says that it is not known. */
    private interface Field {
        AdminPolicyPort read(Values in);
    }

    /** An item of which exactly one field must be there. */
    private static AdminPolicyPort one(Values in, Field field) {
        List<AdminPolicyPort> known = new ArrayList<>(1);
        AdminPolicyPort none = EMPTY;
        if (in.object()) {
            while (in.next()) {
                if (in.isNull()) {
                    in.skip();
                    continue;
                }
                AdminPolicyPort port = field.read(in);
                if (port instanceof AdminPolicyPort.Unknown) {
                    none = port;
                } else {
                    known.add(port);
                }
            }
        }
        return known.isEmpty() ? none : known.size() == 1 ? known.get(0) : SEVERAL;
    }

    private static AdminPolicyPort unknown(Values in) {
        String key = in.key();
        in.skip();
        return new AdminPolicyPort.Unknown(key);
    }

    private static AdminPolicyPort port(Values in) {
        switch (in.key()) {
            case "portNumber":
            case "portRange":
                return numbers(in, in.key().equals("portRange"));
            case "namedPort":
                return new AdminPolicyPort.Named(in.symbol());
            default:
                return unknown(in);
        }
    }

    private static AdminPolicyPort protocol(Values in) {
        switch (in.key()) {
            case "tcp":
                return of(Protocol.TCP, in);
            case "udp":
                return of(Protocol.UDP, in);
            case "sctp":
                return of(Protocol.SCTP, in);
            case "destinationNamedPort":
                return new AdminPolicyPort.Named(in.symbol());
            default:
                return unknown(in);
        }
    }

    /** Number and range of a version that writes the protocol beside them. */
    private static AdminPolicyPort numbers(Values in, boolean range) {
        Optional<Protocol> protocol = Optional.of(Protocol.TCP);
        int first = 0;
        int last = 0;
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "protocol" -> protocol = ProtocolReader.read(in);
                    case "port", "start" -> first = in.port();
                    case "end" -> last = in.port();
                    default -> in.skip();
                }
            }
        }
        if (protocol.isEmpty()) {
            // The API server takes any text there; one that names no protocol matches nothing.
            return new AdminPolicyPort.Named("invalid:protocol");
        }
        return new AdminPolicyPort.Numbers(protocol.get(), first, range ? last : first, range);
    }

    /** {@code tcp: {}} is every port of TCP. */
    private static AdminPolicyPort of(Protocol protocol, Values in) {
        AdminPolicyPort every = new AdminPolicyPort.Every(protocol);
        AdminPolicyPort port = every;
        if (in.object()) {
            while (in.next()) {
                if (in.key().equals("destinationPort") && !in.isNull()) {
                    port = one(in, fields -> destination(protocol, fields));
                } else if (in.isNull()) {
                    in.skip();
                } else {
                    AdminPolicyPort other = unknown(in);
                    port = port == every ? other : port;
                }
            }
        }
        return port;
    }

    private static AdminPolicyPort destination(Protocol protocol, Values in) {
        switch (in.key()) {
            case "number":
                int number = in.port();
                return new AdminPolicyPort.Numbers(protocol, number, number, false);
            case "range":
                return range(protocol, in);
            default:
                return unknown(in);
        }
    }

    private static AdminPolicyPort range(Protocol protocol, Values in) {
        int first = 0;
        int last = 0;
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "start" -> first = in.port();
                    case "end" -> last = in.port();
                    default -> in.skip();
                }
            }
        }
        return new AdminPolicyPort.Numbers(protocol, first, last, true);
    }
}
