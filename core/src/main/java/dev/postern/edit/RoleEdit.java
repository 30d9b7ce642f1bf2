package dev.postern.edit;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ObjectRef;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a rule out of a role, or something out of a rule.
 *
 * @param rule the rule as it is before any edit
 */
public record RoleEdit(ObjectRef object, PolicyRule rule, Change change) implements Edit {
    /** A list of a rule. */
    public enum Part {
        VERB("verbs", EditKind.DROP_VERB),
        RESOURCE("resources", EditKind.DROP_RESOURCE),
        NAME("resourceNames", EditKind.DROP_NAME);

        private final String field;
        private final EditKind kind;

        Part(String field, EditKind kind) {
            this.field = field;
            this.kind = kind;
        }

        /** The field that holds the list. */
        public String field() {
            return field;
        }

        ImmutableList<String> of(PolicyRule rule) {
            switch (this) {
                case VERB:
                    return rule.verbs();
                case RESOURCE:
                    return rule.resources();
                default:
                    return rule.resourceNames();
            }
        }

        PolicyRule with(PolicyRule rule, ImmutableList<String> items) {
            return new PolicyRule(
                    this == VERB ? items : rule.verbs(),
                    rule.apiGroups(),
                    this == RESOURCE ? items : rule.resources(),
                    this == NAME ? items : rule.resourceNames(),
                    rule.nonResourceURLs());
        }
    }

    /** What is taken out. */
    public sealed interface Change {
        /** The rule as a whole. */
        record All() implements Change {}

        /** One item of one list; the rule goes with its last. */
        record Drop(Part part, String item) implements Change {}

        /** What a wildcard allows beyond a list that the user gave. */
        record Narrow(Part part, ImmutableList<String> kept) implements Change {}
    }

    @Override
    public EditKind kind() {
        if (change instanceof Change.Drop drop) {
            return drop.part().kind;
        }
        return change instanceof Change.Narrow ? EditKind.NARROW_WILDCARD : EditKind.REMOVE_RULE;
    }

    @Override
    public String describe() {
        String where = " from the rule \"" + text(rule) + "\" of " + object;
        if (change instanceof Change.Drop drop) {
            String what = drop.part() == Part.VERB ? "the verb " : drop.part() == Part.NAME ? "the name " : "";
            return "drop " + what + drop.item() + where;
        }
        if (change instanceof Change.Narrow narrow) {
            return "write " + String.join(", ", narrow.kept()) + " for * in the "
                    + narrow.part().field() + " of the rule \"" + text(rule) + "\" of " + object;
        }
        return "remove the rule \"" + text(rule) + "\" of " + object;
    }

    /** A rule in few words. */
    static String text(PolicyRule rule) {
        String what = rule.resources().isEmpty()
                ? String.join(",", rule.nonResourceURLs())
                : String.join(",", rule.resources());
        String names = rule.resourceNames().isEmpty() ? "" : " [" + String.join(",", rule.resourceNames()) + "]";
        String groups = rule.resources().isEmpty() || rule.apiGroups().equals(ImmutableList.of(""))
                ? ""
                : " in " + String.join(",", rule.apiGroups());
        return String.join(",", rule.verbs()) + " " + what + names + groups;
    }

    @Override
    public void applyTo(Draft draft) {
        draft.original()
                .find(Role.class, object)
                .ifPresent(before -> draft.update(Role.class, object, now -> {
                    // Several edits of one role are made to it one after another: each finds its rule by what the rule
                    // was.
                    ImmutableList.Builder<PolicyRule> rules = ImmutableList.builder();
                    for (Map.Entry<Integer, PolicyRule> left :
                            provenance(before.rules(), now.rules()).entrySet()) {
                        boolean mine = before.rules().get(left.getKey()).equals(rule);
                        (mine ? changed(left.getValue()) : Optional.of(left.getValue())).ifPresent(rules::add);
                    }
                    return new Role(now.meta(), now.clusterRole(), rules.build(), now.aggregationSelectors());
                }));
    }

    /** What is left of the rule after this edit; nothing when a list of it would be left empty, which means "any". */
    Optional<PolicyRule> changed(PolicyRule now) {
        if (change instanceof Change.Drop drop) {
            ImmutableList<String> items = drop.part().of(now);
            ImmutableList<String> left =
                    items.stream().filter(item -> !item.equals(drop.item())).collect(ImmutableList.toImmutableList());
            return left.isEmpty() && !items.isEmpty()
                    ? Optional.empty()
                    : Optional.of(drop.part().with(now, left));
        }
        if (change instanceof Change.Narrow narrow) {
            return Optional.of(
                    narrow.part().of(now).contains("*") ? narrow.part().with(now, narrow.kept()) : now);
        }
        return Optional.empty();
    }

    /** The rules that are left of a list after edits to it, by the index that each had. */
    static Map<Integer, PolicyRule> provenance(List<PolicyRule> before, List<PolicyRule> now) {
        Map<Integer, PolicyRule> left = new LinkedHashMap<>();
        int next = 0;
        for (int i = 0; i < before.size() && next < now.size(); i++) {
            if (isLeftOf(now.get(next), before.get(i))) {
                left.put(i, now.get(next++));
            }
        }
        return left;
    }

    private static boolean isLeftOf(PolicyRule now, PolicyRule before) {
        return narrower(now.verbs(), before.verbs())
                && now.apiGroups().equals(before.apiGroups())
                && narrower(now.resources(), before.resources())
                && narrower(now.resourceNames(), before.resourceNames())
                && now.nonResourceURLs().equals(before.nonResourceURLs());
    }

    private static boolean narrower(Collection<String> now, Collection<String> before) {
        return before.contains("*") || before.containsAll(now) && (before.isEmpty() || !now.isEmpty());
    }
}
