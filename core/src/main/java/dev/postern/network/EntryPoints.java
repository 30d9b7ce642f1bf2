package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.PodSpec;
import dev.postern.model.Protocol;
import dev.postern.model.Service;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Finds every way in from the internet: Services, host ports, and through what serves Ingresses, Gateways and Routes. */
final class EntryPoints {
    private static final Comparator<EntryPoint> ORDER = Comparator.comparing(EntryPoint::via)
            .thenComparing(entry -> entry.backend().object())
            .thenComparing(EntryPoint::protocol)
            .thenComparingInt(EntryPoint::port)
            .thenComparing(EntryPoint::how);

    private final Cluster cluster;
    private final NetworkClasses classes;
    private final Parties parties;
    private final ServiceBackends backends;
    private final Admission admission;
    private final Map<PodSpec, Integer> specs = new IdentityHashMap<>();
    private final Map<Shared, Optional<Admission.Pass>> passes = new HashMap<>();
    private final Map<Key, Found> found = new LinkedHashMap<>();

    private record Key(ObjectRef via, int pod, Protocol protocol, int port, String how) {}

    /** Replicas of equal spec and class have their entry points for the same reasons. */
    private record Shared(
            ImmutableList<Object> way, ObjectRef owner, int networkClass, int spec, Protocol protocol, int port) {}

    private static final class Found {
        Confidence confidence = Confidence.POSSIBLE;
        final Set<Support> supports = new LinkedHashSet<>();
    }

    private EntryPoints(
            Cluster cluster, NetworkClasses classes, Parties parties, ServiceBackends backends, Judge judge) {
        this.cluster = cluster;
        this.classes = classes;
        this.parties = parties;
        this.backends = backends;
        admission = new Admission(cluster, judge);
    }

    /** All entry points of a cluster, in canonical order. */
    static ImmutableList<EntryPoint> of(
            Cluster cluster, NetworkClasses classes, Parties parties, ServiceBackends backends, Judge judge) {
        EntryPoints search = new EntryPoints(cluster, classes, parties, backends, judge);
        NodeExposure nodes = new NodeExposure(cluster);
        ServiceWays serviceWays = new ServiceWays(nodes);
        for (Service service : cluster.services()) {
            for (int i = 0; i < service.ports().size(); i++) {
                for (Way way : serviceWays.of(service, i)) {
                    search.throughService(serviceWays, way, service, i);
                }
            }
        }
        HostWays hostWays = new HostWays(nodes);
        for (int i = 0; i < cluster.pods().size(); i++) {
            if (classes.classOf(i) != Network.NO_CLASS) {
                int pod = i;
                hostWays.each(
                        cluster.pods().get(i),
                        host -> Listeners.of(host, backends.leadingTo(pod), backends),
                        (way, protocol, port) -> search.throughHost(way, pod, protocol, port));
            }
        }
        Proxies proxies = new Proxies(cluster, classes, search.sorted());
        ServicePorts services = new ServicePorts(cluster);
        IngressWays ingressWays = new IngressWays(proxies, services);
        cluster.ingresses().forEach(ingress -> ingressWays.of(ingress).forEach(search::throughProxy));
        GatewayWays gatewayWays = new GatewayWays(
                new Attachments(cluster), new GatewayBackends(cluster, services), new GatewayReach(cluster, proxies));
        cluster.gatewayRoutes().forEach(route -> gatewayWays.of(route).forEach(search::throughProxy));
        RouteWays routeWays = new RouteWays(proxies, services);
        cluster.openShiftRoutes().forEach(route -> routeWays.of(route).forEach(search::throughProxy));
        return search.sorted();
    }

    private void throughService(ServiceWays ways, Way any, Service service, int portIndex) {
        behind(service, portIndex, (pod, port, facts) -> {
            Optional<Way> open = ways.to(any, service, portIndex, cluster.pods().get(pod));
            if (open.isEmpty()) {
                return;
            }
            Way way = open.get();
            Protocol protocol = service.ports().get(portIndex).protocol();
            Supplier<Optional<Admission.Pass>> judge = () -> admission
                    .admits(way, parties.pod(pod), protocol, port)
                    .map(pass -> complete(pass, way.facts(), facts));
            // Pods on other nodes are reached for other reasons where the way is a node's own.
            ImmutableList<Evidence> own = ServiceWays.isPerNode(way) ? way.facts() : ImmutableList.of();
            shared(key(way, portIndex, own, facts), pod, protocol, port, judge)
                    .ifPresent(pass -> add(way, pod, protocol, port, pass));
        });
    }

