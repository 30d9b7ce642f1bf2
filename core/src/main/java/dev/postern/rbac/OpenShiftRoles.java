package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ObjectMeta;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.RoleRef;
import dev.postern.model.SubjectEntry;
import java.util.Optional;

/**
 * The ClusterRoles of OpenShift that give the use of its SecurityContextConstraints, and whom it binds to them itself.
 * Source: openshift {@code cluster-kube-apiserver-operator}, {@code bindata/bootkube/scc-manifests}; a test compares the
 * two.
 */
final class OpenShiftRoles {
    private static final String PREFIX = "system:openshift:scc:";
    private static final ImmutableList<String> CONSTRAINTS = ImmutableList.of(
            "anyuid",
            "hostaccess",
            "hostmount",
            "hostmount-anyuid",
            "hostmount-anyuid-v2",
            "hostnetwork",
            "hostnetwork-v2",
            "nested-container",
            "nonroot",
            "nonroot-v2",
            "privileged",
            "restricted",
            "restricted-v2",
            "restricted-v3");
    private static final ImmutableList<String> OF_EVERYBODY = ImmutableList.of("restricted-v2", "restricted-v3");

    private OpenShiftRoles() {}

    static ImmutableList<Role> roles() {
        return CONSTRAINTS.stream()
                .map(name -> new Role(ObjectMeta.of("", PREFIX + name), true, rules(name), Optional.empty()))
                .collect(ImmutableList.toImmutableList());
    }

    static ImmutableList<RoleBinding> bindings() {
        return OF_EVERYBODY.stream()
                .map(name -> new RoleBinding(
                        ObjectMeta.of("", PREFIX + name),
                        true,
                        new RoleRef("ClusterRole", PREFIX + name),
                        ImmutableList.of(new SubjectEntry("Group", "", "system:authenticated"))))
                .collect(ImmutableList.toImmutableList());
    }

    private static ImmutableList<PolicyRule> rules(String name) {
        return ImmutableList.of(new PolicyRule(
                ImmutableList.of("use"),
                ImmutableList.of("security.openshift.io"),
                ImmutableList.of("securitycontextconstraints"),
                ImmutableList.of(name),
                ImmutableList.of()));
    }
}
