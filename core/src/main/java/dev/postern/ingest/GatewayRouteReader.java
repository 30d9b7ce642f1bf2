package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Gateway;
import dev.postern.model.GatewayRoute;
import dev.postern.model.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Routes of the Gateway API. All kinds have the same parents and backends; what their rules match is passed over. */
final class GatewayRouteReader {
    private Metadata metadata = Metadata.NONE;
    private ImmutableList<String> hostnames = ImmutableList.of();
    private ImmutableList<GatewayRoute.Parent> parents = ImmutableList.of();
    private ImmutableList<GatewayRoute.Rule> rules = ImmutableList.of();
    private final List<GatewayRoute.Parent> refusing = new ArrayList<>();

    private GatewayRouteReader() {}

    static GatewayRoute read(Values in, Identity identity) {
        GatewayRouteReader route = new GatewayRouteReader();
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
        return route.build(identity);
    }

    private void spec(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "hostnames" -> hostnames = in.strings();
                case "parentRefs" -> parents = in.objects(() -> parent(in));
                case "rules" -> rules = in.objects(() -> rule(in));
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
                case "parents" -> in.objects(() -> parentStatus(in));
                default -> in.skip();
            }
        }
    }

    private boolean parentStatus(Values in) {
        Optional<GatewayRoute.Parent> parent = Optional.empty();
        ImmutableSortedMap<String, String> conditions = ImmutableSortedMap.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "parentRef" -> parent = Optional.of(parent(in));
                    case "conditions" -> conditions = ConditionsReader.read(in);
                    default -> in.skip();
                }
            }
        }
        if (conditions.getOrDefault("Accepted", "").equals("False")) {
            parent.ifPresent(refusing::add);
        }
        return true;
    }

    private static GatewayRoute.Parent parent(Values in) {
        String group = Gateway.GROUP;
        String kind = "Gateway";
        String namespace = "";
        String name = "";
        String sectionName = "";
        int port = 0;
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "group" -> group = in.isNull() ? group : in.symbol();
                    case "kind" -> kind = in.isNull() ? kind : in.symbol();
                    case "namespace" -> namespace = in.symbol();
                    case "name" -> name = in.symbol();
                    case "sectionName" -> sectionName = in.symbol();
                    case "port" -> port = in.port();
                    default -> in.skip();
                }
            }
        }
        return new GatewayRoute.Parent(group, kind, namespace, name, sectionName, port);
    }

    private static GatewayRoute.Rule rule(Values in) {
        ImmutableList<GatewayRoute.Filter> filters = ImmutableList.of();
        ImmutableList<GatewayRoute.Backend> backends = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "filters" -> filters = in.objects(() -> filter(in));
                    case "backendRefs" -> backends = in.objects(() -> backend(in));
                    default -> in.skip();
                }
            }
        }
        return new GatewayRoute.Rule(filters, backends);
    }

    private static GatewayRoute.Filter filter(Values in) {
        String type = "";
        Optional<GatewayRoute.Backend> mirror = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "type" -> type = in.symbol();
                    case "requestMirror" -> mirror = mirror(in);
                    default -> in.skip();
                }
            }
        }
        return new GatewayRoute.Filter(type, mirror);
    }

    private static Optional<GatewayRoute.Backend> mirror(Values in) {
        Optional<GatewayRoute.Backend> backend = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "backendRef" -> backend = in.isNull() ? Optional.empty() : Optional.of(backend(in));
                    default -> in.skip();
                }
            }
        }
        return backend;
    }

    private static GatewayRoute.Backend backend(Values in) {
        String group = "";
        String kind = "Service";
        String namespace = "";
        String name = "";
        int port = 0;
        int weight = 1;
        ImmutableList<GatewayRoute.Filter> filters = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "group" -> group = in.symbol();
                    case "kind" -> kind = in.isNull() ? kind : in.symbol();
                    case "namespace" -> namespace = in.symbol();
                    case "name" -> name = in.symbol();
                    case "port" -> port = in.port();
                    case "weight" -> weight = in.integer(1);
                    case "filters" -> filters = in.objects(() -> filter(in));
                    default -> in.skip();
                }
            }
        }
        return new GatewayRoute.Backend(group, kind, namespace, name, port, weight, filters);
    }

    private GatewayRoute build(Identity identity) {
        ObjectMeta meta = metadata.of(identity);
        return new GatewayRoute(
                meta,
                identity.kind(),
                hostnames,
                parents.stream().map(parent -> in(parent, meta.namespace())).collect(ImmutableList.toImmutableList()),
                rules,
                refusing.stream().map(parent -> in(parent, meta.namespace())).collect(ImmutableSet.toImmutableSet()));
    }

    /** A parent without a namespace is in that of the route. */
    private static GatewayRoute.Parent in(GatewayRoute.Parent parent, String namespace) {
        return parent.namespace().isEmpty()
                ? new GatewayRoute.Parent(
                        parent.group(), parent.kind(), namespace, parent.name(), parent.sectionName(), parent.port())
                : parent;
    }
}
