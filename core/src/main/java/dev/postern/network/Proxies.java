package dev.postern.network;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pods that forward requests of strangers: those of recognised controllers, and those that carry the name of the Gateway
 * they serve. They are exposed by entry points of their own, and send as pods.
 */
final class Proxies {
    /** Pods that carry a controller's name but do not serve. */
    private static final ImmutableSet<String> SUPPORTING =
            ImmutableSet.of("default-backend", "defaultbackend", "admission-webhook", "controller-manager");

    /** On what a controller makes for one Gateway, in the Gateway's namespace: GEP-1762. */
    private static final String GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name";

    private static final String ENVOY_NAME = "gateway.envoyproxy.io/owning-gateway-name";
    private static final String ENVOY_NAMESPACE = "gateway.envoyproxy.io/owning-gateway-namespace";

    private static final int MAX_SUPPORTS = 4;

    /** Pods that forward alike in the eyes of strangers, one for each network class: the others send alike. */
    static final class Proxy {
        private final Evidence recognised;
        private final List<Integer> senders = new ArrayList<>();
        private final Set<Integer> classes = new HashSet<>();
        private Optional<EntryPoint> exposed = Optional.empty();

        private Proxy(Evidence recognised) {
            this.recognised = recognised;
        }

        private void add(int position, int networkClass) {
            if (classes.add(networkClass)) {
                senders.add(position);
            }
        }

        private void exposedBy(EntryPoint entry) {
            if (exposed.filter(known -> known.confidence().compareTo(entry.confidence()) >= 0)
                    .isEmpty()) {
                exposed = Optional.of(entry);
            }
        }

        ImmutableList<Integer> senders() {
            return ImmutableList.copyOf(senders);
        }

        boolean isExposed() {
            return exposed.isPresent();
        }

        /**
         * How sure it is that strangers reach it. What it serves is told by convention: without an address in the status of
         * that object it is never more than LIKELY.
         */
        Confidence confidence(Optional<Confidence> byStatus) {
            Confidence byExposure = exposed.map(entry -> entry.confidence().and(Confidence.LIKELY))
                    .orElse(Confidence.POSSIBLE);
            return byStatus.filter(status -> status.compareTo(byExposure) > 0).orElse(byExposure);
        }

        /** Alternative sets of facts by which strangers are shown to reach it; none where nothing exposes it. */
        List<ImmutableList<Evidence>> shown() {
            return exposed.map(EntryPoint::supports).orElse(ImmutableList.of()).stream()
                    .limit(MAX_SUPPORTS)
                    .map(support -> ImmutableList.<Evidence>builder()
                            .addAll(support.facts())
                            .add(recognised)
                            .build())
                    .collect(ImmutableList.toImmutableList());
        }

        /**
         * Alternative sets of facts by which strangers reach it. {@code served} is what it serves, and is made to be reached:
         * that is taken for granted where nothing shows how, and so it is beside what shows it, which can be taken away.
         */
        List<ImmutableList<Evidence>> alternatives(ObjectRef served) {
            Evidence assumed = Evidence.assumed(served, "", "the internet reaches the pods that serve it");
            return ImmutableList.<ImmutableList<Evidence>>builder()
                    .add(ImmutableList.of(recognised, assumed))
                    .addAll(shown())
                    .build();
        }
    }

    private final Map<IngressController, Proxy> controllers = new EnumMap<>(IngressController.class);
    private final Map<ObjectRef, Proxy> gateways = new HashMap<>();

    private Proxies() {}

    /** Where nobody asks through whom. */
    static Proxies none() {
        return new Proxies();
    }

    /** @param entryPoints those that need no proxy */
    Proxies(Cluster cluster, NetworkClasses classes, ImmutableList<EntryPoint> entryPoints) {
        if (cluster.ingresses().isEmpty()
                && cluster.gatewayRoutes().isEmpty()
                && cluster.openShiftRoutes().isEmpty()) {
            return;
        }
        ListMultimap<ObjectRef, Proxy> byPod = ArrayListMultimap.create();
        IngressController.Recogniser recogniser = new IngressController.Recogniser();
        for (int i = 0; i < cluster.pods().size(); i++) {
            Pod pod = cluster.pods().get(i);
            int networkClass = classes.classOf(i);
            if (networkClass == Network.NO_CLASS || isSupporting(pod)) {
                continue;
            }
            int position = i;
            recogniser.recognise(pod).forEach((controller, fact) -> {
                Proxy proxy = controllers.computeIfAbsent(controller, first -> new Proxy(fact));
                proxy.add(position, networkClass);
                byPod.put(pod.object(), proxy);
            });
            gateway(pod).ifPresent(gateway -> {
                Proxy proxy = gateways.computeIfAbsent(gateway, first -> new Proxy(servedBy(pod)));
                proxy.add(position, networkClass);
                byPod.put(pod.object(), proxy);
            });
        }
        entryPoints.forEach(entry -> byPod.get(entry.backend().object()).forEach(proxy -> proxy.exposedBy(entry)));
    }

    private static boolean isSupporting(Pod pod) {
        return SUPPORTING.contains(pod.meta().labels().getOrDefault("app.kubernetes.io/component", ""));
    }

    private static Optional<ObjectRef> gateway(Pod pod) {
        Map<String, String> labels = pod.meta().labels();
        String name = labels.getOrDefault(GATEWAY_NAME, "");
        if (!name.isEmpty()) {
            return Optional.of(ObjectRef.of("Gateway", pod.namespace(), name));
        }
        String envoys = labels.getOrDefault(ENVOY_NAME, "");
        return envoys.isEmpty()
                ? Optional.empty()
                : Optional.of(ObjectRef.of("Gateway", labels.getOrDefault(ENVOY_NAMESPACE, ""), envoys));
    }

    private static Evidence servedBy(Pod pod) {
        String key = pod.meta().labels().containsKey(GATEWAY_NAME) ? GATEWAY_NAME : ENVOY_NAME;
        return Evidence.stated(
                pod.object(),
                IngressController.labelField(pod, key),
                pod.meta().labels().getOrDefault(key, ""));
    }

    /** Those of recognised controllers. */
    Map<IngressController, Proxy> controllers() {
        return controllers;
    }

    /** The pods that are labelled as those of one Gateway. */
    Optional<Proxy> of(ObjectRef gateway) {
        return Optional.ofNullable(gateways.get(gateway));
    }
}
