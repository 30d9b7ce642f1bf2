package dev.postern.network;

import dev.postern.model.Cluster;
import dev.postern.model.ObjectRef;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import dev.postern.model.Service;
import dev.postern.model.ServicePort;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds the Service, and the port of it, that an Ingress or a route names as a backend; and says why it finds none. */
final class ServicePorts {
    private final Cluster cluster;

    ServicePorts(Cluster cluster) {
        this.cluster = cluster;
    }

    /** A Service with pods behind it, as far as it tells itself. */
    Optional<Service> find(ObjectRef name) {
        return cluster.find(Service.class, name)
                .filter(service -> unfit(service).isEmpty());
    }

    /** Why a Service is no backend; empty when it is one. */
    Optional<String> missing(ObjectRef name) {
        Optional<Service> service = cluster.find(Service.class, name);
        return service.isEmpty()
                ? Optional.of(name + ", which the input does not hold")
                : service.flatMap(ServicePorts::unfit).map(why -> name + ", which " + why);
    }

    private static Optional<String> unfit(Service service) {
        return service.type().equals("ExternalName")
                ? Optional.of("stands for a name outside the cluster")
                : ServiceFaults.find(service).map(fault -> "the API server refuses (" + fault + ")");
    }

    /** The port of a Service by its number or name; 0 means the only one. */
    static OptionalInt index(Service service, PortRef wanted, Protocol protocol) {
        List<ServicePort> ports = service.ports();
        for (int i = 0; i < ports.size(); i++) {
            boolean same = wanted.isNamed()
                    ? ports.get(i).name().equals(wanted.name())
                    : ports.get(i).port() == wanted.number();
            if (same && ports.get(i).protocol() == protocol) {
                return OptionalInt.of(i);
            }
        }
        boolean only = !wanted.isNamed()
                && wanted.number() == 0
                && ports.size() == 1
                && ports.get(0).protocol() == protocol;
        return only ? OptionalInt.of(0) : OptionalInt.empty();
    }
}