    private void throughHost(Way way, int pod, Protocol protocol, int port) {
        admission
                .admits(way, parties.pod(pod), protocol, port)
                .ifPresent(pass -> add(way, pod, protocol, port, complete(pass, way.facts(), ImmutableList.of())));
    }

    private void throughProxy(Forward forward) {
        Way way = forward.way();
        Protocol protocol = forward.service().ports().get(forward.portIndex()).protocol();
        behind(forward.service(), forward.portIndex(), (pod, port, facts) -> {
            if (forward.podPort() != 0 && forward.podPort() != port) {
                return;
            }
            Supplier<Optional<Admission.Pass>> judge =
                    () -> fromProxy(forward, pod, protocol, port).map(pass -> complete(pass, way.facts(), facts));
            ImmutableList<Object> key = ImmutableList.builder()
                    .add(forward.field())
                    .addAll(key(way, forward.portIndex(), way.facts(), facts))
                    .build();
            shared(key, pod, protocol, port, judge).ifPresent(pass -> add(way, pod, protocol, port, pass));
        });
    }

    /** The surest pass from any of the pods that forward, or from whoever does. */
    private Optional<Admission.Pass> fromProxy(Forward forward, int pod, Protocol protocol, int port) {
        if (forward.senders().isEmpty()) {
            return admission.admits(forward.unknownSource(), parties.pod(pod), protocol, port);
        }
        return forward.senders().stream()
                .flatMap(sender -> admission.passes(parties.pod(sender), parties.pod(pod), protocol, port).stream())
                .max(Comparator.comparing(Admission.Pass::confidence));
    }

    /** Receives a pod behind a Service port, the port on the pod, and the facts that lead there. */
    private interface BackendSink {
        void accept(int pod, int port, ImmutableList<Evidence> facts);
    }

    private void behind(Service service, int portIndex, BackendSink sink) {
        for (ServiceBackends.Backend backend : backends.of(service)) {
            backends.target(service, portIndex, backend)
                    .ifPresent(target -> sink.accept(
                            backend.pod(),
                            target.port(),
                            ImmutableList.<Evidence>builder()
                                    .add(backend.selected())
                                    .addAll(target.facts())
                                    .build()));
        }
    }

    private static ImmutableList<Object> key(
            Way way, int portIndex, ImmutableList<Evidence> wayFacts, ImmutableList<Evidence> facts) {
        return ImmutableList.of(way.via(), way.how(), portIndex, wayFacts, facts);
    }

    private Optional<Admission.Pass> shared(
            ImmutableList<Object> way,
            int position,
            Protocol protocol,
            int port,
            Supplier<Optional<Admission.Pass>> judge) {
        Pod pod = cluster.pods().get(position);
        int spec = specs.computeIfAbsent(pod.spec(), fresh -> specs.size());
        Shared key = new Shared(way, pod.owner(), classes.classOf(position), spec, protocol, port);
        Optional<Admission.Pass> known = passes.get(key);
        if (known == null) {
            known = judge.get();
            passes.put(key, known);
        }
        return known;
    }

    private static Admission.Pass complete(
            Admission.Pass pass, ImmutableList<Evidence> wayFacts, ImmutableList<Evidence> serviceFacts) {
        Support base = Support.of(wayFacts).and(Support.of(serviceFacts));
        return new Admission.Pass(
                pass.confidence(),
                pass.supports().stream().map(base::and).distinct().collect(ImmutableList.toImmutableList()));
    }

    private void add(Way way, int pod, Protocol protocol, int port, Admission.Pass pass) {
        Found entry = found.computeIfAbsent(new Key(way.via(), pod, protocol, port, way.how()), key -> new Found());
        Confidence confidence = way.confidence().and(pass.confidence());
        entry.confidence = entry.confidence.compareTo(confidence) < 0 ? confidence : entry.confidence;
        entry.supports.addAll(pass.supports());
    }

    private ImmutableList<EntryPoint> sorted() {
        List<EntryPoint> entries = new ArrayList<>();
        Map<ImmutableList<Support>, ImmutableList<Support>> same = new HashMap<>();
        found.forEach((key, entry) -> {
            ImmutableList<Support> supports =
                    entry.supports.stream().limit(Judge.MAX_SUPPORTS).sorted().collect(ImmutableList.toImmutableList());
            entries.add(new EntryPoint(
                    key.via(),
                    cluster.pods().get(key.pod()),
                    key.protocol(),
                    key.port(),
                    key.how(),
                    entry.confidence,
                    same.computeIfAbsent(supports, fresh -> fresh)));
        });
        entries.sort(ORDER);
        return ImmutableList.copyOf(entries);
    }
}
