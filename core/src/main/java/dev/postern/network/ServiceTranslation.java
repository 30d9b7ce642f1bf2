package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.LabelSelector;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import dev.postern.model.Service;
import dev.postern.model.ServicePort;
import dev.postern.model.Support;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where packets to a port of a Service go, as kube-proxy translates them: to the target port of whatever is behind it. A
 * headless Service has no address to translate: its name leads to its pods, on their own ports.
 */
final class ServiceTranslation {
    /** The name of a Service inside of a cluster. */
    private static final Pattern INSIDE = Pattern.compile("([^.]+)\\.([^.]+)\\.svc(\\..*)?");

    /** An end behind a Service, the port of that end, and what leads there. */
    record Behind(Party party, int port, ImmutableList<Evidence> facts) {}

    /**
     * What a port leads to.
     *
     * @param instead the verdict where nothing is behind it, or where the input does not tell; else empty
     */
    record Ends(ImmutableList<Behind> behind, Optional<Decision> instead) {
        static Ends none(Decision instead) {
            return new Ends(ImmutableList.of(), Optional.of(instead));
        }
    }

    private final Cluster cluster;
    private final ServiceBackends backends;
    private final Parties parties;

    ServiceTranslation(Cluster cluster, ServiceBackends backends, Parties parties) {
        this.cluster = cluster;
        this.backends = backends;
        this.parties = parties;
    }

    /** The Service, where it has an address of its own in the cluster and ports that are translated. */
    Optional<Service> translating(Endpoint.OfService named) {
        return cluster.find(Service.class, named.ref())
                .filter(service -> !service.type().equals("ExternalName") && !service.isHeadless());
    }

    /** Whatever is behind a Service, on any port. */
    ImmutableList<Party> everyoneBehind(Endpoint.OfService named) {
        return cluster.find(Service.class, named.ref())
                .filter(service -> instead(service).isEmpty())
                .map(service -> ownPorts(service, PortSet.MIN_PORT).stream()
                        .map(Behind::party)
                        .distinct()
                        .collect(ImmutableList.toImmutableList()))
                .orElse(ImmutableList.of());
    }

    Ends of(Endpoint.OfService named, Protocol protocol, int port) {
        Optional<Service> found = cluster.find(Service.class, named.ref());
        if (found.isEmpty()) {
            return Ends.none(Decision.unknown(named.ref() + ": the input does not hold it"));
        }
        Service service = found.get();
        Optional<Decision> instead = instead(service);
        if (instead.isPresent()) {
            return Ends.none(instead.get());
        }
        if (service.isHeadless()) {
            ImmutableList<Behind> behind = ownPorts(service, port);
            return behind.isEmpty() ? Ends.none(nobody(service)) : new Ends(behind, Optional.empty());
        }
        OptionalInt index = ServicePorts.index(service, PortRef.of(port), protocol);
        if (index.isEmpty()) {
            String ports = service.ports().stream()
                    .map(each -> each.protocol() + " " + each.port())
                    .collect(Collectors.joining(", "));
            return Ends.none(Decision.denied(
                    Support.of(Evidence.stated(service.ref(), "spec.ports", ports.isEmpty() ? "none" : ports))));
        }
        ImmutableList<Behind> behind = translated(service, index.getAsInt());
        return behind.isEmpty()
                ? Ends.none(withoutTarget(service, index.getAsInt()))
                : new Ends(behind, Optional.empty());
    }

    /** The verdict on a Service that leads nowhere in the cluster, whatever its ports are. */
    private static Optional<Decision> instead(Service service) {
        if (service.type().equals("ExternalName")) {
            Matcher inside = INSIDE.matcher(service.externalName());
            String settled = inside.matches()
                    ? "what " + service.ref() + " stands for: ask for service:" + inside.group(2) + "/"
                            + inside.group(1)
                    : "the address of " + service.externalName() + ", for which " + service.ref()
                            + " stands: ask for that address";
            return Optional.of(Decision.unknown(
                    settled, Support.of(Evidence.stated(service.ref(), "spec.externalName", service.externalName()))));
        }
        return ServiceFaults.find(service)
                .map(fault -> Decision.denied(
                        Support.of(Evidence.byDefault(service.ref(), "", "the API server refuses it: " + fault))));
    }

