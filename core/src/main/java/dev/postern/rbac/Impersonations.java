package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Who may act as whom (E18, E19). Legacy impersonation: users and groups are cluster-scoped, service accounts belong to
 * their namespace, and groups are impersonated only together with a user or service account, in one request. Constrained
 * impersonation makes a holder another's equal only if it has {@code impersonate-on:<mode>:<verb>} for every verb there is,
 * on everything; anything less is no identity, and is left out here.
 */
final class Impersonations {
    private static final Permission USERS = Permission.of("impersonate", "", "users");
    private static final Permission GROUPS = Permission.of("impersonate", "", "groups");
    private static final Permission SERVICE_ACCOUNTS = Permission.of("impersonate", "", "serviceaccounts");

    private static final String AUTHENTICATION = "authentication.k8s.io";
    /** The verbs of requests; what is checked beyond these ({@code bind}, {@code escalate}, ...) is asked about the other. */
    private static final ImmutableList<String> REQUEST_VERBS =
            ImmutableList.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");

    private final Map<Impersonation, TreeSet<Support>> found = new LinkedHashMap<>();

    private Impersonations() {}

    static ImmutableList<Impersonation> of(
            Function<ImmutableList<Permission>, ImmutableList<Combined>> combined,
            Policy policy,
            Inventory inventory,
            ServerVersion version) {
        Impersonations impersonations = new Impersonations();
        combined.apply(ImmutableList.of(USERS))
                .forEach(c -> impersonations.add(c, Impersonation.Target.USER, Scope.CLUSTER));
        combined.apply(ImmutableList.of(SERVICE_ACCOUNTS))
                .forEach(c -> impersonations.add(c, Impersonation.Target.SERVICE_ACCOUNT, c.scope()));
        for (Permission half : List.of(USERS, SERVICE_ACCOUNTS)) {
            combined.apply(ImmutableList.of(GROUPS, half))
                    .forEach(c -> impersonations.add(c, Impersonation.Target.GROUP, Scope.CLUSTER));
        }
        if (version.hasConstrainedImpersonation() && namesConstrainedVerbs(policy)) {
            impersonations.new Constrained(combined, inventory, version).add();
        }
        return impersonations.sorted();
    }

    /** Where only the verb {@code *} gives these rights, on everything, it gives legacy impersonation as well. */
    private static boolean namesConstrainedVerbs(Policy policy) {
        return policy.roles().stream()
                .flatMap(role -> role.rules().stream())
                .flatMap(entry -> entry.rule().verbs().stream())
                .anyMatch(verb -> verb.startsWith("impersonate-on:"));
    }

    private void add(Combined combined, Impersonation.Target target, Scope scope) {
        add(combined, target, scope, combined.names().get(0), combined.supports());
    }

    private void add(
            Combined combined,
            Impersonation.Target target,
            Scope scope,
            ImmutableSortedSet<String> names,
            List<Support> supports) {
        Impersonation key =
                new Impersonation(combined.holder(), target, scope, names, combined.gained(), ImmutableList.of());
        TreeSet<Support> known = found.computeIfAbsent(key, k -> new TreeSet<>());
        for (Support support : supports) {
            // Whoever has the legacy right by some facts needs no further ones to have it again.
            if (known.stream().noneMatch(smaller -> new HashSet<>(support.facts()).containsAll(smaller.facts()))) {
                known.add(support);
            }
        }
    }

    /** The part that needs rights on the identity and on every request. */
    private final class Constrained {
        private final Function<ImmutableList<Permission>, ImmutableList<Combined>> combined;
        private final Inventory inventory;
        private final Support on;

        Constrained(
                Function<ImmutableList<Permission>, ImmutableList<Combined>> combined,
                Inventory inventory,
                ServerVersion version) {
            this.combined = combined;
            this.inventory = inventory;
            this.on = Support.of(version.evidence());
        }

        void add() {
            for (Combined c : having(ImpersonationMode.SERVICE_ACCOUNT, "serviceaccounts")) {
                put(
                        c,
                        Impersonation.Target.SERVICE_ACCOUNT,
                        c.scope(),
                        c.names().get(0));
            }
            for (Combined c : having(ImpersonationMode.ARBITRARY_NODE, "nodes")) {
                put(c, Impersonation.Target.NODE, Scope.CLUSTER, c.names().get(0));
            }
            for (Combined c : having(ImpersonationMode.USER_INFO, "users")) {
                put(
                        c,
                        Impersonation.Target.USER,
                        Scope.CLUSTER,
                        otherUsers(c.names().get(0)));
            }
            for (Combined c : having(ImpersonationMode.USER_INFO, "groups", "users")) {
                if (c.names().get(1).isEmpty() || !otherUsers(c.names().get(1)).isEmpty()) {
                    put(
                            c,
                            Impersonation.Target.GROUP,
                            Scope.CLUSTER,
                            otherGroups(c.names().get(0)));
                }
            }
        }

        private void put(Combined c, Impersonation.Target target, Scope scope, ImmutableSortedSet<String> names) {
            boolean none =
                    names.isEmpty() && (target == Impersonation.Target.USER || target == Impersonation.Target.GROUP);
            if (!none) {
                List<Support> supports =
                        c.supports().stream().map(support -> support.and(on)).toList();
                Impersonations.this.add(c, target, scope, names, supports);
            }
        }

        /** Who may impersonate these and make every request as them. */
        private List<Combined> having(ImpersonationMode mode, String... resources) {
            ImmutableList.Builder<Permission> allOf = ImmutableList.builder();
            for (String resource : resources) {
                allOf.add(Permission.of(mode.verb(), AUTHENTICATION, resource));
            }
            for (String verb : REQUEST_VERBS) {
                allOf.add(Permission.of(mode.onVerb(verb), "*", "*").clusterScoped());
            }
            return combined.apply(allOf.build()).stream()
                    .filter(c -> c.names().stream().skip(resources.length).allMatch(ImmutableSortedSet::isEmpty))
                    .toList();
        }

        /** This mode is for users only that are neither nodes nor service accounts: those known, where any is meant. */
        private ImmutableSortedSet<String> otherUsers(ImmutableSortedSet<String> names) {
            Stream<String> all =
                    names.isEmpty() ? inventory.subjects().stream().map(Subject::principal) : names.stream();
            return all.filter(name -> Principals.node(name).isEmpty()
                            && Principals.serviceAccount(name).isEmpty())
                    .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
        }

        /** Nor can the privileged group be had in this mode. */
        private ImmutableSortedSet<String> otherGroups(ImmutableSortedSet<String> names) {
            Stream<String> all =
                    names.isEmpty() ? inventory.groups().stream().map(Subject.Group::name) : names.stream();
            return all.filter(name -> !name.equals(ImplicitGroups.MASTERS))
                    .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
        }
    }

    private ImmutableList<Impersonation> sorted() {
        List<Impersonation> all = new ArrayList<>();
        found.forEach((key, supports) -> all.add(new Impersonation(
                key.holder(), key.target(), key.scope(), key.names(), key.gained(), ImmutableList.copyOf(supports))));
        all.sort(Comparator.comparing(Impersonation::holder, Holder::compare)
                .thenComparing(Impersonation::target)
                .thenComparing(Impersonation::scope)
                .thenComparing(i -> i.names().toString())
                .thenComparing(i -> i.gained().toString()));
        return ImmutableList.copyOf(all);
    }
}
