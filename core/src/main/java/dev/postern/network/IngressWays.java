package dev.postern.network;

import com.google.common.base.Splitter;
import com.google.common.collect.HashMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.SetMultimap;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Ingress;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.PortRef;
import dev.postern.model.Service;
import dev.postern.model.ServicePort;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ways in that Ingresses open, which lead through a controller: a recognised one is exposed by its own entry points
 * and sends as its pods; a cloud's load balancer is no pod; an unknown one may be anything, so it is only POSSIBLE unless
 * the Ingress's status shows an address.
 */
final class IngressWays {
    private static final ImmutableList<String> ALLOWLISTS = ImmutableList.of(
            "nginx.ingress.kubernetes.io/whitelist-source-range", "nginx.ingress.kubernetes.io/allowlist-source-range");
    /** By these an Ingress asks for credentials, or may: a middleware of Traefik does what its own object says. */
    private static final ImmutableList<String> AUTHENTICATION = ImmutableList.of(
            "nginx.ingress.kubernetes.io/auth-type",
            "nginx.ingress.kubernetes.io/auth-url",
            "nginx.ingress.kubernetes.io/auth-tls-secret",
            "ingress.kubernetes.io/auth-type",
            "haproxy.org/auth-type",
            "alb.ingress.kubernetes.io/auth-type",
            "traefik.ingress.kubernetes.io/router.middlewares");

    private static final String ALB_SCHEME = "alb.ingress.kubernetes.io/scheme";
    /** Classes served by a load balancer outside the cluster. */
    private static final ImmutableSet<String> CLOUD = ImmutableSet.of("gce", "alb", "azure-application-gateway");

    private static final String INTERNAL_CLASS = "gce-internal";
    /** Pods that carry a controller's name but do not serve. */
    private static final ImmutableSet<String> SUPPORTING =
            ImmutableSet.of("default-backend", "defaultbackend", "admission-webhook", "controller-manager");

    private static final int MAX_SUPPORTS = 4;

    /**
     * One backend of an Ingress and how it is reached.
     *
     * @param field the backend's path in the Ingress
     * @param controllers pods that may forward to it; empty when the source is unknown
     * @param unknownSource whoever forwards, when it is no recognised pod
     */
    record Route(
            Way way,
            String field,
            Service service,
            int portIndex,
            ImmutableList<Integer> controllers,
            Party unknownSource) {}

    private final Cluster cluster;
    private final Map<IngressController, List<Integer>> controllers = new EnumMap<>(IngressController.class);
    private final Map<IngressController, Evidence> recognised = new EnumMap<>(IngressController.class);
    private final Map<IngressController, EntryPoint> exposed = new EnumMap<>(IngressController.class);

    IngressWays(Cluster cluster, NetworkClasses classes, ImmutableList<EntryPoint> entryPoints) {
        this.cluster = cluster;
        if (cluster.ingresses().isEmpty()) {
            return;
        }
        SetMultimap<IngressController, ObjectRef> all = HashMultimap.create();
        SetMultimap<IngressController, Integer> seen = HashMultimap.create();
        IngressController.Recogniser recogniser = new IngressController.Recogniser();
        for (int i = 0; i < cluster.pods().size(); i++) {
            int position = i;
            int networkClass = classes.classOf(i);
            Pod pod = cluster.pods().get(i);
            String component = pod.meta().labels().getOrDefault("app.kubernetes.io/component", "");
            if (networkClass == Network.NO_CLASS || SUPPORTING.contains(component)) {
                continue;
            }
            recogniser.recognise(pod).forEach((controller, fact) -> {
                all.put(controller, pod.object());
                recognised.putIfAbsent(controller, fact);
                // One pod of each class speaks for the controller: the others send alike.
                if (seen.put(controller, networkClass)) {
                    controllers
                            .computeIfAbsent(controller, first -> new ArrayList<>())
                            .add(position);
                }
            });
        }
        controllers
                .keySet()
                .forEach(controller -> entryPoints.stream()
                        .filter(entry ->
                                all.containsEntry(controller, entry.backend().object()))
                        .max(Comparator.comparing(EntryPoint::confidence))
                        .ifPresent(entry -> exposed.put(controller, entry)));
    }

    List<Route> of(Ingress ingress) {
        if (isClosed(ingress)) {
            return List.of();
        }
        List<Route> routes = new ArrayList<>();
        for (Ingress.Backend backend : ingress.backends()) {
            ObjectRef name = ObjectRef.of("Service", ingress.meta().namespace(), backend.serviceName());
            Optional<Service> service = cluster.find(Service.class, name)
                    .filter(found -> !found.type().equals("ExternalName"));
            int port = service.map(found -> portIndex(found, backend.port())).orElse(-1);
            if (port >= 0) {
                Evidence fact =
                        Evidence.stated(ingress.ref(), backend.field(), backend.serviceName() + ":" + backend.port());
                routes.addAll(routes(ingress, backend, service.orElseThrow(), port, fact));
            }
        }
        return routes;
    }

