package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Gateway;
import java.util.TreeMap;

/**
 * What a Gateway, or one of its listeners, asks of clients in TLS: {@code tls.frontend} of the Gateway, with exceptions by
 * port, or {@code tls.frontendValidation} of a listener, as it was before. Those that let clients without a certificate
 * through do not ask.
 */
final class FrontendReader {
    private boolean passthrough;
    private String own = "";
    private String inGeneral = "";
    private final TreeMap<Integer, String> byPort = new TreeMap<>();

    static FrontendReader read(Values in) {
        FrontendReader tls = new FrontendReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "mode" -> tls.passthrough = in.symbol().equals("Passthrough");
                    case "frontendValidation" -> tls.own = asks(in) ? "tls.frontendValidation" : "";
                    case "frontend" -> tls.frontend(in);
                    default -> in.skip();
                }
            }
        }
        return tls;
    }

    boolean passthrough() {
        return passthrough;
    }

    /** The field of a listener that asks for a certificate; empty when none does. */
    String own() {
        return own;
    }

    private void frontend(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "default" -> inGeneral = validates(in) ? "spec.tls.frontend.default.validation" : "";
                case "perPort" -> in.objects(() -> perPort(in));
                default -> in.skip();
            }
        }
    }

    private boolean perPort(Values in) {
        int port = 0;
        boolean asks = false;
        String field = "spec.tls.frontend.perPort[" + in.index() + "].tls.validation";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "port" -> port = in.port();
                    case "tls" -> asks = validates(in);
                    default -> in.skip();
                }
            }
        }
        byPort.put(port, asks ? field : "");
        return asks;
    }

    private static boolean validates(Values in) {
        boolean asks = false;
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "validation" -> asks = asks(in);
                    default -> in.skip();
                }
            }
        }
        return asks;
    }

    private static boolean asks(Values in) {
        boolean asks = in.isObject();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "mode" -> asks = !in.symbol().equals("AllowInsecureFallback");
                    default -> in.skip();
                }
            }
        }
        return asks;
    }

    /** The listeners of the Gateway whose {@code tls} this is: it holds for all of HTTPS. */
    ImmutableList<Gateway.Listener> applyTo(ImmutableList<Gateway.Listener> listeners) {
        if (inGeneral.isEmpty() && byPort.isEmpty()) {
            return withPaths(listeners);
        }
        ImmutableList.Builder<Gateway.Listener> all = ImmutableList.builder();
        for (Gateway.Listener listener : withPaths(listeners)) {
            String field = listener.protocol().equals("HTTPS")
                    ? byPort.getOrDefault(listener.port(), inGeneral)
                    : listener.clientCertificate();
            all.add(asking(listener, field.isEmpty() ? listener.clientCertificate() : field));
        }
        return all.build();
    }

    private static ImmutableList<Gateway.Listener> withPaths(ImmutableList<Gateway.Listener> listeners) {
        ImmutableList.Builder<Gateway.Listener> all = ImmutableList.builder();
        for (int i = 0; i < listeners.size(); i++) {
            Gateway.Listener listener = listeners.get(i);
            all.add(
                    listener.clientCertificate().isEmpty()
                            ? listener
                            : asking(listener, "spec.listeners[" + i + "]." + listener.clientCertificate()));
        }
        return all.build();
    }

    private static Gateway.Listener asking(Gateway.Listener listener, String field) {
        return new Gateway.Listener(
                listener.name(),
                listener.port(),
                listener.protocol(),
                listener.hostname(),
                listener.passthrough(),
                field,
                listener.from(),
                listener.selector(),
                listener.kinds());
    }
}
