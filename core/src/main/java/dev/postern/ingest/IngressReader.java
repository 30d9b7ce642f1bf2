package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Ingress;
import dev.postern.model.ObjectMeta;
import dev.postern.model.PortRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ingresses, in the shape of v1 and in that of the retired versions. */
final class IngressReader {
    private Metadata metadata = Metadata.NONE;
    private String className = "";
    private Optional<Ingress.Backend> defaultBackend = Optional.empty();
    private final List<Ingress.Backend> backends = new ArrayList<>();
    private ImmutableList<Ingress.Tls> tls = ImmutableList.of();
    private ImmutableList<String> addresses = ImmutableList.of();

    private IngressReader() {}

    static Ingress read(Values in, Identity identity) {
        IngressReader ingress = new IngressReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> ingress.metadata = Metadata.read(in);
                    case "spec" -> ingress.spec(in);
                    case "status" -> ingress.addresses = LoadBalancerReader.addresses(in);
                    default -> in.skip();
                }
            }
        }
        return ingress.build(identity);
    }

    private void spec(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "ingressClassName" -> className = in.symbol();
                case "defaultBackend", "backend" -> defaultBackend = backend(in, "", "", "spec." + in.key());
                case "rules" -> {
                    backends.clear();
                    in.objects(() -> rule(in, "spec.rules[" + in.index() + "]"));
                }
                case "tls" ->
                    tls = in.objects(() -> tls(in, "spec.tls[" + in.index() + "].secretName")).stream()
                            .filter(each -> !each.secretName().isEmpty())
                            .collect(ImmutableList.toImmutableList());
                default -> in.skip();
            }
        }
    }

    private static Ingress.Tls tls(Values in, String field) {
        String secretName = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "secretName" -> secretName = in.symbol();
                    default -> in.skip();
                }
            }
        }
        return new Ingress.Tls(secretName, field);
    }

    private boolean rule(Values in, String field) {
        String host = "";
        ImmutableList<Optional<Ingress.Backend>> paths = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "host" -> host = in.symbol();
                    case "http" -> paths = http(in, field + ".http.paths");
                    default -> in.skip();
                }
            }
        }
        for (Optional<Ingress.Backend> path : paths) {
            if (path.isPresent()) {
                Ingress.Backend raw = path.get();
                backends.add(new Ingress.Backend(host, raw.path(), raw.serviceName(), raw.port(), raw.field()));
            }
        }
        return true;
    }

    private static ImmutableList<Optional<Ingress.Backend>> http(Values in, String field) {
        ImmutableList<Optional<Ingress.Backend>> paths = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "paths" -> paths = in.objects(() -> path(in, field + "[" + in.index() + "]"));
                    default -> in.skip();
                }
            }
        }
        return paths;
    }

    private static Optional<Ingress.Backend> path(Values in, String field) {
        String path = "";
        Optional<Ingress.Backend> backend = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "path" -> path = in.symbol();
                    case "backend" -> backend = backend(in, "", "", field + ".backend");
                    default -> in.skip();
                }
            }
        }
        String written = path;
        return backend.map(raw -> new Ingress.Backend(raw.host(), written, raw.serviceName(), raw.port(), raw.field()));
    }

    /** A backend; empty when it is no Service. */
    private static Optional<Ingress.Backend> backend(Values in, String host, String path, String field) {
        String service = "";
        Optional<PortRef> port = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "serviceName" -> service = in.symbol();
                    case "servicePort" -> port = in.portRef();
                    case "service" -> {
                        ServiceBackend backend = service(in);
                        service = backend.name();
                        port = backend.port();
                    }
                    default -> in.skip();
                }
            }
        }
        return service.isEmpty()
                ? Optional.empty()
                : Optional.of(new Ingress.Backend(host, path, service, port.orElse(PortRef.of(0)), field));
    }

    private record ServiceBackend(String name, Optional<PortRef> port) {}

    private static ServiceBackend service(Values in) {
        String name = "";
        Optional<PortRef> port = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "name" -> name = in.symbol();
                    case "port" -> port = port(in);
                    default -> in.skip();
                }
            }
        }
        return new ServiceBackend(name, port);
    }

    private static Optional<PortRef> port(Values in) {
        Optional<PortRef> port = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "number", "name" -> {
                        Optional<PortRef> given = in.isZero() ? Optional.empty() : in.portRef();
                        port = given.isPresent() ? given : port;
                    }
                    default -> in.skip();
                }
            }
        }
        return port;
    }

    private Ingress build(Identity identity) {
        ObjectMeta meta = metadata.of(identity);
        ImmutableList.Builder<Ingress.Backend> all = ImmutableList.builder();
        defaultBackend.ifPresent(all::add);
        String known = className.isEmpty() ? meta.annotations().getOrDefault(Annotations.INGRESS_CLASS, "") : className;
        return new Ingress(meta, known, all.addAll(backends).build(), tls, addresses);
    }
}
