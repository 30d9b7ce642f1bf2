package dev.postern.edit;

import com.google.common.collect.ImmutableList;
import dev.postern.model.KubernetesObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What edits take out of one policy, in the places that things have before any of them: so it does not matter which is made
 * first, and of whatever is left it is known where it stood.
 */
final class PolicyCut {
    /** What is in a list stands before the list: a place is looked for from the outside in. */
    private static final Comparator<RuleItems> OUTER_FIRST =
            Comparator.comparing((RuleItems items) -> items.field().length());

    private final KubernetesObject was;
    private final Map<String, ImmutableList<Rest>> lists = new TreeMap<>();

    /**
     * A rule after the edits.
     *
     * @param now empty where it goes
     * @param gone the places of what goes, by the field of its list; of that alone which goes by itself
     */
    record Rest(Object was, Optional<Object> now, Map<String, Set<Integer>> gone) {}

    private PolicyCut(KubernetesObject was) {
        this.was = was;
    }

    /** @param edits of any objects; those of this one count */
    static PolicyCut of(KubernetesObject was, Collection<? extends Edit> edits) {
        PolicyCut cut = new PolicyCut(was);
        for (String list : PolicyRules.lists(was)) {
            ImmutableList.Builder<Rest> rests = ImmutableList.builder();
            for (Object rule : PolicyRules.of(was, list)) {
                rests.add(rest(was, list, rule, edits));
            }
            cut.lists.put(list, rests.build());
        }
        return cut;
    }

    private static Rest rest(KubernetesObject was, String list, Object rule, Collection<? extends Edit> edits) {
        List<?> rules = PolicyRules.of(was, list);
        Map<String, Set<Integer>> gone = new HashMap<>();
        for (Edit edit : edits) {
            if (edit instanceof RemovePolicyRule all
                    && all.object().equals(was.ref())
                    && all.list().equals(list)
                    && all.index() < rules.size()
                    && rules.get(all.index()).equals(rule)) {
                return new Rest(rule, Optional.empty(), Map.of());
            }
            if (edit instanceof RemovePolicyItem item
                    && item.object().equals(was.ref())
                    && item.list().equals(list)
                    && item.rule() < rules.size()
                    && rules.get(item.rule()).equals(rule)) {
                gone.computeIfAbsent(item.items(), any -> new HashSet<>()).add(item.index());
            }
        }
        return gone.isEmpty()
                ? new Rest(rule, Optional.of(rule), Map.of())
                : narrowed(rule, list.endsWith("egress"), gone);
    }

    private static Rest narrowed(Object rule, boolean egress, Map<String, Set<Integer>> asked) {
        Map<String, Set<Integer>> gone = new HashMap<>();
        List<RuleItems> inner = new ArrayList<>(RuleItems.of(rule, egress));
        inner.sort(OUTER_FIRST.reversed());
        Optional<Object> now = Optional.of(rule);
        for (RuleItems items : inner) {
            Set<Integer> places = new HashSet<>();
            for (int i = 0; i < items.items().size(); i++) {
                Set<Integer> meant = asked.getOrDefault(items.field(), Set.of());
                if (meant.contains(items.first(i))) {
                    places.add(i);
                }
            }
            if (places.isEmpty()) {
                continue;
            }
            if (places.size() < items.items().size()) {
                gone.put(items.field(), places);
                now = now.map(left -> without(left, egress, items.field(), places));
                continue;
            }
            // The last goes with what holds the list, and at last with the rule.
            Optional<RuleItems> outer = inner.stream()
                    .filter(other -> other.itemOf(items.field())
                            .filter(other.removable()::contains)
                            .isPresent())
                    .findFirst();
            if (outer.isEmpty()) {
                return new Rest(rule, Optional.empty(), Map.of());
            }
            Set<Integer> of = asked.computeIfAbsent(outer.get().field(), any -> new HashSet<>());
            of.add(outer.get().first(outer.get().itemOf(items.field()).orElseThrow()));
        }
        // What goes with what holds it does not go by itself.
        gone.keySet()
                .removeIf(list -> inner.stream()
                        .anyMatch(outer -> outer.itemOf(list)
                                .filter(gone.getOrDefault(outer.field(), Set.of())::contains)
                                .isPresent()));
        return new Rest(rule, now, gone);
    }

    private static Object without(Object rule, boolean egress, String field, Set<Integer> places) {
        RuleItems items = RuleItems.of(rule, egress).stream()
                .filter(list -> list.field().equals(field))
                .findFirst()
                .orElseThrow();
        return items.with()
                .apply(IntStream.range(0, items.items().size())
                        .filter(place -> !places.contains(place))
                        .boxed()
                        .collect(ImmutableList.toImmutableList()));
    }

    /** The rules of each list, as they stood. */
    Map<String, ImmutableList<Rest>> lists() {
        return lists;
    }

    /** The policy after the edits. */
    KubernetesObject now() {
        KubernetesObject now = was;
        for (Map.Entry<String, ImmutableList<Rest>> list : lists.entrySet()) {
            ImmutableList<Object> left = list.getValue().stream()
                    .flatMap(rest -> rest.now().stream())
                    .collect(ImmutableList.toImmutableList());
            if (!left.equals(PolicyRules.of(was, list.getKey()))) {
                now = PolicyRules.with(now, list.getKey(), left);
            }
        }
        return now;
    }

    /** Where something stood that stands now in a rule of a list, as its place and its field below the rule. */
    Optional<Map.Entry<Integer, String>> before(PolicyRules.Place place) {
        List<Rest> rests = lists.getOrDefault(place.list(), ImmutableList.of());
        int[] left = IntStream.range(0, rests.size())
                .filter(i -> rests.get(i).now().isPresent())
                .toArray();
        if (place.index() >= left.length) {
            return Optional.empty();
        }
        Rest rest = rests.get(left[place.index()]);
        String below = place.below();
        List<RuleItems> outer =
                new ArrayList<>(RuleItems.of(rest.was(), place.list().endsWith("egress")));
        outer.sort(OUTER_FIRST);
        for (RuleItems items : outer) {
            Set<Integer> gone = rest.gone().getOrDefault(items.field(), Set.of());
            int[] kept = IntStream.range(0, items.items().size())
                    .filter(i -> !gone.contains(i))
                    .toArray();
            Optional<Integer> now = items.itemOf(below).filter(i -> i < kept.length);
            if (now.isPresent()) {
                int end = below.indexOf(']', items.field().length());
                below = items.field() + "[" + kept[now.get()] + below.substring(end);
            }
        }
        return Optional.of(Map.entry(left[place.index()], below));
    }
}
