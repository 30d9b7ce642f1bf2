package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Basis;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.RoleRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The RBAC objects in effect: those of the input and, where it lacks them, the built-in ones; all in canonical order. */
final class Policy {
    private static final String AUTOUPDATE = "rbac.authorization.kubernetes.io/autoupdate";

    private final ImmutableList<RoleEntry> roles;
    private final ImmutableList<BindingEntry> bindings;
    private final Map<ObjectRef, RoleEntry> byRef = new HashMap<>();
    private final Aggregation aggregation;

    private Policy(List<Role> roles, List<RoleBinding> bindings, Set<ObjectRef> assumed) {
        this.aggregation = new Aggregation(roles, assumed);
        ImmutableList.Builder<RoleEntry> entries = ImmutableList.builder();
        for (Role role : roles) {
            RoleEntry entry = new RoleEntry(role, basis(role.ref(), assumed), aggregation.rules(role));
            entries.add(entry);
            byRef.put(entry.ref(), entry);
        }
        this.roles = entries.build();
        ImmutableList.Builder<BindingEntry> resolved = ImmutableList.builder();
        for (RoleBinding binding : bindings) {
            resolved.add(resolve(binding, basis(binding.ref(), assumed)));
        }
        this.bindings = resolved.build();
    }

    static Policy of(Cluster cluster, boolean builtInRoles) {
        if (!builtInRoles || hasLiveSystemRoles(cluster)) {
            return new Policy(cluster.roles(), cluster.roleBindings(), Set.of());
        }
        BuiltInRoles builtIn = BuiltInRoles.load();
        Set<ObjectRef> assumed = new HashSet<>();
        boolean openShift = cluster.openShift().isPresent();
        List<Role> roles = merged(
                cluster.roles(),
                openShift ? concat(builtIn.roles(), OpenShiftRoles.roles()) : builtIn.roles(),
                assumed);
        List<RoleBinding> bindings = merged(
                cluster.roleBindings(),
                openShift ? concat(builtIn.bindings(), OpenShiftRoles.bindings()) : builtIn.bindings(),
                assumed);
        return new Policy(roles, bindings, assumed);
    }

    /** The same roles, given to nobody: what is left where RBAC is not asked. */
    Policy withoutBindings() {
        return new Policy(roles, byRef, aggregation);
    }

    private Policy(ImmutableList<RoleEntry> roles, Map<ObjectRef, RoleEntry> byRef, Aggregation aggregation) {
        this.roles = roles;
        this.bindings = ImmutableList.of();
        this.byRef.putAll(byRef);
        this.aggregation = aggregation;
    }

    ImmutableList<RoleEntry> roles() {
        return roles;
    }

    ImmutableList<BindingEntry> bindings() {
        return bindings;
    }

    Optional<RoleEntry> role(ObjectRef ref) {
        return Optional.ofNullable(byRef.get(ref));
    }

    Aggregation aggregation() {
        return aggregation;
    }

    /** The role a binding in that namespace refers to; a ClusterRoleBinding (empty namespace) never finds a Role (E8). */
    Optional<RoleEntry> role(RoleRef roleRef, String bindingNamespace) {
        if (roleRef.kind().equals("ClusterRole")) {
            return role(ObjectRef.cluster("ClusterRole", roleRef.name()));
        }
        return roleRef.kind().equals("Role") && !bindingNamespace.isEmpty()
                ? role(ObjectRef.of("Role", bindingNamespace, roleRef.name()))
                : Optional.empty();
    }

    private BindingEntry resolve(RoleBinding binding, Basis basis) {
        String namespace = binding.clusterRoleBinding() ? "" : binding.meta().namespace();
        return new BindingEntry(binding, basis, new Scope(namespace), role(binding.roleRef(), namespace));
    }

    /** Whether the control plane writes the rules of this role: {@link Rbac#restoresRules}. */
    boolean restores(Role role) {
        if (role.aggregationSelectors().isPresent()) {
            return true;
        }
        boolean byDefault =
                !role.meta().annotations().getOrDefault(AUTOUPDATE, "true").equals("false");
        return byDefault
                && BuiltInRoles.load().roles().stream()
                        .anyMatch(known -> known.ref().equals(role.ref()));
    }

    private static boolean hasLiveSystemRoles(Cluster cluster) {
        return cluster.roles().stream()
                .anyMatch(role -> role.clusterRole()
                        && role.meta().live()
                        && role.meta().name().startsWith("system:"));
    }

    private static <T> List<T> concat(List<T> some, List<T> more) {
        return ImmutableList.<T>builder().addAll(some).addAll(more).build();
    }

    static Basis basis(ObjectRef ref, Set<ObjectRef> assumed) {
        return assumed.contains(ref) ? Basis.ASSUMED : Basis.STATED;
    }

    private static <T extends KubernetesObject> List<T> merged(
            List<T> stated, List<T> builtIn, Set<ObjectRef> assumed) {
        Map<ObjectRef, T> all = new TreeMap<>();
        for (T object : builtIn) {
            all.put(object.ref(), object);
            assumed.add(object.ref());
        }
        for (T object : stated) {
            all.put(object.ref(), object);
            assumed.remove(object.ref());
        }
        return List.copyOf(all.values());
    }
}
