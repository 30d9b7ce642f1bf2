package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.Namespace;
import dev.postern.model.Pod;
import dev.postern.model.Workload;
import java.util.Map;

/**
 * Which pods have a proxy of Istio, or will have one. What an API server says of a pod is how it runs; a manifest is
 * what the webhook that adds the proxy has not seen yet. Source: istio, {@code pkg/kube/inject/webhook.go} and the
 * selectors of its webhook configuration.
 */
final class IstioInjection {
    static final String PROXY = "istio-proxy";
    private static final String INJECT = "sidecar.istio.io/inject";
    private static final String OF_NAMESPACE = "istio-injection";
    private static final String REVISION = "istio.io/rev";
    private static final String MODE = "istio.io/dataplane-mode";

    /** By which namespaces say whether their pods have a proxy. */
    static final ImmutableSet<String> LABELS_OF_NAMESPACES = ImmutableSet.of(OF_NAMESPACE, REVISION, MODE);

    private final Cluster cluster;

    IstioInjection(Cluster cluster) {
        this.cluster = cluster;
    }

    static boolean hasProxy(Pod pod) {
        return running(pod).contains(PROXY);
    }

    /** A gateway: the proxy is all that there is in the pod, and it is not beside anything. */
    static boolean isProxy(Pod pod) {
        return running(pod).equals(ImmutableList.of(PROXY));
    }

    private static ImmutableList<String> running(Pod pod) {
        return pod.spec().containers().stream()
                .filter(container ->
                        container.role() == Container.Role.MAIN || container.role() == Container.Role.SIDECAR)
                .map(Container::name)
                .collect(ImmutableList.toImmutableList());
    }

    /** Whether a pod that has no proxy in the input gets one when it is made. */
    boolean isExpected(Pod pod) {
        if (cluster.isLive() || pod.spec().hostNetwork()) {
            return false;
        }
        Map<String, String> namespace = Matches.namespaceLabels(cluster, pod.namespace());
        String own = pod.meta().labels().getOrDefault(INJECT, annotation(pod, INJECT));
        if (own.equals("false") || "disabled".equals(namespace.get(OF_NAMESPACE))) {
            return false;
        }
        return "enabled".equals(namespace.get(OF_NAMESPACE))
                || namespace.containsKey(REVISION)
                || "true".equals(pod.meta().labels().get(INJECT));
    }

    /** Whether a pod asks for a ztunnel by a label of its own. */
    static boolean asksForAmbient(Pod pod) {
        return "ambient".equals(pod.meta().labels().get(MODE));
    }

    /**
     * Whether the ztunnel of its node stands before a pod, as its label or that of its namespace has it and no sidecar does. Source: istio, {@code
     * cni/pkg/util/podutil.go}.
     */
    boolean isAmbient(Pod pod) {
        String own = pod.meta().labels().getOrDefault(MODE, "");
        return !pod.spec().hostNetwork()
                && !hasProxy(pod)
                && !isExpected(pod)
                && (own.equals("ambient")
                        || !own.equals("none")
                                && cluster.namespace(pod.namespace())
                                        .filter(IstioInjection::isAmbient)
                                        .isPresent());
    }

    static boolean isAmbient(Namespace namespace) {
        return "ambient".equals(namespace.meta().labels().get(MODE));
    }

    /** Of the pod; those of a workload are not those of its pods. Empty where absent. */
    String annotation(Pod pod, String key) {
        Map<String, String> annotations = pod.virtual()
                ? cluster.find(Workload.class, pod.object())
                        .map(workload ->
                                (Map<String, String>) workload.template().annotations())
                        .orElse(Map.of())
                : pod.meta().annotations();
        return annotations.getOrDefault(key, "");
    }
}
