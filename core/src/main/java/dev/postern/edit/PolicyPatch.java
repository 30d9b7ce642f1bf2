package dev.postern.edit;

import com.google.common.collect.ImmutableMap;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.KubernetesObject;
import dev.postern.model.NetworkPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What takes rules out of a policy that goes on to bind its pods. */
final class PolicyPatch {
    private PolicyPatch() {}

    static List<PatchOperation> between(KubernetesObject was, KubernetesObject is) {
        List<PatchOperation> operations = new ArrayList<>();
        types(was, is, operations);
        for (String list : lists(was)) {
            List<?> rules = PolicyRules.of(was, list);
            List<?> left = PolicyRules.of(is, list);
            // Nobody is let in by what stands in the place of the last rule.
            boolean last = left.contains(PolicyRules.NOBODY) && !rules.contains(PolicyRules.NOBODY);
            for (int i = rules.size() - 1; i >= 0; i--) {
                if (!left.contains(rules.get(i))) {
                    String path = Places.pointer(list + "[" + i + "]");
                    if (was instanceof CalicoPolicy) {
                        operations.add(PatchOperation.test(path + "/action", "Allow"));
                    }
                    operations.add(
                            last && i == 0
                                    ? PatchOperation.replace(path, ImmutableMap.of())
                                    : PatchOperation.remove(path));
                }
            }
        }
        return operations;
    }

    private static void types(KubernetesObject was, KubernetesObject is, List<PatchOperation> operations) {
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

    private static TreeSet<String> lists(KubernetesObject policy) {
        TreeSet<String> lists = new TreeSet<>();
        if (policy instanceof CiliumPolicy cilium) {
            cilium.parts().forEach(part -> {
                lists.add(part.field() + ".ingress");
                lists.add(part.field() + ".egress");
            });
        } else {
            lists.addAll(List.of("spec.ingress", "spec.egress", "spec.rules"));
        }
        return lists;
    }
}
