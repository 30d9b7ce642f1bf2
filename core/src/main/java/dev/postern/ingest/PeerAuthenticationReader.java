package dev.postern.ingest;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.primitives.Ints;
import dev.postern.model.LabelSelector;
import dev.postern.model.PeerAuthentication;
import dev.postern.model.PeerAuthentication.Mode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Istio's PeerAuthentications. */
final class PeerAuthenticationReader {
    private final Oddities odd = new Oddities();
    private Metadata metadata = Metadata.NONE;
    private Optional<LabelSelector> selector = Optional.empty();
    private Mode mode = Mode.UNSET;
    private ImmutableSortedMap<Integer, Mode> ports = ImmutableSortedMap.of();

    private PeerAuthenticationReader() {}

    static PeerAuthentication read(Values in, Identity identity) {
        PeerAuthenticationReader policy = new PeerAuthenticationReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> policy.metadata = Metadata.dated(in);
                    case "spec" -> policy.spec(in);
                    default -> in.skip();
                }
            }
        }
        return new PeerAuthentication(
                policy.metadata.of(identity),
                policy.metadata.created(),
                policy.selector,
                policy.mode,
                policy.ports,
                policy.odd.unknown(),
                policy.odd.malformed());
    }

    private void spec(Values in) {
        if (!odd.object(in)) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "selector" -> selector = odd.selector(in);
                case "mtls" -> mode = mutualTls(in);
                case "portLevelMtls" -> ports = ports(in);
                default -> odd.unknown(in);
            }
        }
    }

    private Mode mutualTls(Values in) {
        Mode stated = Mode.UNSET;
        if (odd.object(in)) {
            while (in.next()) {
                if (in.key().equals("mode")) {
                    stated = odd.text(in, Mode.UNSET, PeerAuthenticationReader::mode);
                } else {
                    odd.unknown(in);
                }
            }
        }
        return stated;
    }

    private static Mode mode(String text) {
        switch (text) {
            case "UNSET":
                return Mode.UNSET;
            case "DISABLE":
                return Mode.DISABLE;
            case "PERMISSIVE":
                return Mode.PERMISSIVE;
            case "STRICT":
                return Mode.STRICT;
            default:
                return Mode.INVALID;
        }
    }

    private ImmutableSortedMap<Integer, Mode> ports(Values in) {
        Map<Integer, Mode> modes = new TreeMap<>();
        if (in.isNull()) {
            in.skip();
            return ImmutableSortedMap.of();
        }
        String path = in.path();
        if (odd.object(in)) {
            while (in.next()) {
                Integer port = Ints.tryParse(in.key());
                if (port == null || port < 1 || port > 65535) {
                    odd.refuse(path + " has a key that is not 1 to 65535");
                    in.skip();
                } else {
                    modes.put(port, mutualTls(in));
                }
            }
            if (modes.isEmpty()) {
                odd.refuse(path + " is empty");
            }
        }
        return ImmutableSortedMap.copyOf(modes);
    }
}
