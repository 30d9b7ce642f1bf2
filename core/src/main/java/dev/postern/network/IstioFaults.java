package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.AuthorizationCheck;
import dev.postern.model.AuthorizationCheck.Attribute;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.AuthorizationPolicy.Action;
import dev.postern.model.AuthorizationPolicy.Target;
import dev.postern.model.AuthorizationRule;
import dev.postern.model.LabelSelector;
import dev.postern.model.PeerAuthentication;
import dev.postern.model.PeerAuthentication.Mode;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Finds policies of Istio that the API server or istiod's webhook refuses and that are therefore not in force on any
 * cluster.
 *
 * <p>Source: istio, {@code ValidateAuthorizationPolicy} and {@code ValidatePeerAuthentication} in {@code
 * pkg/config/validation/validation.go}, and the markers of istio/api's {@code security/v1beta1}.
 */
final class IstioFaults {
    private static final int MAX_TARGETS = 16;
    private static final int MAX_LABEL = 63;

    /** Kinds that a policy can be attached to, and their groups. */
    private static final ImmutableMap<String, String> TARGETS = ImmutableMap.of(
            "Service", "core",
            "ServiceEntry", "networking.istio.io",
            "Gateway", "gateway.networking.k8s.io",
            "GatewayClass", "gateway.networking.k8s.io");

    private IstioFaults() {}

    /** The first fault with its path in the policy, or empty for a valid policy. */
    static Optional<String> find(AuthorizationPolicy policy) {
        return policy.malformed()
                .or(() -> header(policy))
                .or(() -> policy.selector().flatMap(IstioFaults::selector))
                .or(() -> each("spec.targetRefs", policy.targets().orElse(ImmutableList.of()), IstioFaults::target))
                .or(() -> each("spec.rules", policy.rules(), IstioFaults::rule))
                .or(() -> policy.action() == Action.CUSTOM ? custom(policy) : Optional.empty());
    }

    /** The first fault with its path in the policy, or empty for a valid policy. */
    static Optional<String> find(PeerAuthentication policy) {
        if (policy.malformed().isPresent()) {
            return policy.malformed();
        }
        String modes = " is not UNSET, DISABLE, PERMISSIVE or STRICT";
        if (policy.mode() == Mode.INVALID) {
            return Optional.of("spec.mtls.mode" + modes);
        }
        if (policy.ports().containsValue(Mode.INVALID)) {
            return Optional.of("spec.portLevelMtls has a mode that" + modes);
        }
        if (!policy.ports().isEmpty() && !policy.isOfWorkloads()) {
            return Optional.of("spec.portLevelMtls needs a selector with labels");
        }
        return policy.selector().flatMap(IstioFaults::selector);
    }

    private static Optional<String> header(AuthorizationPolicy policy) {
        if (policy.action() == Action.INVALID) {
            return Optional.of("spec.action is not ALLOW, DENY, AUDIT or CUSTOM");
        }
        if (policy.selector().isPresent() && policy.targets().isPresent()) {
            return Optional.of("spec has both a selector and targetRefs");
        }
        if (policy.targets().filter(targets -> targets.size() > MAX_TARGETS).isPresent()) {
            return Optional.of("spec.targetRefs has more than " + MAX_TARGETS + " items");
        }
        if (policy.provider().isPresent() && policy.action() != Action.CUSTOM) {
            return Optional.of("spec.provider is for the action CUSTOM only");
        }
        if (policy.rules().isEmpty() && (policy.action() == Action.DENY || policy.action() == Action.CUSTOM)) {
            return Optional.of("spec.rules is empty, so that " + policy.action() + " would never apply");
        }
        return policy.action() == Action.CUSTOM && policy.provider().orElse("").isEmpty()
                ? Optional.of("spec.provider.name is missing")
                : Optional.empty();
    }

    private static Optional<String> selector(LabelSelector selector) {
        boolean strange = selector.matchLabels().entrySet().stream()
                .anyMatch(
                        label -> label.getKey().isEmpty() || isNoLabel(label.getKey()) || isNoLabel(label.getValue()));
        return strange ? Optional.of("spec.selector.matchLabels holds what no label can be") : Optional.empty();
    }