    private ImmutableList<Behind> ownPorts(Service service, int port) {
        ImmutableList.Builder<Behind> behind = ImmutableList.builder();
        Evidence headless = Evidence.stated(service.ref(), "spec.clusterIP", service.clusterIP());
        for (ServiceBackends.Backend backend : backends.of(service)) {
            behind.add(new Behind(parties.pod(backend.pod()), port, ImmutableList.of(headless, backend.selected())));
        }
        for (ServiceBackends.Address address : backends.addressesOf(service)) {
            for (Party party : parties.at(address.address())) {
                behind.add(new Behind(party, port, ImmutableList.of(headless, address.listed())));
            }
        }
        return behind.build();
    }

    private ImmutableList<Behind> translated(Service service, int index) {
        ServicePort port = service.ports().get(index);
        Evidence asked = portFact(service, index);
        ImmutableList.Builder<Behind> behind = ImmutableList.builder();
        for (ServiceBackends.Backend backend : backends.of(service)) {
            backends.target(service, index, backend)
                    .ifPresent(target -> behind.add(new Behind(
                            parties.pod(backend.pod()), target.port(), facts(asked, backend.selected(), target))));
        }
        for (ServiceBackends.Address address : backends.addressesOf(service)) {
            Optional<ServiceBackends.Target> target = ServiceBackends.listed(port, address.slice());
            if (target.isPresent()) {
                for (Party party : parties.at(address.address())) {
                    behind.add(new Behind(party, target.get().port(), facts(asked, address.listed(), target.get())));
                }
            }
        }
        return behind.build();
    }

    private static Evidence portFact(Service service, int index) {
        int port = service.ports().get(index).port();
        return Evidence.stated(service.ref(), "spec.ports[" + index + "].port", String.valueOf(port));
    }

    private static ImmutableList<Evidence> facts(Evidence port, Evidence listed, ServiceBackends.Target target) {
        return ImmutableList.<Evidence>builder()
                .add(port, listed)
                .addAll(target.facts())
                .build();
    }

    /** Nothing is behind the Service, or nothing that knows the port. */
    private Decision withoutTarget(Service service, int index) {
        List<ServiceBackends.Backend> behind = backends.of(service);
        if (behind.isEmpty() && backends.addressesOf(service).isEmpty()) {
            return nobody(service);
        }
        PortRef target = service.ports().get(index).targetPort();
        return Decision.denied(Support.of(
                portFact(service, index),
                Evidence.stated(service.ref(), "spec.ports[" + index + "].targetPort", target.toString()),
                Evidence.byDefault(service.ref(), "", "nothing behind it has this port")));
    }

    /**
     * With a selector, what has its labels would be in the input as the Service is. Endpoints that somebody writes are
     * seldom part of manifests.
     */
    private Decision nobody(Service service) {
        if (service.selectsPods()) {
            return Decision.denied(Support.of(
                    Evidence.stated(
                            service.ref(), "spec.selector", Texts.of(LabelSelector.ofLabels(service.selector()))),
                    Evidence.byDefault(
                            service.ref(), "", "no running pod and no template of the input has these labels")));
        }
        String without = "none, and no EndpointSlice of the input lists an address for it";
        if (service.ref().equals(ApiServerReach.SERVICE)) {
            return Decision.unknown("the endpoints of " + service.ref()
                    + ", which the API server writes itself: the input holds none, ask for api-server");
        }
        return !backends.slicesOf(service).isEmpty() || cluster.isComplete("EndpointSlice")
                ? Decision.denied(Support.of(Evidence.byDefault(service.ref(), "spec.selector", without)))
                : Decision.unknown(
                        "the EndpointSlices of " + service.ref() + ", which has no selector: the input holds none");
    }
}
