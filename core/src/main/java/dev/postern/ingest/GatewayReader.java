package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Gateway;
import dev.postern.model.LabelSelector;
import java.util.Optional;
import java.util.TreeMap;

/** Gateways, with the defaults of {@code allowedRoutes} applied. */
final class GatewayReader {
    private Metadata metadata = Metadata.NONE;
    private String className = "";
    private ImmutableList<Gateway.Listener> listeners = ImmutableList.of();
    private ImmutableSortedMap<String, String> infrastructure = ImmutableSortedMap.of();
    private FrontendReader frontend = new FrontendReader();
    private ImmutableList<String> requested = ImmutableList.of();
    private ImmutableList<String> addresses = ImmutableList.of();
    private ImmutableSortedMap<String, String> conditions = ImmutableSortedMap.of();

    private GatewayReader() {}

    static Gateway read(Values in, Identity identity) {
        GatewayReader gateway = new GatewayReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> gateway.metadata = Metadata.read(in);
                    case "spec" -> gateway.spec(in);
                    case "status" -> gateway.status(in);
                    default -> in.skip();
                }
            }
        }
        return gateway.build(identity);
    }

    private void spec(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "gatewayClassName" -> className = in.symbol();
                case "listeners" -> listeners = in.objects(() -> listener(in));
                case "addresses" -> requested = addresses(in);
                case "infrastructure" -> infrastructure = infrastructure(in);
                case "tls" -> frontend = FrontendReader.read(in);
                default -> in.skip();
            }
        }
    }

    private void status(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "addresses" -> addresses = addresses(in);
                case "conditions" -> conditions = ConditionsReader.read(in);
                default -> in.skip();
            }
        }
    }

    private static ImmutableList<String> addresses(Values in) {
        return in.objects(() -> address(in)).stream()
                .filter(value -> !value.isEmpty())
                .collect(ImmutableList.toImmutableList());
    }

    private static String address(Values in) {
        String value = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "value" -> value = in.string();
                    default -> in.skip();
                }
            }
        }
        return value;
    }

    private static ImmutableSortedMap<String, String> infrastructure(Values in) {
        TreeMap<String, String> kept = new TreeMap<>();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "annotations" ->
                        in.stringMap().forEach((key, value) -> {
                            if (Annotations.isKept(key)) {
                                kept.put(key, value);
                            }
                        });
                    default -> in.skip();
                }
            }
        }
        return ImmutableSortedMap.copyOf(kept);
    }

    private static Gateway.Listener listener(Values in) {
        String name = "";
        int port = 0;
        String protocol = "";
        String hostname = "";
        FrontendReader tls = new FrontendReader();
        AllowedRoutes allowed = AllowedRoutes.DEFAULT;
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "name" -> name = in.symbol();
                    case "port" -> port = in.port();
                    case "protocol" -> protocol = in.symbol();
                    case "hostname" -> hostname = in.symbol();
                    case "tls" -> tls = FrontendReader.read(in);
                    case "allowedRoutes" -> allowed = AllowedRoutes.read(in);
                    default -> in.skip();
                }
            }
        }
        return new Gateway.Listener(
                name,
                port,
                protocol,
                hostname,
                tls.passthrough(),
                tls.own(),
                allowed.from(),
                allowed.selector(),
                allowed.kinds());
    }

    /** Which routes a listener lets attach. */
    private record AllowedRoutes(String from, Optional<LabelSelector> selector, ImmutableList<String> kinds) {
        static final AllowedRoutes DEFAULT = new AllowedRoutes("Same", Optional.empty(), ImmutableList.of());

        static AllowedRoutes read(Values in) {
            AllowedRoutes namespaces = DEFAULT;
            ImmutableList<String> kinds = ImmutableList.of();
            if (in.object()) {
                while (in.next()) {
                    switch (in.key()) {
                        case "namespaces" -> namespaces = namespaces(in);
                        case "kinds" -> kinds = in.objects(() -> kind(in));
                        default -> in.skip();
                    }
                }
            }
            return new AllowedRoutes(namespaces.from(), namespaces.selector(), kinds);
        }

        private static AllowedRoutes namespaces(Values in) {
            String from = "";
            Optional<LabelSelector> selector = Optional.empty();
            if (in.object()) {
                while (in.next()) {
                    switch (in.key()) {
                        case "from" -> from = in.symbol();
                        case "selector" -> selector = SelectorReader.optional(in);
                        default -> in.skip();
                    }
                }
            }
            return new AllowedRoutes(from.isEmpty() ? "Same" : from, selector, ImmutableList.of());
        }

        private static String kind(Values in) {
            String group = Gateway.GROUP;
            String kind = "";
            if (in.object()) {
                while (in.next()) {
                    switch (in.key()) {
                        case "group" -> group = in.isNull() ? group : in.symbol();
                        case "kind" -> kind = in.symbol();
                        default -> in.skip();
                    }
                }
            }
            return group.equals(Gateway.GROUP) ? kind : kind + "." + group;
        }
    }

    private Gateway build(Identity identity) {
        return new Gateway(
                metadata.of(identity),
                className,
                frontend.applyTo(listeners),
                infrastructure,
                requested,
                addresses,
                conditions);
    }
}
