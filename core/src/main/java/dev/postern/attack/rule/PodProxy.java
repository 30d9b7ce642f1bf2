package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.model.Confidence;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.model.Service;
import dev.postern.model.Support;
import dev.postern.network.Listener;
import dev.postern.network.ServiceTarget;
import dev.postern.rbac.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has the API server pass HTTP requests on to a port of a pod, or of a pod behind a Service (RB-24). Packets then come from
 * the API server: a policy that admits its address admits them all. Source: kubernetes {@code
 * pkg/registry/core/pod/strategy.go} and {@code pkg/registry/core/service/storage/storage.go} ({@code ResourceLocation}).
 */
final class PodProxy implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("POD_PROXY", "Send requests to a pod through the API server")
            .sentence("{from} may have HTTP requests passed on to {to}")
            .needs(
                    "any verb on pods/proxy or services/proxy (it follows the HTTP method), in the namespace of the pod or"
                            + " Service or cluster-wide; resourceNames limits it to the names as they stand in the request, with"
                            + " their port: web:8080. Policies of the pod must admit the API server")
            .attack("T1090", "T1572")
            .microsoft("MS-TA9034")
            .owasp("K02:2025", "K05:2025")
            .nsa("Role-based access control", "Network policies")
            .stop("Remove pods/proxy and services/proxy from the role, or limit them with resourceNames.")
            .audit("get, create, update, patch or delete on pods/proxy or services/proxy, as the HTTP method is;"
                    + " objectRef.name has the name and port, the requestURI the path.")
            .alsoKnownAs("konstellation", "non-privileged role proxy pod or node")
            .references(
                    "https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/#manually-constructing-apiserver-proxy-urls",
                    "https://kubernetes.io/docs/concepts/cluster-administration/proxies/")
            .build();

    private static final ImmutableSet<Integer> HTTP = ImmutableSet.of(80, 443);

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        ImmutableList<Permit> byPod = facts.rbac().podProxy();
        if (!byPod.isEmpty()) {
            Spread.ofOthers(facts, edges, "proxy-to-pods", "send requests to pods", pods(facts, byPod))
                    .from(byPod);
        }
        ImmutableList<Permit> byService = facts.rbac().serviceProxy();
        if (!byService.isEmpty()) {
            Spread.ofOthers(facts, edges, "proxy-to-services", "send requests to Services", services(facts, byService))
                    .from(byService);
        }
    }

    private static List<Spread.Target> pods(Facts facts, List<Permit> permits) {
        ImmutableListMultimap<String, ProxyName> limits = ProxyName.limits(permits);
        List<Spread.Target> targets = new ArrayList<>();
        for (PodGroup group : facts.podGroups()) {
            for (Listener listener : facts.listeners(group)) {
                if (listener.protocol() == Protocol.TCP) {
                    ImmutableSet<String> names =
                            ProxyName.matching(limits, group.names(), port -> isMeant(port, listener, group.pod()));
                    targets.add(target(
                            facts, group, listener.port(), group.namespace(), names, Support.of(listener.evidence())));
                }
            }
        }
        return targets;
    }

    /** Without a port, the first that some container declares is meant, else the one of the scheme. */
    private static boolean isMeant(String port, Listener listener, Pod pod) {
        Integer number = Ints.tryParse(port);
        if (!port.isEmpty()) {
            return number != null && (listener.isUnknown() || listener.port() == number);
        }
        Optional<Integer> first = pod.spec().containers().stream()
                .filter(container -> container.role() == Container.Role.MAIN)
                .filter(container -> !container.ports().isEmpty())
                .map(container -> container.ports().get(0).containerPort())
                .findFirst();
        return listener.isUnknown()
                || first.map(declared -> declared == listener.port()).orElseGet(() -> HTTP.contains(listener.port()));
    }

    private static List<Spread.Target> services(Facts facts, List<Permit> permits) {
        ImmutableListMultimap<String, ProxyName> limits = ProxyName.limits(permits);
        List<Spread.Target> targets = new ArrayList<>();
        for (Service service : facts.cluster().services()) {
            for (ServiceTarget behind : facts.network().targets(service, facts::group)) {
                Optional<PodGroup> group = facts.group(behind.pod());
                if (behind.servicePort().protocol() == Protocol.TCP && group.isPresent()) {
                    // A port without a name is the one that a request without a port means.
                    ImmutableSet<String> names = ProxyName.matching(
                            limits,
                            List.of(service.meta().name()),
                            port -> port.equals(behind.servicePort().name())
                                    || port.equals(
                                            String.valueOf(behind.servicePort().port())));
                    targets.add(target(
                            facts, group.get(), behind.port(), service.meta().namespace(), names, behind.support()));
                }
            }
        }
        return targets;
    }

    private static Spread.Target target(
            Facts facts, PodGroup group, int port, String namespace, ImmutableSet<String> names, Support support) {
        Decision admitted = facts.apiServerReaches(group, Protocol.TCP, port);
        Support ground = admitted.isAllowed()
                ? support.and(admitted.supports().get(0))
                : support.and(Support.of(Evidence.assumed(group.pod().object(), "", admitted.missing())));
        return new Spread.Target(
                namespace,
                names,
                new PortReach(group.vertex(), Protocol.TCP, port),
                admitted.isAllowed() ? Confidence.CERTAIN : Confidence.POSSIBLE,
                ground);
    }
}
