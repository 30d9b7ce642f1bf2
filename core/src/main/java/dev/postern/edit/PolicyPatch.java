package dev.postern.edit;

import com.google.common.collect.ImmutableMap;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.KubernetesObject;
import dev.postern.model.NetworkPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What takes rules, and things in rules, out of a policy that goes on to bind its pods. Each is told by its place, which is why
 * what stands there is tested first: of a policy that has changed since, another rule would go.
 */
final class PolicyPatch {
    private final KubernetesObject was;
    private final List<PatchOperation> operations = new ArrayList<>();

    private PolicyPatch(KubernetesObject was) {
        this.was = was;
    }

    static List<PatchOperation> of(KubernetesObject was, KubernetesObject is, Collection<? extends Edit> edits) {
        PolicyPatch patch = new PolicyPatch(was);
        PolicyCut.of(was, edits).lists().forEach(patch::list);
        // What follows from the places that were tested.
        patch.types(is);
        return patch.operations;
    }

    private void list(String list, List<PolicyCut.Rest> rules) {
        boolean egress = list.endsWith("egress");
        boolean none = rules.stream().allMatch(rule -> rule.now().isEmpty());
        RuleParts parts = RuleParts.of(was, egress);
        if (rules.stream()
                .anyMatch(rule -> rule.now().isEmpty() && parts.of(rule.was()).isEmpty())) {
            // A rule that says nothing is told by the others: they are still where they were.
            kept(list, rules, parts).forEach(this::test);
        } else if (lastMayOpen(egress)
                && rules.stream().anyMatch(rule -> rule.now().isEmpty())) {
            kept(list, rules, parts).entrySet().stream().limit(1).forEach(one -> test(one.getKey(), one.getValue()));
        }
        // From the end: what goes moves nothing that is still to be told.
        for (int i = rules.size() - 1; i >= 0; i--) {
            PolicyCut.Rest rule = rules.get(i);
            String path = Places.pointer(list + "[" + i + "]");
            if (rule.now().isPresent()) {
                narrowed(path, rule, egress, parts);
                continue;
            }
            test(path, parts.of(rule.was()));
            // Nobody is let in by what stands in the place of the last rule.
            operations.add(
                    none && i == 0 && was instanceof CiliumPolicy
                            ? PatchOperation.replace(path, ImmutableMap.of())
                            : PatchOperation.remove(path));
        }
    }

    /** The rules that stay and can be told, by their paths. */
    private static Map<String, Map<String, Object>> kept(String list, List<PolicyCut.Rest> rules, RuleParts parts) {
        Map<String, Map<String, Object>> kept = new LinkedHashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            Map<String, Object> told = parts.of(rules.get(i).was());
            if (rules.get(i).now().isPresent() && !told.isEmpty()) {
                kept.put(Places.pointer(list + "[" + i + "]"), told);
            }
        }
        return kept;
    }

    /** Whether a policy whose other rules were gone by now would no longer bind its pods: so one of them is tested, too. */
    private boolean lastMayOpen(boolean egress) {
        return was instanceof CiliumPolicy || egress && was instanceof NetworkPolicy own && !own.typesStated();
    }

    private void narrowed(String path, PolicyCut.Rest rule, boolean egress, RuleParts parts) {
        if (rule.gone().isEmpty()) {
            return;
        }
        test(path, parts.ofWhole(rule.was()));
        List<RuleItems> inner = new ArrayList<>(RuleItems.of(rule.was(), egress));
        inner.sort(Comparator.comparing((RuleItems items) -> items.field().length())
                .reversed());
        for (RuleItems items : inner) {
            Set<Integer> gone = rule.gone().getOrDefault(items.field(), Set.of());
            List<Integer> places = new ArrayList<>(gone);
            places.sort(Collections.reverseOrder());
            if (!places.isEmpty()) {
                // Without the last of them the rule would let everybody pass: one is still there that stays.
                IntStream.range(0, items.items().size())
                        .filter(place -> !gone.contains(place))
                        .mapToObj(place ->
                                Map.entry(path + Places.pointer(items.field()) + "/" + place, parts.of(items, place)))
                        .filter(kept -> !kept.getValue().isEmpty())
                        .findFirst()
                        .ifPresent(kept -> test(kept.getKey(), kept.getValue()));
            }
            for (int place : places) {
                String at = path + Places.pointer(items.field()) + "/" + place;
                test(at, parts.of(items, place));
                operations.add(PatchOperation.remove(at));
            }
        }
    }

    private void test(String path, Map<String, Object> parts) {
        parts.forEach((below, value) -> operations.add(PatchOperation.test(path + below, value)));
    }

    private void types(KubernetesObject is) {
        if (was instanceof NetworkPolicy before && is instanceof NetworkPolicy after) {
            if (!before.typesStated() && after.typesStated()) {
                List<String> types = new ArrayList<>();
                if (after.isolatesIngress()) {
                    types.add("Ingress");
                }
                if (after.isolatesEgress()) {
                    types.add("Egress");
                }
                operations.add(PatchOperation.add("/spec/policyTypes", PatchOperation.list(types)));
            }
        } else if (was instanceof CalicoPolicy before
                && is instanceof CalicoPolicy after
                && !before.types().equals(after.types())) {
            operations.add(PatchOperation.add("/spec/types", PatchOperation.list(after.types())));
        }
    }
}
