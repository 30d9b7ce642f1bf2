package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.ContainerPort;
import dev.postern.model.LabelSelector;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import dev.postern.model.Service;
import dev.postern.model.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Flows to Services against each pod behind them asked for itself, by the naive evaluator, on random small clusters. */
class ServiceFlowTwinTest {
    private static final List<Object> TARGETS = List.of(53, 80, 8080, "http", "dns");

    @Property(tries = 400)
    void a_service_is_reached_where_one_pod_behind_it_is(@ForAll @IntRange(max = 1_000_000_000) int seed) {
        Random random = new Random(seed);
        List<Map<String, Object>> objects = new ArrayList<>(RandomClusters.objects(seed));
        List<Pod> candidates = RandomClusters.build(objects).pods();
        for (int i = 0; i < 3; i++) {
            objects.add(service(i, candidates.get(random.nextInt(candidates.size())), random));
        }
        Cluster cluster = RandomClusters.build(objects);
        Network network = Network.of(cluster);
        NaiveNetwork twin = new NaiveNetwork(cluster);
        for (Service service : cluster.services()) {
            for (Pod source : cluster.pods()) {
                for (int port : List.of(1, 2, 3)) {
                    Optional<Outcome> expected = expected(cluster, twin, source, service, port);
                    Flow flow = Flow.from(Endpoint.pod(source.object()))
                            .to(Endpoint.service(
                                    service.meta().namespace(), service.meta().name()))
                            .tcp(port);
                    expected.ifPresent(
                            outcome -> assertThat(network.decide(flow).outcome())
                                    .as("%s %s", flow.describe(), service)
                                    .isEqualTo(outcome));
                }
            }
        }
    }

    private static Map<String, Object> service(int number, Pod behind, Random random) {
        Map<String, Object> selector = new LinkedHashMap<>(behind.meta().labels());
        selector.keySet().removeIf(key -> selector.size() > 1 && random.nextBoolean());
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("selector", selector);
        spec.put(
                "ports",
                List.of(
                        Map.of("name", "a", "port", 1, "targetPort", target(random)),
                        Map.of("name", "b", "port", 2, "targetPort", target(random))));
        if (random.nextInt(4) == 0) {
            spec.put("internalTrafficPolicy", "Local");
        }
        return Map.of(
                "kind",
                "Service",
                "metadata",
                Map.of("namespace", behind.namespace(), "name", "s" + number),
                "spec",
                spec);
    }

    private static Object target(Random random) {
        return TARGETS.get(random.nextInt(TARGETS.size()));
    }

    /** Empty where the pod itself is behind the Service, which is a question of the plugin, or has no labels to be selected by. */
    private static Optional<Outcome> expected(
            Cluster cluster, NaiveNetwork twin, Pod source, Service service, int port) {
        Outcome best = Outcome.DENIED;
        if (source.isTerminated() || !service.selectsPods()) {
            return Optional.empty();
        }
        for (Pod pod : cluster.pods()) {
            if (!pod.namespace().equals(service.meta().namespace())
                    || pod.isTerminated()
                    || !LabelSelector.ofLabels(service.selector())
                            .matches(pod.meta().labels())) {
                continue;
            }
            if (pod.object().equals(source.object())) {
                return Optional.empty();
            }
            for (ServicePort offered : service.ports()) {
                if (offered.port() == port) {
                    Optional<Integer> target = target(offered.targetPort(), pod);
                    Outcome verdict = target.map(number -> twin.verdict(source, pod, Protocol.TCP, number))
                            .map(outcome -> service.isNodeLocal() ? local(source, pod, outcome) : outcome)
                            .orElse(Outcome.DENIED);
                    best = best(best, verdict);
                }
            }
        }
        return Optional.of(best);
    }

    private static Outcome local(Pod source, Pod destination, Outcome outcome) {
        if (source.nodeName().isPresent() && destination.nodeName().isPresent()) {
            return source.nodeName().equals(destination.nodeName()) ? outcome : Outcome.DENIED;
        }
        return outcome == Outcome.ALLOWED ? Outcome.UNKNOWN : outcome;
    }

    private static Optional<Integer> target(PortRef wanted, Pod pod) {
        if (!wanted.isNamed()) {
            return Optional.of(wanted.number());
        }
        for (Container.Role role : List.of(Container.Role.MAIN, Container.Role.SIDECAR)) {
            for (Container container : pod.spec().containers()) {
                for (ContainerPort port : container.ports()) {
                    if (container.role() == role
                            && port.name().equals(wanted.name())
                            && port.protocol() == Protocol.TCP) {
                        return Optional.of(port.containerPort());
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Outcome best(Outcome a, Outcome b) {
        if (a == Outcome.ALLOWED || b == Outcome.ALLOWED) {
            return Outcome.ALLOWED;
        }
        return a == Outcome.UNKNOWN || b == Outcome.UNKNOWN ? Outcome.UNKNOWN : Outcome.DENIED;
    }
}
