package dev.postern.network;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Ingress;
import dev.postern.model.ObjectRef;
import dev.postern.model.Protocol;
import dev.postern.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

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

    private final Proxies proxies;
    private final ServicePorts services;

    IngressWays(Proxies proxies, ServicePorts services) {
        this.proxies = proxies;
        this.services = services;
    }

    List<Forward> of(Ingress ingress) {
        if (isClosed(ingress)) {
            return List.of();
        }
        List<Forward> forwards = new ArrayList<>();
        for (Ingress.Backend backend : ingress.backends()) {
            Optional<Service> service = services.find(serviceOf(ingress, backend));
            OptionalInt port = service.map(found -> ServicePorts.index(found, backend.port(), Protocol.TCP))
                    .orElse(OptionalInt.empty());
            if (port.isPresent()) {
                Evidence fact =
                        Evidence.stated(ingress.ref(), backend.field(), backend.serviceName() + ":" + backend.port());
                forwards.addAll(forwards(ingress, backend, service.orElseThrow(), port.getAsInt(), fact));
            }
        }
        return forwards;
    }

    private static ObjectRef serviceOf(Ingress ingress, Ingress.Backend backend) {
        return ObjectRef.of("Service", ingress.meta().namespace(), backend.serviceName());
    }

    /** What is wrong with the backends of an Ingress. */
    void faults(Ingress ingress, Consumer<String> faults) {
        for (Ingress.Backend backend : ingress.backends()) {
            ObjectRef name = serviceOf(ingress, backend);
            Optional<String> missing = services.missing(name);
            missing.ifPresent(what -> faults.accept(backend.field() + " names " + what));
            boolean noPort = missing.isEmpty()
                    && services.find(name)
                            .filter(found -> ServicePorts.index(found, backend.port(), Protocol.TCP)
                                    .isPresent())
                            .isEmpty();
            if (noPort) {
                faults.accept(backend.field() + " names port " + backend.port() + ", which " + name + " does not have");
            }
        }
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

    private List<Forward> forwards(Ingress ingress, Ingress.Backend backend, Service service, int port, Evidence fact) {
        List<Forward> forwards = new ArrayList<>();
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
            return List.of(new Forward(way, backend.field(), service, port, 0, ImmutableList.of(), balancer));
        }
        proxies.controllers().forEach((controller, proxy) -> {
            if (controller.serves(ingress.className())) {
                for (List<Evidence> facts : proxy.alternatives(ingress.ref())) {
                    Way way = way(ingress, proxy.confidence(byStatus), fact, facts);
                    forwards.add(new Forward(way, backend.field(), service, port, 0, proxy.senders(), noSource()));
                }
            }
        });
        if (forwards.isEmpty()) {
            Evidence assumed = Evidence.assumed(ingress.ref(), "", "an Ingress controller serves it");
            Way way = way(
                    ingress,
                    byStatus.orElse(Confidence.POSSIBLE),
                    fact,
                    byStatus.isPresent() ? List.of() : List.of(assumed));
            forwards.add(new Forward(way, backend.field(), service, port, 0, ImmutableList.of(), noSource()));
        }
        return forwards;
    }

    private static Party noSource() {
        return Party.unknown(Party.Kind.STRANGER, "the Ingress controller");
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
