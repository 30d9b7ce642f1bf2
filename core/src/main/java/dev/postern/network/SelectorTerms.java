package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Selectors that mean the same, made equal: one value that a label must have is a label, and terms have an order. */
final class SelectorTerms {
    private SelectorTerms() {}

    /** The same selector in its canonical form. Selectors that contradict themselves stay as they are. */
    static LabelSelector canonical(LabelSelector selector) {
        Map<String, String> labels = new TreeMap<>(selector.matchLabels());
        List<LabelRequirement> rest = new ArrayList<>();
        for (LabelRequirement requirement : selector.matchExpressions()) {
            boolean single = requirement.operator() == LabelRequirement.Operator.IN
                    && requirement.values().size() == 1;
            if (single && !labels.containsKey(requirement.key())) {
                labels.put(requirement.key(), requirement.values().first());
            } else {
                rest.add(requirement);
            }
        }
        rest.sort(Comparator.comparing(LabelRequirement::key)
                .thenComparing(LabelRequirement::operator)
                .thenComparing(requirement -> String.join(",", requirement.values())));
        return new LabelSelector(
                ImmutableSortedMap.copyOf(labels), rest.stream().distinct().collect(ImmutableList.toImmutableList()));
    }

    /** As connection lists have them: {@code {app=web,{Key:tier,Operator:NotIn,Values:[a b],}}}. */
    static String of(LabelSelector selector) {
        List<String> terms = new ArrayList<>();
        selector.matchLabels().forEach((key, value) -> terms.add(key + "=" + value));
        for (LabelRequirement requirement : selector.matchExpressions()) {
            terms.add("{Key:" + requirement.key() + ",Operator:" + word(requirement.operator()) + ",Values:["
                    + String.join(" ", requirement.values()) + "],}");
        }
        return "{" + String.join(",", terms) + "}";
    }

    private static String word(LabelRequirement.Operator operator) {
        switch (operator) {
            case IN:
                return "In";
            case NOT_IN:
                return "NotIn";
            case EXISTS:
                return "Exists";
            case DOES_NOT_EXIST:
                return "DoesNotExist";
            case GT:
                return "Gt";
            case LT:
                return "Lt";
            case INVALID:
                return "?";
        }
        throw new AssertionError(operator);
    }
}
