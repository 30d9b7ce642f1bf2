package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.CalicoSelector;
import java.util.Map;
import java.util.Optional;

/**
 * Calico's selectors over the labels that a thing has with those that Calico gives it: its own, and under a prefix those of its
 * namespace and of its service account.
 */
final class CalicoLabels {
    static final String OWN_NAMESPACE = "projectcalico.org/namespace";
    /** The label of a namespace, or of an account, that holds its name. */
    static final String NAME = "projectcalico.org/name";

    static final String OF_NAMESPACE = "pcns.";
    static final String OF_ACCOUNT = "pcsa.";

    private static final String ACCOUNT = "projectcalico.org/serviceaccount";
    private static final String ORCHESTRATOR = "projectcalico.org/orchestrator";

    private CalicoLabels() {}

    static EndSet not(EndSet set) {
        return set.equals(EndSets.EVERYBODY)
                ? EndSets.NOBODY
                : set.equals(EndSets.NOBODY) ? EndSets.EVERYBODY : EndSet.not(set);
    }

    /** What a selector asks of one label; {@code negated} is fulfilled by a thing without it, too. */
    private record OfLabel(String key, LabelTest test, boolean negated) {
        static OfLabel of(CalicoSelector selector) {
            if (selector instanceof CalicoSelector.Has has) {
                return new OfLabel(has.key(), LabelTest.PRESENT, false);
            } else if (selector instanceof CalicoSelector.Equal equal) {
                return new OfLabel(equal.key(), LabelTest.is(equal.value()), false);
            } else if (selector instanceof CalicoSelector.NotEqual other) {
                return new OfLabel(other.key(), LabelTest.is(other.value()), true);
            } else if (selector instanceof CalicoSelector.In in) {
                return new OfLabel(in.key(), new LabelTest.In(in.values()), false);
            } else if (selector instanceof CalicoSelector.NotIn notIn) {
                return new OfLabel(notIn.key(), new LabelTest.In(notIn.values()), true);
            } else if (selector instanceof CalicoSelector.Contains contains) {
                return new OfLabel(contains.key(), new LabelTest.Contains(contains.value()), false);
            } else if (selector instanceof CalicoSelector.StartsWith starts) {
                return new OfLabel(starts.key(), new LabelTest.StartsWith(starts.value()), false);
            } else if (selector instanceof CalicoSelector.EndsWith ends) {
                return new OfLabel(ends.key(), new LabelTest.EndsWith(ends.value()), false);
            }
            // Not a selector: whoever has it is refused before it comes to this.
            return new OfLabel("", new LabelTest.In(ImmutableSet.of()), false);
        }
    }

    /**
     * What a selector asks of pods. Recursion ends at {@link CalicoSelector#MAX_DEPTH}.
     *
     * @param prefix of the labels that are asked for, among those that a thing has or inherits
     */
    static EndSet pods(CalicoSelector selector, String prefix) {
        if (selector instanceof CalicoSelector.All) {
            return EndSets.EVERYBODY;
        } else if (selector instanceof CalicoSelector.Global) {
            return EndSets.NOBODY;
        } else if (selector instanceof CalicoSelector.Not not) {
            return not(pods(not.operand(), prefix));
        } else if (selector instanceof CalicoSelector.And and) {
            return EndSet.all(and.operands().stream()
                    .map(operand -> pods(operand, prefix))
                    .collect(ImmutableList.toImmutableList()));
        } else if (selector instanceof CalicoSelector.Or or) {
            return EndSet.any(or.operands().stream()
                    .map(operand -> pods(operand, prefix))
                    .collect(ImmutableList.toImmutableList()));
        }
        OfLabel asked = OfLabel.of(selector);
        EndSet has = has(prefix + asked.key(), asked.test());
        return asked.negated() ? not(has) : has;
    }

    /** Pods with a label, their own or one that Calico gives them; a label of their own hides one that is inherited. */
    private static EndSet has(String key, LabelTest test) {
        switch (key) {
            case OWN_NAMESPACE:
                return new EndSet.InNamespace(test);
            case ACCOUNT:
                return new EndSet.AsAccount(test);
            case ORCHESTRATOR:
                return test.matches("k8s") ? EndSets.EVERYBODY : EndSets.NOBODY;
            default:
                EndSet own = new EndSet.Label(EndSet.Whose.POD, key, test);
                return inherited(key, test)
                        .map(set -> EndSet.any(
                                own,
                                EndSet.all(
                                        EndSet.not(new EndSet.Label(EndSet.Whose.POD, key, LabelTest.PRESENT)), set)))
                        .orElse(own);
        }
    }

    private static Optional<EndSet> inherited(String key, LabelTest test) {
        if (key.startsWith(OF_NAMESPACE)) {
            String own = key.substring(OF_NAMESPACE.length());
            return Optional.of(
                    own.equals(NAME)
                            ? new EndSet.InNamespace(test)
                            : new EndSet.Label(EndSet.Whose.NAMESPACE, own, test));
        } else if (key.startsWith(OF_ACCOUNT)) {
            String own = key.substring(OF_ACCOUNT.length());
            return Optional.of(
                    own.equals(NAME) ? new EndSet.AsAccount(test) : new EndSet.Label(EndSet.Whose.ACCOUNT, own, test));
        }
        return Optional.empty();
    }

    /** Whether a selector matches a network set, whose labels are all known. */
    static boolean matches(CalicoSelector selector, String prefix, Map<String, String> labels) {
        if (selector instanceof CalicoSelector.All) {
            return !prefix.equals(OF_NAMESPACE) || labels.containsKey(OWN_NAMESPACE);
        } else if (selector instanceof CalicoSelector.Global) {
            return !labels.containsKey(OWN_NAMESPACE);
        } else if (selector instanceof CalicoSelector.Not not) {
            return !matches(not.operand(), prefix, labels);
        } else if (selector instanceof CalicoSelector.And and) {
            return and.operands().stream().allMatch(operand -> matches(operand, prefix, labels));
        } else if (selector instanceof CalicoSelector.Or or) {
            return or.operands().stream().anyMatch(operand -> matches(operand, prefix, labels));
        }
        OfLabel asked = OfLabel.of(selector);
        String value = labels.get(prefix + asked.key());
        return (value != null && asked.test().matches(value)) != asked.negated();
    }
}
