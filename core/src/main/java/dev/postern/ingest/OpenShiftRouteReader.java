package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.OpenShiftRoute;
import dev.postern.model.PortRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** OpenShift's Routes. Keys and certificates in them are passed over. */
final class OpenShiftRouteReader {
    private static final int DEFAULT_WEIGHT = 100;

    private Metadata metadata = Metadata.NONE;
    private String host = "";
    private String path = "";
    private Optional<OpenShiftRoute.Backend> primary = Optional.empty();
    private ImmutableList<OpenShiftRoute.Backend> alternates = ImmutableList.of();
    private Optional<PortRef> targetPort = Optional.empty();
    private Optional<String> termination = Optional.empty();
    private String wildcardPolicy = "";
    private ImmutableList<OpenShiftRoute.Router> routers = ImmutableList.of();

    private OpenShiftRouteReader() {}

    static OpenShiftRoute read(Values in, Identity identity) {
        OpenShiftRouteReader route = new OpenShiftRouteReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> route.metadata = Metadata.read(in);
                    case "spec" -> route.spec(in);
                    case "status" -> route.status(in);
                    default -> in.skip();
                }
            }
        }
        List<OpenShiftRoute.Backend> backends = new ArrayList<>();
        route.primary.ifPresent(backends::add);
        backends.addAll(route.alternates);
        return new OpenShiftRoute(
                route.metadata.of(identity),
                route.host,
                route.path,
                ImmutableList.copyOf(backends),
                route.targetPort,
                route.termination,
                route.wildcardPolicy,
                route.routers);
    }

    private void spec(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "host" -> host = in.symbol();
                case "path" -> path = in.string();
                case "to" -> primary = in.isNull() ? Optional.empty() : Optional.of(backend(in, "spec.to"));
                case "alternateBackends" ->
                    alternates = in.objects(() -> backend(in, "spec.alternateBackends[" + in.index() + "]"));
                case "port" -> targetPort = port(in);
                case "tls" -> termination = in.isNull() ? Optional.empty() : Optional.of(termination(in));
                case "wildcardPolicy" -> wildcardPolicy = in.symbol();
                default -> in.skip();
            }
        }
    }

    private static OpenShiftRoute.Backend backend(Values in, String field) {
        String kind = "";
        String name = "";
        int weight = DEFAULT_WEIGHT;
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "kind" -> kind = in.symbol();
                    case "name" -> name = in.symbol();
                    case "weight" -> weight = in.integer(DEFAULT_WEIGHT);
                    default -> in.skip();
                }
            }
        }
        return new OpenShiftRoute.Backend(kind.isEmpty() ? "Service" : kind, name, weight, field);
    }

    private static Optional<PortRef> port(Values in) {
        Optional<PortRef> port = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "targetPort" -> port = in.portRef();
                    default -> in.skip();
                }
            }
        }
        return port;
    }

    private static String termination(Values in) {
        String termination = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "termination" -> termination = in.symbol();
                    default -> in.skip();
                }
            }
        }
        return termination;
    }

    private void status(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "ingress" -> routers = in.objects(() -> router(in));
                default -> in.skip();
            }
        }
    }

    private static OpenShiftRoute.Router router(Values in) {
        String name = "";
        ImmutableSortedMap<String, String> conditions = ImmutableSortedMap.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "routerName" -> name = in.symbol();
                    case "conditions" -> conditions = ConditionsReader.read(in);
                    default -> in.skip();
                }
            }
        }
        return new OpenShiftRoute.Router(name, conditions.getOrDefault("Admitted", ""));
    }
}
