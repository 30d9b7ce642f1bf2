package dev.postern.benchmarks;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Namespace;
import dev.postern.model.ObjectMeta;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.RoleRef;
import dev.postern.model.ServiceAccount;
import dev.postern.model.Subject;
import dev.postern.model.SubjectEntry;
import dev.postern.rbac.AccessReview;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A synthetic policy: accounts and Roles spread over namespaces, a tenth of the roles cluster-wide; bindings with one to
 * three subjects, most of them accounts of their own namespace; one to four rules a role. The same for the same sizes.
 */
final class RbacWorld {
    private static final List<String> VERBS =
            List.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");
    private static final List<String> RESOURCES = List.of(
            "pods",
            "pods/exec",
            "pods/log",
            "secrets",
            "configmaps",
            "services",
            "serviceaccounts",
            "endpoints",
            "persistentvolumeclaims",
            "deployments",
            "statefulsets",
            "jobs",
            "cronjobs",
            "ingresses",
            "networkpolicies");
    private static final List<String> GROUPS = List.of("", "apps", "batch", "networking.k8s.io");
    private static final int NAMESPACES = 500;
    private static final int SEED = 20260901;

    private final Random random = new Random(SEED);
    private final List<Role> roles = new ArrayList<>();
    private final List<RoleBinding> bindings = new ArrayList<>();
    private final List<Subject.ServiceAccount> accounts = new ArrayList<>();

    RbacWorld(int roleCount, int bindingCount, int accountCount) {
        for (int i = 0; i < accountCount; i++) {
            accounts.add(Subject.serviceAccount(namespace(i % NAMESPACES), "account-" + i / NAMESPACES));
        }
        for (int i = 0; i < roleCount; i++) {
            roles.add(role(i, i % 10 == 0));
        }
        for (int i = 0; i < bindingCount; i++) {
            bindings.add(binding(i));
        }
    }

    List<Role> roles() {
        return roles;
    }

    List<RoleBinding> bindings() {
        return bindings;
    }

    List<Subject.ServiceAccount> accounts() {
        return accounts;
    }

    Cluster cluster() {
        Cluster.Builder cluster = Cluster.builder();
        for (int i = 0; i < NAMESPACES; i++) {
            cluster.add(Namespace.implied(namespace(i)));
        }
        accounts.forEach(account -> cluster.add(new ServiceAccount(
                ObjectMeta.of(account.namespace(), account.name()),
                Optional.empty(),
                ImmutableList.of(),
                ImmutableList.of())));
        roles.forEach(cluster::add);
        bindings.forEach(cluster::add);
        return cluster.build();
    }

    /** Requests of accounts, most of them in their own namespace. */
    List<AccessReview> requests(int count) {
        List<AccessReview> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Subject.ServiceAccount account = accounts.get(random.nextInt(accounts.size()));
            String where = random.nextInt(4) == 0 ? namespace(random.nextInt(NAMESPACES)) : account.namespace();
            requests.add(AccessReview.of(account)
                    .verb(one(VERBS))
                    .group(one(GROUPS))
                    .resource(one(RESOURCES))
                    .in(where)
                    .named("x"));
        }
        return requests;
    }

    private Role role(int number, boolean clusterWide) {
        ImmutableList.Builder<PolicyRule> rules = ImmutableList.builder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            rules.add(new PolicyRule(
                    some(VERBS),
                    ImmutableList.of(one(GROUPS)),
                    some(RESOURCES),
                    random.nextInt(5) == 0 ? ImmutableList.of("x") : ImmutableList.of(),
                    ImmutableList.of()));
        }
        String namespace = clusterWide ? "" : namespace(number % NAMESPACES);
        return new Role(ObjectMeta.of(namespace, "role-" + number), clusterWide, rules.build(), Optional.empty());
    }

    private RoleBinding binding(int number) {
        Role role = roles.get(number % roles.size());
        boolean clusterWide = role.clusterRole() && number % 20 == 0;
        String namespace = role.clusterRole()
                ? namespace(number % NAMESPACES)
                : role.meta().namespace();
        ImmutableList.Builder<SubjectEntry> subjects = ImmutableList.builder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            Subject.ServiceAccount account = accounts.get(random.nextInt(accounts.size()));
            String home = random.nextInt(10) == 0 ? account.namespace() : namespace;
            subjects.add(
                    random.nextInt(10) == 0
                            ? new SubjectEntry("Group", "", "system:serviceaccounts:" + home)
                            : new SubjectEntry("ServiceAccount", home, account.name()));
        }
        return new RoleBinding(
                ObjectMeta.of(clusterWide ? "" : namespace, "binding-" + number),
                clusterWide,
                new RoleRef(
                        role.clusterRole() ? "ClusterRole" : "Role", role.meta().name()),
                subjects.build());
    }

    private ImmutableList<String> some(List<String> all) {
        ImmutableList.Builder<String> some = ImmutableList.builder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            some.add(one(all));
        }
        return some.build().stream().distinct().collect(ImmutableList.toImmutableList());
    }

    private String one(List<String> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static String namespace(int number) {
        return "ns-" + number;
    }
}
