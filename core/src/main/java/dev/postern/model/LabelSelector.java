package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A label selector: all of its labels and all of its expressions must match; the empty selector matches everything.
 * Source: {@code metav1.LabelSelector}.
 */
public record LabelSelector(
        ImmutableSortedMap<String, String> matchLabels, ImmutableList<LabelRequirement> matchExpressions) {
    /** Selects everything. */
    public static final LabelSelector EVERYTHING = new LabelSelector(ImmutableSortedMap.of(), ImmutableList.of());

    public static LabelSelector ofLabels(Map<String, String> labels) {
        return new LabelSelector(ImmutableSortedMap.copyOf(labels), ImmutableList.of());
    }

    /**
     * Reads a selector as {@code kubectl -l} takes it: {@code app=web,tier!=test,env in (a,b),x notin (c),y,!z}. Source:
     * apimachinery, {@code labels.Parse}.
     *
     * @throws IllegalArgumentException if it is empty or none
     */
    public static LabelSelector parse(String text) {
        return new LabelSelector(ImmutableSortedMap.of(), SelectorText.parse(text));
    }

    public boolean selectsEverything() {
        return matchLabels.isEmpty() && matchExpressions.isEmpty();
    }

    /** In the notation that {@code kubectl} uses, for evidence: {@code app=web,tier in (a,b)}; {@code {}} selects everything. */
    public String notation() {
        if (selectsEverything()) {
            return "{}";
        }
        StringJoiner text = new StringJoiner(",");
        matchLabels.forEach((key, value) -> text.add(key + "=" + value));
        matchExpressions.forEach(requirement -> text.add(requirement.notation()));
        return text.toString();
    }

    public boolean matches(Map<String, String> labels) {
        for (Map.Entry<String, String> wanted : matchLabels.entrySet()) {
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                return false;
            }
        }
        for (LabelRequirement requirement : matchExpressions) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }
}
