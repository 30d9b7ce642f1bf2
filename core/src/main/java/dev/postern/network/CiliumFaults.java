package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.CiliumPeers;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.CiliumRule;
import dev.postern.model.CiliumSpec;
import dev.postern.model.LabelSelector;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Finds Cilium's policies that the API server or every agent refuses and that are therefore not in force on any cluster: one
 * fault is enough for the whole policy. Both {@code spec} and {@code specs} in one policy are no fault.
 *
 * <p>Source: cilium, {@code Validate} in {@code pkg/k8s/apis/cilium.io/v2} and {@code pkg/policy/api/rule_validation.go}.
 */
final class CiliumFaults {
    private static final ImmutableSet<String> AUTHENTICATION =
            ImmutableSet.of("disabled", "required", "test-always-fail");

    private final CiliumPolicy policy;

    private CiliumFaults(CiliumPolicy policy) {
        this.policy = policy;
    }

    /** The first fault with its path in the policy, or empty for a valid policy. */
    static Optional<String> find(CiliumPolicy policy) {
        if (policy.spec().isEmpty() && policy.specs().isEmpty()) {
            return Optional.of("it has neither spec nor specs");
        }
        CiliumFaults faults = new CiliumFaults(policy);
        for (CiliumPolicy.Part part : policy.parts()) {
            Optional<String> fault = faults.spec(part.field(), part.spec());
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private Optional<String> spec(String path, CiliumSpec spec) {
        return selectors(path, spec)
                .or(() -> rules(path, "ingress", spec.ingress(), spec))
                .or(() -> rules(path, "ingressDeny", spec.ingressDeny(), spec))
                .or(() -> rules(path, "egress", spec.egress(), spec))
                .or(() -> rules(path, "egressDeny", spec.egressDeny(), spec));
    }

    private Optional<String> selectors(String path, CiliumSpec spec) {
        if (spec.endpointSelector().isPresent() == spec.nodeSelector().isPresent()) {
            String fault = spec.nodeSelector().isPresent()
                    ? " has both an endpointSelector and a nodeSelector"
                    : " has neither an endpointSelector nor a nodeSelector";
            return Optional.of(path + fault);
        }
        if (spec.nodeSelector().isPresent() && !policy.isClusterwide()) {
            return Optional.of(path + ".nodeSelector is for a " + CiliumPolicy.CLUSTERWIDE + " only");
        }
        if (spec.ingress().isEmpty()
                && spec.ingressDeny().isEmpty()
                && spec.egress().isEmpty()
                && spec.egressDeny().isEmpty()) {
            return Optional.of(path + " has no rule");
        }
        return spec.endpointSelector()
                .flatMap(selector -> selector(path + ".endpointSelector", selector))
                .or(() -> spec.nodeSelector().flatMap(selector -> selector(path + ".nodeSelector", selector)));
    }

    static Optional<String> selector(String path, LabelSelector selector) {
        return PolicyFaults.selector(path, CiliumKeys.extended(selector));
    }

    /** The first fault of the items of a list. */
    static <T> Optional<String> each(
            String field, ImmutableList<T> items, BiFunction<String, T, Optional<String>> check) {
        for (int i = 0; i < items.size(); i++) {
            Optional<String> fault = check.apply(field + "[" + i + "]", items.get(i));
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> rules(String path, String field, ImmutableList<CiliumRule> rules, CiliumSpec spec) {
        boolean ingress = field.startsWith("ingress");
        CiliumPortFaults ports =
                new CiliumPortFaults(ingress, spec.nodeSelector().isPresent());
        return each(path + "." + field, rules, (at, rule) -> rule(at, ingress ? "from" : "to", rule, ports));
    }

    private static Optional<String> rule(String path, String side, CiliumRule rule, CiliumPortFaults ports) {
        ImmutableList<CiliumPeers> written = rule.peers().stream()
                .filter(peers -> !peers.items().isEmpty())
                .collect(ImmutableList.toImmutableList());
        if (written.size() > 1) {
            return Optional.of(path + " has " + side + written.get(0).name() + " beside " + side
                    + written.get(1).name());
        }
        if (!rule.icmps().isEmpty() && !rule.toPorts().isEmpty()) {
            return Optional.of(path + " has icmps beside toPorts");
        }
        if (rule.authentication().filter(mode -> !AUTHENTICATION.contains(mode)).isPresent()) {
            return Optional.of(path + ".authentication.mode is not disabled, required or test-always-fail");
        }
        return each(path, written, (at, peers) -> CiliumPeerFaults.find(path + "." + side + peers.name(), peers))
                .or(() -> each(path + ".toPorts", rule.toPorts(), ports::find))
                .or(() -> each(path + ".icmps", rule.icmps(), ports::icmp));
    }
}
