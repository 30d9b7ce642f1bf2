package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CiliumIcmp;
import dev.postern.model.CiliumPort;
import dev.postern.model.CiliumPortRule;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What rules of Cilium's policies say of ports and of what is on top of them. */
final class CiliumPortReader {
    private CiliumPortReader() {}

    /** One item of {@code toPorts}; where it denies, it has ports and nothing else. */
    static CiliumPortRule read(Values in, Unread unread, boolean deny) {
        ImmutableList<CiliumPort> ports = ImmutableList.of();
        Set<String> narrowing = new TreeSet<>();
        if (in.object()) {
            while (in.next()) {
                String key = in.key();
                if (key.equals("ports")) {
                    ports = unread.objects(own -> port(in, own)).orElse(ImmutableList.of());
                } else if (deny) {
                    unread.unknown();
                } else if (key.equals("rules")) {
                    unread.object(own -> narrowing.addAll(layer7(in)));
                } else if (isNarrowing(key)) {
                    if (!in.isNull()) {
                        narrowing.add(key);
                    }
                    in.skip();
                } else {
                    unread.unknown();
                }
            }
        }
        return new CiliumPortRule(ports, ImmutableList.copyOf(narrowing));
    }

    private static boolean isNarrowing(String key) {
        return key.equals("terminatingTLS")
                || key.equals("originatingTLS")
                || key.equals("serverNames")
                || key.equals("listener");
    }

    /** The protocols that are spoken of, whatever is said: one that is not known narrows as well. */
    private static Set<String> layer7(Values in) {
        Set<String> protocols = new TreeSet<>();
        if (in.object()) {
            while (in.next()) {
                if (!in.isNull()) {
                    protocols.add("rules." + in.key());
                }
                in.skip();
            }
        }
        return protocols;
    }

    private static CiliumPort port(Values in, Unread unread) {
        String port = "";
        String protocol = "";
        Optional<Integer> endPort = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "port" -> port = in.symbol();
                    case "protocol" -> protocol = in.symbol();
                    // Zero is as if it were not there.
                    case "endPort" -> endPort = in.isNull() || in.isZero() ? skipped(in) : Optional.of(in.integer(-1));
                    default -> unread.unknown();
                }
            }
        }
        return in.sharing().one(new CiliumPort(port, protocol, endPort));
    }

    private static Optional<Integer> skipped(Values in) {
        in.skip();
        return Optional.empty();
    }

    static CiliumIcmp icmp(Values in, Unread unread) {
        String family = "";
        String type = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "family" -> family = in.symbol();
                    case "type" -> type = in.scalarText();
                    default -> unread.unknown();
                }
            }
        }
        return new CiliumIcmp(family, type);
    }
}
