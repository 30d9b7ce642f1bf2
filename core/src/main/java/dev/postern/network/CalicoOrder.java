package dev.postern.network;

import dev.postern.model.CalicoPolicy;
import dev.postern.model.Diagnostic;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.KubernetesObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Policies of one of Calico's tiers that have one order: nothing but their names says which of them is asked first. */
final class CalicoOrder {
    private CalicoOrder() {}

    /** Whether only names say which of two different policies is asked first; among NetworkPolicies that makes no difference. */
    static boolean isShared(Policy a, Policy b) {
        return a.tier().equals(b.tier())
                && !a.tier().pooled()
                && !a.ref().equals(b.ref())
                && (a instanceof CalicoPart || b instanceof CalicoPart)
                && order(a).equals(order(b));
    }

    private static OptionalDouble order(Policy policy) {
        Optional<Double> order = policy instanceof CalicoPart part
                ? part.object().order()
                : Optional.of(CalicoPolicy.ORDER_OF_KUBERNETES);
        return order.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }

    /** Those that bind one pod, and of which not both only allow. O(size of the rows). */
    static List<Diagnostic> ambiguous(List<Policy> policies, FlowTable flows) {
        Set<String> pairs = new LinkedHashSet<>();
        List<Diagnostic> ambiguous = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            for (Row row : flows.rows(direction)) {
                for (int i = 1; i < row.policies().size(); i++) {
                    Policy first = policies.get(row.policies().get(i - 1));
                    Policy second = policies.get(row.policies().get(i));
                    if (isShared(first, second)
                            && !(isAllowing(first, direction) && isAllowing(second, direction))
                            && pairs.add(first.ref() + " " + second.ref())) {
                        ambiguous.add(ambiguous(first, second));
                    }
                }
            }
        }
        return ambiguous;
    }

    /** Whether all rules of the whole policy allow. */
    private static boolean isAllowing(Policy policy, Direction direction) {
        return policy instanceof CalicoPart part
                ? part.onlyAllows(direction)
                : policy.rules(direction).stream().allMatch(rule -> rule.action() == Action.ALLOW);
    }

    private static Diagnostic ambiguous(Policy first, Policy second) {
        KubernetesObject object = second instanceof CalicoPart part ? part.object() : ((PooledPolicy) second).object();
        OptionalDouble order = order(second);
        return PoliciesInForce.about(
                object,
                Severity.WARNING,
                "network-policy-ambiguous",
                (order.isPresent() ? " has the order " + text(order.getAsDouble()) : " has no order, like")
                        + (order.isPresent() ? " of " : " ")
                        + first.ref()
                        + ", and both are for some pod: nothing but their names says that the latter is asked first. Give"
                        + " them different orders.");
    }

    private static String text(double order) {
        return order == Math.rint(order) && Math.abs(order) < 1e15
                ? Long.toString((long) order)
                : Double.toString(order);
    }
}
