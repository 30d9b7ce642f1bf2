package dev.postern.edit;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CalicoRule;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.CiliumRule;
import dev.postern.model.CiliumSpec;
import dev.postern.model.KubernetesObject;
import dev.postern.model.NetworkPolicy;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules by which policies let packets pass, whatever kind they are of. A list of rules is told by its field, for instance
 * {@code spec.ingress}. Without one of its rules a policy goes on to bind the same pods.
 */
final class PolicyRules {
    private static final Pattern RULE =
            Pattern.compile("(spec\\.(?:ingress|egress|rules)|specs\\[\\d+]\\.(?:ingress|egress))\\[(\\d+)](?:\\..*)?");
    private static final Pattern LISTED = Pattern.compile("specs\\[(\\d+)]\\..*");

    private static final String OF_ISTIO = "spec.rules";

    /** What matches nobody, so that it isolates and admits nothing: a list without rules would not isolate. */
    static final CiliumRule NOBODY = new CiliumRule(
            ImmutableList.of(), ImmutableList.of(), ImmutableList.of(), Optional.empty(), ImmutableList.of());

    /** Where a rule stands. */
    record Place(String list, int index) {
        String field() {
            return list + "[" + index + "]";
        }
    }

    static final ImmutableMap<String, Class<? extends KubernetesObject>> KINDS = ImmutableMap.of(
            "NetworkPolicy",
            NetworkPolicy.class,
            CalicoPolicy.NAMESPACED,
            CalicoPolicy.class,
            CalicoPolicy.GLOBAL,
            CalicoPolicy.class,
            CiliumPolicy.NAMESPACED,
            CiliumPolicy.class,
            CiliumPolicy.CLUSTERWIDE,
            CiliumPolicy.class,
            AuthorizationPolicy.KIND,
            AuthorizationPolicy.class);

    private PolicyRules() {}

    /** The rule that a field lies in. */
    static Optional<Place> place(String field) {
        Matcher rule = RULE.matcher(field);
        return rule.matches()
                ? Optional.of(new Place(rule.group(1), Integer.parseInt(rule.group(2))))
                : Optional.empty();
    }

    /** The rules of a list; none where the policy has no such list, or one of rules that refuse. */
    static ImmutableList<?> of(KubernetesObject policy, String list) {
        boolean egress = list.endsWith("egress");
        if (list.equals(OF_ISTIO) != policy instanceof AuthorizationPolicy) {
            return ImmutableList.of();
        } else if (policy instanceof NetworkPolicy own) {
            return egress ? own.egress() : own.ingress();
        } else if (policy instanceof CalicoPolicy calico) {
            return calico.rules(egress);
        } else if (policy instanceof AuthorizationPolicy istio) {
            return istio.action() == AuthorizationPolicy.Action.ALLOW ? istio.rules() : ImmutableList.of();
        } else if (policy instanceof CiliumPolicy cilium) {
            return cilium.parts().stream()
                    .filter(part -> list.startsWith(part.field() + "."))
                    .findFirst()
                    .map(part -> egress ? part.spec().egress() : part.spec().ingress())
                    .orElse(ImmutableList.of());
        }
        return ImmutableList.of();
    }

    /** Whether it lets packets pass, rather than to refuse them or to leave them to others. */
    static boolean admits(Object rule) {
        return !rule.equals(NOBODY)
                && !(rule instanceof CalicoRule calico && calico.action() != CalicoRule.Action.ALLOW);
    }

    /** The policy without each rule of the list that equals this one. */
    static KubernetesObject without(KubernetesObject policy, String list, Object gone) {
        boolean egress = list.endsWith("egress");
        if (policy instanceof NetworkPolicy own) {
            return new NetworkPolicy(
                    own.meta(),
                    own.podSelector(),
                    own.isolatesIngress(),
                    own.isolatesEgress(),
                    own.typesStated()
                            || left(own.egress(), egress, gone).isEmpty()
                                    != own.egress().isEmpty(),
                    left(own.ingress(), !egress, gone),
                    left(own.egress(), egress, gone));
        } else if (policy instanceof CalicoPolicy calico) {
            return new CalicoPolicy(
                    calico.meta(),
                    calico.kind(),
                    calico.tier(),
                    calico.order(),
                    calico.selector(),
                    calico.namespaceSelector(),
                    calico.serviceAccountSelector(),
                    types(calico),
                    left(calico.ingress(), !egress, gone),
                    left(calico.egress(), egress, gone),
                    calico.hostEndpointsOnly(),
                    calico.unread());
        } else if (policy instanceof AuthorizationPolicy istio) {
            return new AuthorizationPolicy(
                    istio.meta(),
                    istio.action(),
                    istio.selector(),
                    istio.targets(),
                    istio.provider(),
                    left(istio.rules(), true, gone),
                    istio.unknown(),
                    istio.malformed());
        } else if (policy instanceof CiliumPolicy cilium) {
            return without(
                    cilium,
                    list,
                    spec -> new CiliumSpec(
                            spec.endpointSelector(),
                            spec.nodeSelector(),
                            spec.defaultDenyIngress(),
                            spec.defaultDenyEgress(),
                            isolating(spec.ingress(), !egress, gone),
                            spec.ingressDeny(),
                            isolating(spec.egress(), egress, gone),
                            spec.egressDeny(),
                            spec.unread()));
        }
        return policy;
    }

    private static CiliumPolicy without(CiliumPolicy policy, String list, UnaryOperator<CiliumSpec> change) {
        Matcher listed = LISTED.matcher(list);
        if (!listed.matches()) {
            return new CiliumPolicy(policy.meta(), policy.kind(), policy.spec().map(change), policy.specs());
        }
        int index = Integer.parseInt(listed.group(1));
        ImmutableList.Builder<CiliumSpec> specs = ImmutableList.builder();
        List<CiliumSpec> old = policy.specs().orElse(ImmutableList.of());
        for (int i = 0; i < old.size(); i++) {
            specs.add(i == index ? change.apply(old.get(i)) : old.get(i));
        }
        return new CiliumPolicy(policy.meta(), policy.kind(), policy.spec(), Optional.of(specs.build()));
    }

    /** Written down: without them the rules that are left would decide which directions it binds. */
    private static ImmutableList<String> types(CalicoPolicy policy) {
        if (!policy.types().isEmpty()) {
            return policy.types();
        }
        ImmutableList.Builder<String> types = ImmutableList.builder();
        if (policy.types(false)) {
            types.add(CalicoPolicy.INGRESS);
        }
        if (policy.types(true)) {
            types.add(CalicoPolicy.EGRESS);
        }
        return types.build();
    }

    private static ImmutableList<CiliumRule> isolating(ImmutableList<CiliumRule> rules, boolean meant, Object gone) {
        ImmutableList<CiliumRule> left = left(rules, meant, gone);
        return left.isEmpty() && !rules.isEmpty() ? ImmutableList.of(NOBODY) : left;
    }

    private static <T> ImmutableList<T> left(ImmutableList<T> rules, boolean meant, Object gone) {
        return meant
                ? rules.stream().filter(rule -> !rule.equals(gone)).collect(ImmutableList.toImmutableList())
                : rules;
    }
}