    private static boolean isNoLabel(String text) {
        // Istio asks for no more than this: a key that no pod can have is taken, and selects none.
        return text.indexOf('*') >= 0 || text.codePointCount(0, text.length()) > MAX_LABEL;
    }

    private static Optional<String> target(String path, Target target) {
        if (target.name().isEmpty()) {
            return Optional.of(path + ".name is missing");
        }
        if (!target.namespace().isEmpty()) {
            return Optional.of(path + ".namespace is set, and it cannot be in another");
        }
        String group = target.group().isEmpty() ? "core" : target.group();
        return group.equals(TARGETS.get(target.kind()))
                ? Optional.empty()
                : Optional.of(path + " is no Service, ServiceEntry, Gateway or GatewayClass");
    }

    /** The first fault of the items of a list. */
    private static <T> Optional<String> each(
            String field, ImmutableList<T> items, BiFunction<String, T, Optional<String>> check) {
        for (int i = 0; i < items.size(); i++) {
            Optional<String> fault = check.apply(field + "[" + i + "]", items.get(i));
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> rule(String path, AuthorizationRule rule) {
        return each(path + ".from", rule.from(), (at, item) -> alternative(at + ".source", item))
                .or(() -> each(path + ".to", rule.to(), (at, item) -> alternative(at + ".operation", item)))
                .or(() -> each(path + ".when", rule.when(), IstioFaults::condition));
    }

    private static Optional<String> alternative(String path, AuthorizationRule.Alternative item) {
        if (item.checks().isEmpty()) {
            return Optional.of(path + " is empty");
        }
        boolean accounts = item.checks().stream().anyMatch(check -> check.attribute() == Attribute.SERVICE_ACCOUNT);
        boolean others = item.checks().stream()
                .anyMatch(
                        check -> check.attribute() == Attribute.NAMESPACE || check.attribute() == Attribute.PRINCIPAL);
        if (accounts && others) {
            return Optional.of(path + " has serviceAccounts beside namespaces or principals");
        }
        for (AuthorizationCheck check : item.checks()) {
            Optional<String> fault = values(path + "." + check.name(), check);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> condition(String path, AuthorizationCheck check) {
        switch (check.attribute()) {
            case UNKNOWN:
                return Optional.empty();
            case INVALID:
                return Optional.of(
                        path + (check.name().isEmpty() ? ".key is missing" : ".key is none that Istio knows"));
            case HEADER:
            case HEADER_ITEM:
            case FILTER:
                return isMapKey(check.name())
                        ? some(path, check)
                        : Optional.of(path + ".key does not end in a name in brackets");
            case TOKEN:
                return !check.name().startsWith("request.auth.claims") || isMapKey(check.name())
                        ? some(path, check)
                        : Optional.of(path + ".key does not end in a name in brackets");
            default:
                return some(path, check);
        }
    }

    private static boolean isMapKey(String key) {
        int open = key.indexOf('[');
        return key.endsWith("]") && open > 0 && open < key.length() - 2;
    }

    private static Optional<String> some(String path, AuthorizationCheck check) {
        return check.values().isEmpty() && check.notValues().isEmpty()
                ? Optional.of(path + " has neither values nor notValues")
                : values(path, check);
    }

    private static Optional<String> values(String path, AuthorizationCheck check) {
        return IstioValues.fault(check.attribute(), check.values())
                .or(() -> IstioValues.fault(check.attribute(), check.notValues()))
                .map(fault -> path + " " + fault);
    }

    /** What the external authorizer cannot be asked about, as its filter comes before the peer is known. */
    private static Optional<String> custom(AuthorizationPolicy policy) {
        boolean identity = policy.rules().stream()
                .flatMap(rule -> Stream.concat(
                        rule.from().stream().flatMap(item -> item.checks().stream()), rule.when().stream()))
                .anyMatch(check -> switch (check.attribute()) {
                    case PRINCIPAL, NAMESPACE, SERVICE_ACCOUNT, REQUEST_PRINCIPAL, TOKEN -> true;
                    default -> false;
                });
        return identity ? Optional.of("spec.rules asks for an identity, which CUSTOM cannot") : Optional.empty();
    }
}
