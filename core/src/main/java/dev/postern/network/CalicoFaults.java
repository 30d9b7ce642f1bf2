package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CalicoNetworkSet;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CalicoPolicy.HostRules;
import dev.postern.model.CalicoRule;
import dev.postern.model.CalicoSelector;
import dev.postern.model.CalicoTier;
import dev.postern.model.Printable;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds policies, tiers and network sets of Calico that are refused, and are therefore not in force on any cluster. A field
 * of the spec itself that is not known is refused with its policy; one below a rule is a matter of {@link CalicoRule#unread}.
 *
 * <p>Source: projectcalico/calico, {@code libcalico-go/lib/validator/v3/validator.go} and the rules in the types of {@code
 * api/pkg/apis/projectcalico/v3}.
 */
final class CalicoFaults {
    private static final String NAMESPACE_LABEL = "projectcalico.org/namespace";
    private static final int MAX_RULES = 1024;
    private static final int MAX_FIELD = 100;

    private CalicoFaults() {}

    /** The first fault with its path in the policy, or empty for a valid policy. */
    static Optional<String> find(CalicoPolicy policy) {
        return unread(policy.unread())
                .or(() -> order(policy.order()))
                .or(() -> types(policy))
                .or(() -> selector("spec.selector", policy.selector()))
                .or(() -> selector("spec.namespaceSelector", policy.namespaceSelector()))
                .or(() -> selector("spec.serviceAccountSelector", policy.serviceAccountSelector()))
                .or(() -> hostRules(policy))
                .or(() -> rules(policy, false))
                .or(() -> rules(policy, true));
    }

    /** The first fault of a tier, or empty for a valid one. */
    static Optional<String> find(CalicoTier tier) {
        if (tier.defaultAction() != CalicoRule.Action.DENY && tier.defaultAction() != CalicoRule.Action.PASS) {
            return Optional.of("spec.defaultAction is not Deny or Pass");
        }
        return unread(tier.unread()).or(() -> order(tier.order())).or(() -> builtIn(tier));
    }

    private static Optional<String> builtIn(CalicoTier tier) {
        for (CalicoTier fixed : CalicoTier.BUILT_IN) {
            if (fixed.meta().name().equals(tier.meta().name()) && !fixed.order().equals(tier.order())) {
                return Optional.of("spec.order of the tier " + tier.meta().name() + " is not "
                        + Math.round(fixed.order().orElse(0.0)));
            }
        }
        return Optional.empty();
    }

    /** The first fault of a network set, or empty for a valid one. */
    static Optional<String> find(CalicoNetworkSet set) {
        if (set.meta().labels().containsKey(NAMESPACE_LABEL)) {
            return Optional.of("metadata.labels holds " + NAMESPACE_LABEL + ", which is Calico's own");
        }
        for (int i = 0; i < set.nets().size(); i++) {
            String net = set.nets().get(i);
            boolean address = net.indexOf('/') < 0 && IpAddress.parse(net).isPresent();
            if (!address && Blocks.strictFault(net).isPresent()) {
                return Optional.of("spec.nets[" + i + "] is not a CIDR and not an address");
            }
        }
        return unread(set.unread());
    }

    private static Optional<String> unread(String field) {
        if (field.isEmpty()) {
            return Optional.empty();
        }
        String shown = Printable.of(field, MAX_FIELD);
        String path = field.equals("spec") || field.startsWith("metadata") ? shown : "spec." + shown;
        return Optional.of(path + " is not a field of this kind, or not of its type");
    }

    private static Optional<String> order(Optional<Double> order) {
        return order.filter(number -> number.isNaN()).isPresent()
                ? Optional.of("spec.order is not a number")
                : Optional.empty();
    }

    private static Optional<String> types(CalicoPolicy policy) {
        Set<String> seen = new HashSet<>();
        for (String type : policy.types()) {
            if (!type.equals(CalicoPolicy.INGRESS) && !type.equals(CalicoPolicy.EGRESS)) {
                return Optional.of("spec.types holds something else than Ingress and Egress");
            }
            if (!seen.add(type)) {
                return Optional.of("spec.types holds " + type + " twice");
            }
        }
        return Optional.empty();
    }

    /** A selector of a place where there is no {@code global()}. */
    static Optional<String> selector(String path, Optional<CalicoSelector> selector) {
        if (selector.isEmpty()) {
            return Optional.empty();
        }
        if (selector.get() instanceof CalicoSelector.Invalid invalid) {
            return Optional.of(path + " " + invalid.fault());
        }
        return holdsGlobal(selector.get())
                ? Optional.of(path + " has global(), which is for namespaceSelector in a rule")
                : Optional.empty();
    }

    /** Recursion ends at {@link CalicoSelector#MAX_DEPTH}. */
    static boolean holdsGlobal(CalicoSelector selector) {
        if (selector instanceof CalicoSelector.Not not) {
            return holdsGlobal(not.operand());
        } else if (selector instanceof CalicoSelector.And and) {
            return and.operands().stream().anyMatch(CalicoFaults::holdsGlobal);
        } else if (selector instanceof CalicoSelector.Or or) {
            return or.operands().stream().anyMatch(CalicoFaults::holdsGlobal);
        }
        return selector instanceof CalicoSelector.Global;
    }

    private static Optional<String> hostRules(CalicoPolicy policy) {
        HostRules host = policy.hostEndpointsOnly();
        if (host.doNotTrack() && host.preDnat()) {
            return Optional.of("spec.doNotTrack and spec.preDNAT exclude each other");
        }
        if (policy.isForHostEndpoints() && !host.applyOnForward()) {
            return Optional.of("spec.applyOnForward is not true, as doNotTrack and preDNAT want it");
        }
        return host.preDnat() && (!policy.egress().isEmpty() || policy.types().contains(CalicoPolicy.EGRESS))
                ? Optional.of("spec.preDNAT is for ingress alone")
                : Optional.empty();
    }

    private static Optional<String> rules(CalicoPolicy policy, boolean egress) {
        ImmutableList<CalicoRule> rules = policy.rules(egress);
        String field = egress ? "spec.egress" : "spec.ingress";
        if (rules.size() > MAX_RULES) {
            return Optional.of(field + " has more than " + MAX_RULES + " rules");
        }
        for (int i = 0; i < rules.size(); i++) {
            Optional<String> fault = new CalicoRuleFaults(policy, rules.get(i), egress, field + "[" + i + "]").find();
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }
}
