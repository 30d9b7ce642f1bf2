package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.ContainerPort;
import dev.postern.model.EndpointSlice;
import dev.postern.model.Evidence;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.PortRef;
import dev.postern.model.Service;
import dev.postern.model.ServicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which pods stand behind which Service, and on which port: by selector, and by the EndpointSlices that somebody else than
 * the cluster wrote for it. Of those the addresses count and the ports that they name, as kube-proxy takes them. Pods are
 * positions in the cluster's list. Costs the matches and, for each Service, the pods with its rarest label.
 */
final class ServiceBackends {
    /** Slices that the cluster itself writes, of the pods that the selector finds. */
    private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";

    private static final String OWN_CONTROLLER = "endpointslice-controller.k8s.io";

    /** A pod behind a Service, the fact that puts it there, and the slice that it comes from when no selector found it. */
    record Backend(int pod, Evidence selected, Optional<EndpointSlice> slice) {
        /** Equal for backends of one pod that lead to the same ports. */
        ImmutableList<EndpointSlice.Port> ports() {
            return slice.map(EndpointSlice::ports).orElse(ImmutableList.of());
        }
    }

    /** An address behind a Service that no pod of the input has, and the slice that lists it. */
    record Address(IpAddress address, Evidence listed, EndpointSlice slice) {}

    /** A Service that a pod is behind. */
    record Leading(Service service, Backend backend) {}

    /** A port of a pod that a Service port leads to. */
    record Target(int port, ImmutableList<Evidence> facts) {}

    private record Label(String namespace, String key, String value) {}

    private final ImmutableList<Pod> pods;
    private final ImmutableListMultimap<ObjectRef, Backend> backends;
    private final ImmutableListMultimap<ObjectRef, EndpointSlice> foreign;
    private final Map<ObjectRef, Integer> positions = new HashMap<>();
    private final Map<IpAddress, Integer> addresses = new HashMap<>();
    private final ListMultimap<Integer, Leading> services =
            MultimapBuilder.hashKeys().arrayListValues(2).build();

    ServiceBackends(Cluster cluster, NetworkClasses classes) {
        pods = cluster.pods();
        ListMultimap<Label, Integer> carriers = carriers(cluster, classes);
        ListMultimap<ObjectRef, EndpointSlice> slices =
                MultimapBuilder.hashKeys().arrayListValues().build();
        cluster.endpointSlices().stream()
                .filter(slice -> isForeign(cluster, slice))
                .forEach(slice -> slices.put(serviceOf(slice), slice));
        if (!slices.isEmpty()) {
            index(classes);
        }
        foreign = ImmutableListMultimap.copyOf(slices);
        ImmutableListMultimap.Builder<ObjectRef, Backend> found = ImmutableListMultimap.builder();
        for (Service service : cluster.services()) {
            List<Backend> behind = service.selectsPods() ? selected(service, carriers) : new ArrayList<>();
            behind.addAll(listed(slices.get(service.ref())));
            found.putAll(service.ref(), behind);
            behind.forEach(backend -> services.put(backend.pod(), new Leading(service, backend)));
        }
        backends = found.build();
    }

    private static ObjectRef serviceOf(EndpointSlice slice) {
        return ObjectRef.of("Service", slice.meta().namespace(), slice.serviceName());
    }

    /** Whether it adds to what the selector finds. An Endpoints object counts for Services without one only. */
    private static boolean isForeign(Cluster cluster, EndpointSlice slice) {
        if (slice.meta().labels().getOrDefault(MANAGED_BY, "").equals(OWN_CONTROLLER)) {
            return false;
        }
        return !slice.kind().equals("Endpoints")
                || cluster.find(Service.class, serviceOf(slice))
                        .filter(Service::selectsPods)
                        .isEmpty();
    }

    private static ListMultimap<Label, Integer> carriers(Cluster cluster, NetworkClasses classes) {
        Set<Label> wanted = new HashSet<>();
        for (Service service : cluster.services()) {
            service.selector()
                    .forEach((key, value) -> wanted.add(new Label(service.meta().namespace(), key, value)));
        }
        ListMultimap<Label, Integer> carriers =
                MultimapBuilder.hashKeys().arrayListValues().build();
        for (int i = 0; i < cluster.pods().size() && !wanted.isEmpty(); i++) {
            Pod pod = cluster.pods().get(i);
            if (classes.classOf(i) == Network.NO_CLASS) {
                continue;
            }
            for (Map.Entry<String, String> entry : pod.meta().labels().entrySet()) {
                Label label = new Label(pod.namespace(), entry.getKey(), entry.getValue());
                if (wanted.contains(label)) {
                    carriers.put(label, i);
                }
            }
        }
        return carriers;
    }

    private void index(NetworkClasses classes) {
        for (int i = 0; i < pods.size(); i++) {
            Pod pod = pods.get(i);
            if (classes.classOf(i) == Network.NO_CLASS || pod.virtual()) {
                continue;
            }
            positions.put(pod.object(), i);
            if (!pod.spec().hostNetwork()) {
                for (String ip : pod.ips()) {
                    int position = i;
                    IpAddress.parse(ip).ifPresent(address -> addresses.putIfAbsent(address, position));
                }
            }
        }
    }

