package dev.postern.edit;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.AdminPolicy;
import dev.postern.model.AdminPolicyRule;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.AuthorizationRule;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CalicoRule;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.CiliumRule;
import dev.postern.model.CiliumSpec;
import dev.postern.model.KubernetesObject;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyRule;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rules by which policies let packets pass, whatever kind they are of. A list of rules is told by its field, for instance
 * {@code spec.ingress}. Without one of its rules a policy goes on to bind the same pods.
 */
final class PolicyRules {
    private static final Pattern RULE = Pattern.compile(
            "(spec\\.(?:ingress|egress|rules)|specs\\[\\d+]\\.(?:ingress|egress))\\[(\\d+)](?:\\.(.*))?");
    private static final Pattern LISTED = Pattern.compile("specs\\[(\\d+)]\\..*");

    private static final String OF_ISTIO = "spec.rules";

    /** What matches nobody, so that it isolates and admits nothing: a list without rules would not isolate. */
    static final CiliumRule NOBODY = new CiliumRule(
            ImmutableList.of(), ImmutableList.of(), ImmutableList.of(), Optional.empty(), ImmutableList.of());

    /**
     * Where something stands.
     *
     * @param index of the rule
     * @param below its field below the rule; empty for the rule itself
     */
    record Place(String list, int index, String below) {}

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
            AuthorizationPolicy.class,
            AdminPolicy.ADMIN,
            AdminPolicy.class,
            AdminPolicy.BASELINE,
            AdminPolicy.class,
            AdminPolicy.CLUSTER,
            AdminPolicy.class);

    private PolicyRules() {}

    /** The rule that a field lies in. */
    static Optional<Place> place(String field) {
        Matcher rule = RULE.matcher(field);
        return rule.matches()
                ? Optional.of(
                        new Place(rule.group(1), Integer.parseInt(rule.group(2)), Strings.nullToEmpty(rule.group(3))))
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
        } else if (policy instanceof AdminPolicy admin) {
            return egress ? admin.egress() : admin.ingress();
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

    /**
     * Whether it lets packets pass, rather than to refuse them or to leave them to others. Where rules are in order, what such a rule
     * let pass goes on to the next without it, and what it did not match has gone there before: so nothing is opened. A rule
     * that passes on is another matter: without it the rest of its tier may deny, and may just as well allow.
     */
    static boolean admits(Object rule) {
        return !rule.equals(NOBODY)
                && !(rule instanceof CalicoRule calico && calico.action() != CalicoRule.Action.ALLOW)
                && !(rule instanceof AdminPolicyRule admin && admin.action() != AdminPolicyRule.Action.ALLOW);
    }

    /** The fields of a policy that can hold such rules. */
    static ImmutableList<String> lists(KubernetesObject policy) {
        if (policy instanceof AuthorizationPolicy) {
            return ImmutableList.of(OF_ISTIO);
        } else if (policy instanceof CiliumPolicy cilium) {
            return cilium.parts().stream()
                    .flatMap(part -> Stream.of(part.field() + ".ingress", part.field() + ".egress"))
                    .collect(ImmutableList.toImmutableList());
        }
        return ImmutableList.of("spec.ingress", "spec.egress");
    }

    /** The policy with what is left of the rules of a list; it goes on to bind the same pods. */
    static KubernetesObject with(KubernetesObject policy, String list, ImmutableList<?> left) {
        boolean egress = list.endsWith("egress");
        if (policy instanceof NetworkPolicy own) {
            ImmutableList<NetworkPolicyRule> rules = cast(NetworkPolicyRule.class, left);
            return new NetworkPolicy(
                    own.meta(),
                    own.podSelector(),
                    own.isolatesIngress(),
                    own.isolatesEgress(),
                    own.typesStated()
                            || egress && rules.isEmpty() != own.egress().isEmpty(),
                    egress ? own.ingress() : rules,
                    egress ? rules : own.egress());
        } else if (policy instanceof CalicoPolicy calico) {
            ImmutableList<CalicoRule> rules = cast(CalicoRule.class, left);
            return new CalicoPolicy(
                    calico.meta(),
                    calico.kind(),
                    calico.tier(),
                    calico.order(),
                    calico.selector(),
                    calico.namespaceSelector(),
                    calico.serviceAccountSelector(),
                    types(calico),
                    egress ? calico.ingress() : rules,
                    egress ? rules : calico.egress(),
                    calico.hostEndpointsOnly(),
                    calico.unread());
        } else if (policy instanceof AdminPolicy admin) {
            ImmutableList<AdminPolicyRule> rules = cast(AdminPolicyRule.class, left);
            return new AdminPolicy(
                    admin.meta(),
                    admin.kind(),
                    admin.tier(),
                    admin.priority(),
                    admin.subject(),
                    egress ? admin.ingress() : rules,
                    egress ? rules : admin.egress());
        } else if (policy instanceof AuthorizationPolicy istio) {
            return new AuthorizationPolicy(
                    istio.meta(),
                    istio.action(),
                    istio.selector(),
                    istio.targets(),
                    istio.provider(),
                    cast(AuthorizationRule.class, left),
                    istio.unknown(),
                    istio.malformed());
        } else if (policy instanceof CiliumPolicy cilium) {
            ImmutableList<CiliumRule> rules = left.isEmpty() ? ImmutableList.of(NOBODY) : cast(CiliumRule.class, left);
            return with(
                    cilium,
                    list,
                    spec -> new CiliumSpec(
                            spec.endpointSelector(),
                            spec.nodeSelector(),
                            spec.defaultDenyIngress(),
                            spec.defaultDenyEgress(),
                            egress ? spec.ingress() : rules,
                            spec.ingressDeny(),
                            egress ? rules : spec.egress(),
                            spec.egressDeny(),
                            spec.unread()));
        }
        return policy;
    }

    private static <T> ImmutableList<T> cast(Class<T> type, ImmutableList<?> rules) {
        return rules.stream().map(type::cast).collect(ImmutableList.toImmutableList());
    }

    private static CiliumPolicy with(CiliumPolicy policy, String list, UnaryOperator<CiliumSpec> change) {
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
}
