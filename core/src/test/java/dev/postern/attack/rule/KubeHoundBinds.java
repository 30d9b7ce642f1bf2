package dev.postern.attack.rule;

import dev.postern.model.Cluster;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.SubjectEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The roles to which a subject may bind itself, worked out from KubeHound's manifests in the plainest way: their rules
 * have neither {@code resourceNames} nor any wildcard but in a rule that allows everything.
 *
 * <p>By Kubernetes, {@code bind} is asked of the role in the namespace of the binding, whether or not the role is bound
 * yet; {@code roles} and {@code clusterroles} are two resources; a RoleBinding gives rights in its namespace alone.
 */
final class KubeHoundBinds {
    private static final String EVERYWHERE = "*";
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final Right ALL = new Right("*", "*", "*");

    private record Right(String group, String resource, String verb) {}

    private final Cluster cluster;
    private final String subject;

    private KubeHoundBinds(Cluster cluster, String subject) {
        this.cluster = cluster;
        this.subject = subject;
    }

    /** What the subject gains, as ids of vertices: no role that gives it nothing new. */
    static Set<String> of(Cluster cluster, String subject) {
        return new KubeHoundBinds(cluster, subject).gained();
    }

    private Set<String> gained() {
        Set<String> gained = new TreeSet<>();
        boolean everyNamespace = may(EVERYWHERE, "create", "rolebindings") && may(EVERYWHERE, "bind", "clusterroles");
        if (may(EVERYWHERE, "create", "clusterrolebindings") && may(EVERYWHERE, "bind", "clusterroles")) {
            gained.addAll(most(EVERYWHERE, "*", roles("")));
        } else if (everyNamespace) {
            gained.addAll(most(EVERYWHERE, "(every)", roles("")));
        }
        for (String namespace : cluster.namespaceNames()) {
            if (may(namespace, "create", "rolebindings")) {
                Map<String, Set<Right>> bindable = new TreeMap<>();
                if (may(namespace, "bind", "clusterroles") && !everyNamespace) {
                    bindable.putAll(roles(""));
                }
                if (may(namespace, "bind", "roles")) {
                    bindable.putAll(roles(namespace));
                }
                gained.addAll(most(namespace, namespace, bindable));
            }
        }
        return gained;
    }

    /** Where there is a role that allows everything, no lesser one is said. */
    private Set<String> most(String scope, String shown, Map<String, Set<Right>> bindable) {
        boolean all = bindable.values().stream().anyMatch(rights -> rights.contains(ALL));
        Set<Right> held = held(scope);
        Set<String> gained = new TreeSet<>();
        bindable.forEach((role, rights) -> {
            if (!held.contains(ALL) && !held.containsAll(rights) && (!all || rights.contains(ALL))) {
                gained.add("role:" + role + "@" + shown);
            }
        });
        return gained;
    }

    private boolean may(String scope, String verb, String resource) {
        return held(scope).contains(new Right(RBAC, resource, verb))
                || held(scope).contains(ALL);
    }

    /** What bindings that name the subject give it; those of its groups give nothing here. */
    private Set<Right> held(String scope) {
        Set<Right> held = new HashSet<>();
        for (RoleBinding binding : cluster.roleBindings()) {
            String namespace = binding.meta().namespace();
            boolean counts = binding.clusterRoleBinding() || namespace.equals(scope);
            if (counts
                    && binding.subjects().stream()
                            .anyMatch(entry -> id(entry, namespace).equals(subject))) {
                boolean local = binding.roleRef().kind().equals("Role");
                held.addAll(roles(local ? namespace : "")
                        .getOrDefault(
                                role(local ? namespace : "", binding.roleRef().name()), Set.of()));
            }
        }
        return held;
    }

    /** The Roles of a namespace, or else the ClusterRoles. */
    private Map<String, Set<Right>> roles(String namespace) {
        Map<String, Set<Right>> roles = new TreeMap<>();
        for (Role role : cluster.roles()) {
            if (role.clusterRole() == namespace.isEmpty()
                    && (role.clusterRole() || role.meta().namespace().equals(namespace))) {
                roles.put(role(namespace, role.meta().name()), rights(role.rules()));
            }
        }
        return roles;
    }

    private static Set<Right> rights(List<PolicyRule> rules) {
        Set<Right> rights = new HashSet<>();
        for (PolicyRule rule : rules) {
            for (String group : rule.apiGroups()) {
                for (String resource : rule.resources()) {
                    rule.verbs().forEach(verb -> rights.add(new Right(group, resource, verb)));
                }
            }
        }
        return rights;
    }

    /** An account without a namespace is one of the binding's. */
    static String id(SubjectEntry entry, String namespace) {
        return switch (entry.kind()) {
            case "ServiceAccount" ->
                "sa:" + (entry.namespace().isEmpty() ? namespace : entry.namespace()) + "/" + entry.name();
            case "Group" -> "group:" + entry.name();
            default -> "user:" + entry.name();
        };
    }

    static String role(String namespace, String name) {
        return namespace.isEmpty() ? "ClusterRole/" + name : "Role/" + namespace + "/" + name;
    }
}
