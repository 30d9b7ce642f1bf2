package dev.postern.network;

import dev.postern.model.CalicoSelector;
import java.util.Map;

/** Calico's selectors for the twin, operator by operator. */
final class NaiveCalicoSelectors {
    /** Whose labels a selector is about, in the one map of labels that a thing has with those that it inherits. */
    enum Of {
        THING(""),
        NAMESPACE("pcns."),
        SERVICE_ACCOUNT("pcsa.");

        private final String prefix;

        Of(String prefix) {
            this.prefix = prefix;
        }
    }

    static final String NAMESPACE = "projectcalico.org/namespace";

    private NaiveCalicoSelectors() {}

    static boolean matches(CalicoSelector selector, Of of, Map<String, String> labels) {
        if (selector instanceof CalicoSelector.All) {
            return of != Of.NAMESPACE || labels.containsKey(NAMESPACE);
        } else if (selector instanceof CalicoSelector.Global) {
            return !labels.containsKey(NAMESPACE);
        } else if (selector instanceof CalicoSelector.Not not) {
            return !matches(not.operand(), of, labels);
        } else if (selector instanceof CalicoSelector.And and) {
            return and.operands().stream().allMatch(operand -> matches(operand, of, labels));
        } else if (selector instanceof CalicoSelector.Or or) {
            return or.operands().stream().anyMatch(operand -> matches(operand, of, labels));
        } else if (selector instanceof CalicoSelector.Has has) {
            return labels.containsKey(of.prefix + has.key());
        } else if (selector instanceof CalicoSelector.Equal equal) {
            return equal.value().equals(labels.get(of.prefix + equal.key()));
        } else if (selector instanceof CalicoSelector.NotEqual notEqual) {
            return !notEqual.value().equals(labels.get(of.prefix + notEqual.key()));
        } else if (selector instanceof CalicoSelector.In in) {
            return labels.containsKey(of.prefix + in.key()) && in.values().contains(labels.get(of.prefix + in.key()));
        } else if (selector instanceof CalicoSelector.NotIn notIn) {
            return !labels.containsKey(of.prefix + notIn.key())
                    || !notIn.values().contains(labels.get(of.prefix + notIn.key()));
        } else if (selector instanceof CalicoSelector.Contains contains) {
            return labels.containsKey(of.prefix + contains.key())
                    && labels.get(of.prefix + contains.key()).contains(contains.value());
        } else if (selector instanceof CalicoSelector.StartsWith starts) {
            return labels.containsKey(of.prefix + starts.key())
                    && labels.get(of.prefix + starts.key()).startsWith(starts.value());
        } else if (selector instanceof CalicoSelector.EndsWith ends) {
            return labels.containsKey(of.prefix + ends.key())
                    && labels.get(of.prefix + ends.key()).endsWith(ends.value());
        }
        return false;
    }
}