    private static boolean isClosed(Ingress ingress) {
        Map<String, String> annotations = ingress.meta().annotations();
        if (ingress.className().equals(INTERNAL_CLASS)
                || annotations.getOrDefault(ALB_SCHEME, "").equals("internal")
                || ServiceWays.addressConfidence(ingress.loadBalancerAddresses())
                        .isEmpty()) {
            return true;
        }
        for (String annotation : ALLOWLISTS) {
            String value = annotations.getOrDefault(annotation, "");
            List<String> ranges =
                    Splitter.on(',').trimResults().omitEmptyStrings().splitToList(value);
            if (!ranges.isEmpty() && ServiceWays.publicPart(ranges).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static int portIndex(Service service, PortRef wanted) {
        List<ServicePort> ports = service.ports();
        for (int i = 0; i < ports.size(); i++) {
            boolean same = wanted.isNamed()
                    ? ports.get(i).name().equals(wanted.name())
                    : ports.get(i).port() == wanted.number();
            if (same) {
                return i;
            }
        }
        return !wanted.isNamed() && wanted.number() == 0 && ports.size() == 1 ? 0 : -1;
    }

    private List<Route> routes(Ingress ingress, Ingress.Backend backend, Service service, int port, Evidence fact) {
        List<Route> routes = new ArrayList<>();
        Optional<Confidence> byStatus = ingress.loadBalancerAddresses().isEmpty()
                ? Optional.empty()
                : ServiceWays.addressConfidence(ingress.loadBalancerAddresses());
        if (CLOUD.contains(ingress.className())) {
            Party balancer = Party.unknown(Party.Kind.OUTSIDE, "the load balancer of " + ingress.ref());
            boolean byDefaultInternal = ingress.className().equals("alb")
                    && !ingress.meta().annotations().containsKey(ALB_SCHEME);
            Confidence confidence = byStatus.orElse(byDefaultInternal ? Confidence.POSSIBLE : Confidence.LIKELY);
            Evidence served = Evidence.stated(ingress.ref(), "spec.ingressClassName", ingress.className());
            Way way = way(ingress, confidence, fact, List.of(served));
            return List.of(new Route(way, backend.field(), service, port, ImmutableList.of(), balancer));
        }
        for (Map.Entry<IngressController, List<Integer>> known : controllers.entrySet()) {
            IngressController controller = known.getKey();
            if (controller.serves(ingress.className())) {
                for (List<Evidence> facts : exposure(controller, ingress)) {
                    Way way = way(ingress, confidence(controller, byStatus), fact, facts);
                    routes.add(new Route(
                            way, backend.field(), service, port, ImmutableList.copyOf(known.getValue()), noSource()));
                }
            }
        }
        if (routes.isEmpty()) {
            Evidence assumed = Evidence.assumed(ingress.ref(), "", "an Ingress controller serves it");
            Way way = way(
                    ingress,
                    byStatus.orElse(Confidence.POSSIBLE),
                    fact,
                    byStatus.isPresent() ? List.of() : List.of(assumed));
            routes.add(new Route(way, backend.field(), service, port, ImmutableList.of(), noSource()));
        }
        return routes;
    }

    private static Party noSource() {
        return Party.unknown(Party.Kind.STRANGER, "the Ingress controller");
    }

    /** The class is matched by convention: without an address in the status it is never more than LIKELY. */
    private Confidence confidence(IngressController controller, Optional<Confidence> byStatus) {
        Confidence byExposure = Optional.ofNullable(exposed.get(controller))
                .map(entry -> entry.confidence().and(Confidence.LIKELY))
                .orElse(Confidence.POSSIBLE);
        return byStatus.filter(status -> status.compareTo(byExposure) > 0).orElse(byExposure);
    }

    /** Alternative sets of facts by which the controller is reached. */
    private List<List<Evidence>> exposure(IngressController controller, Ingress ingress) {
        Evidence who = recognised.getOrDefault(controller, Evidence.assumed(ingress.ref(), "", controller.name()));
        EntryPoint entry = exposed.get(controller);
        if (entry == null) {
            Evidence assumed = Evidence.assumed(ingress.ref(), "", "the internet reaches the Ingress controller");
            return List.of(List.of(who, assumed));
        }
        List<List<Evidence>> alternatives = new ArrayList<>();
        for (Support support : entry.supports()
                .subList(0, Math.min(MAX_SUPPORTS, entry.supports().size()))) {
            alternatives.add(ImmutableList.<Evidence>builder()
                    .addAll(support.facts())
                    .add(who)
                    .build());
        }
        return alternatives;
    }

    private static Way way(Ingress ingress, Confidence confidence, Evidence backend, List<Evidence> facts) {
        ImmutableList.Builder<Evidence> all = ImmutableList.builder();
        all.add(backend);
        if (!ingress.loadBalancerAddresses().isEmpty()) {
            all.add(Evidence.stated(
                    ingress.ref(), "status.loadBalancer.ingress", String.join(", ", ingress.loadBalancerAddresses())));
        }
        all.addAll(facts);
        Optional<Evidence> asks = authentication(ingress);
        asks.ifPresent(all::add);
        return new Way(
                ingress.ref(),
                "Ingress",
                asks.isPresent() ? Confidence.POSSIBLE : confidence,
                all.build(),
                PublicAddresses.ALL,
                false);
    }

    /** What is in the way of a stranger's requests. */
    private static Optional<Evidence> authentication(Ingress ingress) {
        return AUTHENTICATION.stream()
                .filter(key -> {
                    String value = ingress.meta().annotations().getOrDefault(key, "");
                    return !value.isEmpty() && !value.equals("none");
                })
                .findFirst()
                .map(key -> Evidence.assumed(
                        ingress.ref(),
                        "metadata.annotations[" + key + "]",
                        "requests get past the Ingress's authentication"));
    }
}
