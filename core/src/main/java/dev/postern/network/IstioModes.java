package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.PeerAuthentication;
import dev.postern.model.PeerAuthentication.Mode;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the proxies beside pods take mutual TLS: the policy of the workload before that of its namespace before that
 * of the mesh, and of several in one scope the oldest. Source: istio, {@code
 * pilot/pkg/security/authn/policy_applier.go} and {@code pilot/pkg/model/authentication.go}.
 */
final class IstioModes {
    private static final Comparator<PeerAuthentication> OLDEST = Comparator.comparing(
                    (PeerAuthentication policy) -> policy.created().orElse(Instant.MIN))
            .thenComparing(policy -> policy.meta().name());

    private final Map<String, List<PeerAuthentication>> ofWorkloads = new HashMap<>();
    private final Map<String, PeerAuthentication> ofNamespaces = new HashMap<>();
    private final Optional<PeerAuthentication> ofMesh;

    /** What a field of a policy says about some ports, all of TCP. */
    record Stated(PeerAuthentication by, String field, Mode mode, PortSet ports) {}

    IstioModes(List<PeerAuthentication> policies, String root) {
        for (PeerAuthentication policy : policies.stream().sorted(OLDEST).toList()) {
            String namespace = policy.meta().namespace();
            if (!policy.isOfWorkloads()) {
                ofNamespaces.putIfAbsent(namespace, policy);
            } else if (!namespace.equals(root)) {
                ofWorkloads
                        .computeIfAbsent(namespace, first -> new ArrayList<>())
                        .add(policy);
            }
        }
        ofMesh = Optional.ofNullable(ofNamespaces.remove(root));
    }

    /** Every port at most once; what is left out takes both. */
    ImmutableList<Stated> of(Pod pod) {
        Optional<PeerAuthentication> own = ofWorkloads.getOrDefault(pod.namespace(), List.of()).stream()
                .filter(policy ->
                        policy.selector().orElseThrow().matches(pod.meta().labels()))
                .findFirst();
        ImmutableList.Builder<Stated> stated = ImmutableList.builder();
        PortSet[] left = {PortSet.allOf(Protocol.TCP)};
        own.ifPresent(policy -> policy.ports().forEach((port, mode) -> {
            if (mode != Mode.UNSET) {
                PortSet one = PortSet.of(Protocol.TCP, port);
                stated.add(new Stated(policy, "portLevelMtls." + port + ".mode", mode, one));
                left[0] = left[0].minus(one);
            }
        }));
        own.filter(IstioModes::states)
                .or(() -> Optional.ofNullable(ofNamespaces.get(pod.namespace())).filter(IstioModes::states))
                .or(() -> ofMesh.filter(IstioModes::states))
                .ifPresent(policy -> stated.add(new Stated(policy, "mtls.mode", policy.mode(), left[0])));
        return stated.build();
    }

    private static boolean states(PeerAuthentication policy) {
        return policy.mode() != Mode.UNSET;
    }

    /**
     * Policies that no proxy follows: those of workloads in the root namespace, and all but the oldest of a namespace.
     */
    static ImmutableList<PeerAuthentication> unheeded(List<PeerAuthentication> policies, String root) {
        Set<String> stated = new HashSet<>();
        return policies.stream()
                .sorted(OLDEST)
                .filter(policy -> policy.isOfWorkloads()
                        ? policy.meta().namespace().equals(root)
                        : !stated.add(policy.meta().namespace()))
                .collect(ImmutableList.toImmutableList());
    }
}
