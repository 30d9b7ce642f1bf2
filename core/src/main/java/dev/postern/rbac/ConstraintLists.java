package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.PodPolicy;
import dev.postern.model.PolicyRule;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may use SecurityContextConstraints because these name them. It is as good as a cluster-wide {@code use} on them, and
 * is told as that: a grant that the constraints themselves give. No authorizer knows of it. Source: openshift {@code
 * apiserver-library-go}, {@code sccmatching.ConstraintAppliesTo}.
 *
 * @param rules what each of the constraints gives
 * @param holdings to whom
 */
record ConstraintLists(ImmutableMap<ObjectRef, RuleEntry> rules, ImmutableList<Holding> holdings) {
    static ConstraintLists of(Cluster cluster) {
        Map<ObjectRef, RuleEntry> rules = new LinkedHashMap<>();
        List<Holding> holdings = new ArrayList<>();
        for (PodPolicy policy : cluster.podPolicies()) {
            if (!policy.users().isEmpty() || !policy.groups().isEmpty()) {
                rules.put(policy.ref(), RuleEntry.unwritten(use(policy.meta().name())));
                Grant grant = new Grant(policy.ref(), Scope.CLUSTER);
                for (int i = 0; i < policy.users().size(); i++) {
                    String user = policy.users().get(i);
                    holdings.add(holding(policy, grant, Subject.user(user), "users[" + i + "]", user));
                }
                for (int i = 0; i < policy.groups().size(); i++) {
                    String group = policy.groups().get(i);
                    holdings.add(holding(policy, grant, Subject.group(group), "groups[" + i + "]", group));
                }
            }
        }
        return new ConstraintLists(ImmutableMap.copyOf(rules), ImmutableList.copyOf(holdings));
    }

    private static Holding holding(PodPolicy policy, Grant grant, Subject subject, String field, String name) {
        Evidence listed = Evidence.stated(policy.ref(), field, Text.printable(name));
        return new Holding(subject, grant, ImmutableList.of(Support.of(listed)));
    }

    private static PolicyRule use(String name) {
        return new PolicyRule(
                ImmutableList.of("use"),
                ImmutableList.of("security.openshift.io"),
                ImmutableList.of("securitycontextconstraints"),
                ImmutableList.of(name),
                ImmutableList.of());
    }
}