    private List<Backend> selected(Service service, ListMultimap<Label, Integer> carriers) {
        List<Integer> rarest = List.of();
        boolean first = true;
        for (Map.Entry<String, String> entry : service.selector().entrySet()) {
            List<Integer> having =
                    carriers.get(new Label(service.meta().namespace(), entry.getKey(), entry.getValue()));
            if (first || having.size() < rarest.size()) {
                rarest = having;
            }
            first = false;
        }
        LabelSelector selector = LabelSelector.ofLabels(service.selector());
        Evidence fact = Evidence.stated(service.ref(), "spec.selector", Texts.of(selector));
        List<Backend> behind = new ArrayList<>();
        for (int pod : rarest) {
            if (selector.matches(pods.get(pod).meta().labels())) {
                behind.add(new Backend(pod, fact, Optional.empty()));
            }
        }
        return behind;
    }

    private List<Backend> listed(List<EndpointSlice> slices) {
        List<Backend> behind = new ArrayList<>();
        Set<List<Object>> seen = new HashSet<>();
        for (EndpointSlice slice : slices) {
            for (int i = 0; i < slice.endpoints().size(); i++) {
                EndpointSlice.Endpoint endpoint = slice.endpoints().get(i);
                Optional<Integer> pod = podOf(endpoint);
                if (pod.isPresent() && seen.add(List.of(pod.get(), slice.ports()))) {
                    String value = String.join(",", endpoint.addresses());
                    behind.add(new Backend(pod.get(), fact(slice, i, value), Optional.of(slice)));
                }
            }
        }
        return behind;
    }

    private Optional<Integer> podOf(EndpointSlice.Endpoint endpoint) {
        return endpoint.addresses().stream()
                .flatMap(ip -> IpAddress.parse(ip).stream())
                .flatMap(address -> Optional.ofNullable(addresses.get(address)).stream())
                .findFirst()
                .or(() -> endpoint.target().flatMap(target -> Optional.ofNullable(positions.get(target))));
    }

    private static Evidence fact(EndpointSlice slice, int endpoint, String value) {
        String field = slice.kind().equals("Endpoints") ? "subsets" : "endpoints[" + endpoint + "].addresses";
        return Evidence.stated(slice.ref(), field, value);
    }

    /** The addresses behind a Service that no pod of the input has: of nodes, or outside of the cluster. */
    ImmutableList<Address> addressesOf(Service service) {
        ImmutableList.Builder<Address> found = ImmutableList.builder();
        for (EndpointSlice slice : slicesOf(service)) {
            for (int i = 0; i < slice.endpoints().size(); i++) {
                EndpointSlice.Endpoint endpoint = slice.endpoints().get(i);
                if (podOf(endpoint).isEmpty()) {
                    Evidence listed = fact(slice, i, String.join(",", endpoint.addresses()));
                    endpoint.addresses().stream()
                            .flatMap(ip -> IpAddress.parse(ip).stream())
                            .forEach(address -> found.add(new Address(address, listed, slice)));
                }
            }
        }
        return found.build();
    }

    /** What somebody else than the cluster wrote of the ends behind a Service. */
    ImmutableList<EndpointSlice> slicesOf(Service service) {
        return foreign.get(service.ref());
    }

    /** The pods behind a Service. */
    ImmutableList<Backend> of(Service service) {
        return backends.get(service.ref());
    }

    /** The Services that lead to a pod. */
    List<Leading> leadingTo(int pod) {
        return services.get(pod);
    }

    /** The port of a pod that a Service port leads to; empty when it is a name that the pod, or the slice, does not know. */
    Optional<Target> target(Service service, int portIndex, Backend backend) {
        ServicePort port = service.ports().get(portIndex);
        if (backend.slice().isPresent()) {
            return listed(port, backend.slice().get());
        }
        Pod pod = pods.get(backend.pod());
        Evidence fact = Evidence.stated(
                service.ref(),
                "spec.ports[" + portIndex + "].targetPort",
                port.targetPort().toString());
        if (!port.targetPort().isNamed()) {
            int number = port.targetPort().number();
            return number < PortSet.MIN_PORT || number > PortSet.MAX_PORT
                    ? Optional.empty()
                    : Optional.of(new Target(number, ImmutableList.of(fact)));
        }
        return named(port, pod, fact);
    }

    /** As kube-proxy does it: the port of the slice of that name and protocol, whatever the Service's target is. */
    static Optional<Target> listed(ServicePort wanted, EndpointSlice slice) {
        for (int i = 0; i < slice.ports().size(); i++) {
            EndpointSlice.Port port = slice.ports().get(i);
            if (port.name().equals(wanted.name()) && port.protocol() == wanted.protocol() && port.port() != 0) {
                String field = slice.kind().equals("Endpoints") ? "subsets" : "ports[" + i + "].port";
                Evidence fact = Evidence.stated(slice.ref(), field, String.valueOf(port.port()));
                return Optional.of(new Target(port.port(), ImmutableList.of(fact)));
            }
        }
        return Optional.empty();
    }

    /** As the endpoints controller does it ({@code FindPort}): the first port of that name and protocol. */
    private static Optional<Target> named(ServicePort port, Pod pod, Evidence fact) {
        PortRef wanted = port.targetPort();
        for (Container.Role role : List.of(Container.Role.MAIN, Container.Role.SIDECAR)) {
            for (Container container : pod.spec().containers()) {
                for (int i = 0;
                        container.role() == role && i < container.ports().size();
                        i++) {
                    ContainerPort offered = container.ports().get(i);
                    if (offered.name().equals(wanted.name()) && offered.protocol() == port.protocol()) {
                        Evidence resolved = Evidence.stated(
                                pod.object(),
                                pod.field(container.field() + ".ports[" + i + "].containerPort"),
                                String.valueOf(offered.containerPort()));
                        return Optional.of(new Target(offered.containerPort(), ImmutableList.of(fact, resolved)));
                    }
                }
            }
        }
        return Optional.empty();
    }
}
