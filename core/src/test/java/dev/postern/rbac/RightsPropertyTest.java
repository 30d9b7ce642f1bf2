package dev.postern.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What grants permit, alone and together, against asking the authorizer about every case. */
class RightsPropertyTest {
    private static final List<Permission> PERMISSIONS = List.of(
            Permission.of("get", "", "pods"),
            Permission.of("create", "", "pods"),
            Permission.of("create", "", "pods/exec"),
            Permission.of("get", "", "pods/exec").or("create"),
            Permission.of("list", "", "secrets"),
            Permission.of("deletecollection", "", "secrets"),
            Permission.of("get", "", "namespaces"),
            Permission.of("list", "", "namespaces"),
            Permission.of("create", "", "namespaces"),
            Permission.of("get", "", "nodes"),
            Permission.of("impersonate", "", "users"));
    private static final List<String> NAMES = List.of("a", "b", "n1", "n2", "other");
    private static final List<String> NAMESPACES = List.of("n1", "n2", "");

    @Provide
    Arbitrary<RandomWorlds.World> worlds() {
        return RandomWorlds.ordinary();
    }

    @Provide
    Arbitrary<Permission> permissions() {
        return Arbitraries.of(PERMISSIONS);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void permitsAgreeWithDecidingEveryRequest(
            @ForAll("worlds") RandomWorlds.World world, @ForAll("permissions") Permission permission) {
        Rbac rbac = world.rbac();
        ImmutableList<Permit> permits = rbac.permits(permission);
        for (Grant grant : rbac.grants()) {
            if (grant.isEverything()) {
                continue;
            }
            Subject probe = Subject.user("probe");
            RoleBinding binding = Worlds.binding(grant.scope().namespace(), "probe", grant.role(), probe);
            Rbac probed = Worlds.rbac(world.roles(), List.of(binding));
            List<Permit> own = permits.stream()
                    .filter(permit -> permit.grant().equals(grant))
                    .toList();
            for (Request request : requests(permission)) {
                UserInfo user = UserInfo.of("probe", List.of());
                assertThat(own.stream().anyMatch(permit -> permits(permit, permission, request)))
                        .as("%s: %s %s", grant.describe(), permission, request)
                        .isEqualTo(allowed(probed, user, permission, request));
            }
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void combinedRightsAreThoseOfOneIdentity(
            @ForAll("worlds") RandomWorlds.World world,
            @ForAll("permissions") Permission first,
            @ForAll("permissions") Permission second) {
        Rbac rbac = world.rbac();
        ImmutableList<Combined> combined = rbac.combined(ImmutableList.of(first, second));
        for (Subject actor : RandomWorlds.ACTORS) {
            UserInfo user = UserInfo.of(actor);
            for (Request one : requests(first)) {
                for (Request two : requests(second)) {
                    if (!inOneNamespace(one, two)) {
                        continue;
                    }
                    boolean expected = allowed(rbac, user, first, one) && allowed(rbac, user, second, two);
                    List<Combined> both = combined.stream()
                            .filter(c -> holds(rbac, actor, c.holder())
                                    && permits(c.scope(), c.names().get(0), first, one)
                                    && permits(c.scope(), c.names().get(1), second, two))
                            .toList();
                    // What a holder has after giving itself a grant may be more, and then stands for what it has
                    // before.
                    boolean now = both.stream().anyMatch(c -> c.gained().isEmpty());
                    assertThat(expected ? !both.isEmpty() : !now)
                            .as("%s: %s %s and %s %s in %s", actor, first, one, second, two, combined)
                            .isTrue();
                }
            }
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void everySupportSufficesAlone(
            @ForAll("worlds") RandomWorlds.World world, @ForAll("permissions") Permission permission) {
        Rbac rbac = world.rbac();
        for (Subject actor : RandomWorlds.ACTORS) {
            for (Request request : requests(permission)) {
                Decision decision = rbac.decide(review(UserInfo.of(actor), permission, request));
                for (Support support : decision.supports()) {
                    Rbac cited = only(world, support).rbac();
                    assertThat(cited.decide(review(UserInfo.of(actor), permission, request))
                                    .supports())
                            .isNotEmpty();
                }
            }
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void addingASubjectToABindingNeverRemovesAnAllow(
            @ForAll("worlds") RandomWorlds.World world, @ForAll("permissions") Permission permission) {
        Rbac before = world.rbac();
        RoleBinding changed = world.bindings().get(0);
        List<RoleBinding> bindings = new ArrayList<>(world.bindings());
        bindings.set(
                0,
                new RoleBinding(
                        changed.meta(),
                        changed.clusterRoleBinding(),
                        changed.roleRef(),
                        ImmutableList.copyOf(Worlds.with(changed.subjects(), Worlds.entry(Subject.user("u"))))));
        Rbac after = Worlds.rbac(world.roles(), bindings);
        for (Subject actor : RandomWorlds.ACTORS) {
            for (Request request : requests(permission)) {
                if (allowed(before, UserInfo.of(actor), permission, request)) {
                    assertThat(allowed(after, UserInfo.of(actor), permission, request))
                            .isTrue();
                }
            }
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void whoCanNamesThoseWhomTheAuthorizerAllows(
            @ForAll("worlds") RandomWorlds.World world, @ForAll("permissions") Permission permission) {
        Rbac rbac = world.rbac();
        for (Request request : requests(permission)) {
            AccessReview review = review(UserInfo.of("", List.of()), permission, request);
            List<Subject> can =
                    rbac.whoCan(review).stream().map(Allowed::subject).toList();
            for (Subject subject : RandomWorlds.SUBJECTS) {
                UserInfo alone = subject instanceof Subject.Group
                        ? UserInfo.of("", List.of(subject.principal()))
                        : UserInfo.of(subject.principal(), List.of());
                assertThat(can.contains(subject))
                        .as("%s %s", subject, review)
                        .isEqualTo(rbac.decideByRbac(review(alone, permission, request))
                                .isAllowed());
            }
        }
    }

    /** The verb of the permission is the first: alternatives are compared by asking for each. */
    record Request(String verb, String namespace, String name, boolean namespaced) {}

    /** Rights of one request are asked in its namespace, except those on what belongs to none. */
    private static boolean inOneNamespace(Request one, Request two) {
        boolean oneHasNone = !one.namespaced() && one.namespace().isEmpty();
        boolean twoHasNone = !two.namespaced() && two.namespace().isEmpty();
        return oneHasNone || twoHasNone || one.namespace().equals(two.namespace());
    }

    private static List<Request> requests(Permission permission) {
        List<Request> requests = new ArrayList<>();
        boolean namespaceObject = permission.resource().equals("namespaces");
        for (String verb : permission.verbs()) {
            for (String namespace : permission.namespaced() && !namespaceObject ? NAMESPACES : List.of("")) {
                boolean namespaced = permission.namespaced() && !namespaceObject;
                if (permission.naming() != Permission.Naming.NAMED) {
                    requests.add(new Request(verb, namespace, "", namespaced));
                }
                if (permission.naming() != Permission.Naming.UNNAMED) {
                    for (String name : NAMES) {
                        // Only a named request on the object itself is in its namespace: lists are not (E7).
                        boolean own = namespaceObject && permission.naming() == Permission.Naming.NAMED;
                        requests.add(new Request(verb, own ? name : namespace, name, namespaced));
                    }
                }
            }
        }
        return requests;
    }

    private static boolean permits(Permit permit, Permission permission, Request request) {
        return permits(permit.scope(), permit.names(), permission, request);
    }

    private static boolean permits(
            Scope scope, ImmutableSortedSet<String> names, Permission permission, Request request) {
        // What belongs to no namespace is reached by cluster-wide grants only, a Namespace by its name (E7).
        boolean reaches = !request.namespaced()
                || scope.isClusterWide()
                || scope.namespace().equals(request.namespace());
        boolean named = request.name().isEmpty() ? names.isEmpty() : names.isEmpty() || names.contains(request.name());
        return reaches && named;
    }

    private static boolean allowed(Rbac rbac, UserInfo user, Permission permission, Request request) {
        boolean exact = rbac.decideByRbac(review(user, permission, request)).isAllowed();
        if (exact
                || permission.naming() != Permission.Naming.NAMED_OR_ALL
                || request.name().isEmpty()) {
            return exact || allowedByAnother(rbac, user, permission, request);
        }
        // Whoever lists everything also sees this one.
        Request all = new Request(request.verb(), request.namespace(), "", request.namespaced());
        return rbac.decideByRbac(review(user, permission, all)).isAllowed();
    }

    private static boolean allowedByAnother(Rbac rbac, UserInfo user, Permission permission, Request request) {
        return permission.verbs().stream()
                .map(verb -> new Request(verb, request.namespace(), request.name(), request.namespaced()))
                .anyMatch(other ->
                        rbac.decideByRbac(review(user, permission, other)).isAllowed());
    }

    private static AccessReview review(UserInfo user, Permission permission, Request request) {
        return new AccessReview(
                user,
                request.verb(),
                permission.apiGroup(),
                permission.resource(),
                permission.subresource(),
                request.name(),
                request.namespace(),
                "");
    }

    private static boolean holds(Rbac rbac, Subject actor, Holder holder) {
        List<Subject> identities = new ArrayList<>(rbac.groupsOf(actor));
        identities.add(actor);
        return holder.asGrant()
                .map(grant -> rbac.holdings().stream()
                        .anyMatch(holding -> holding.grant().equals(grant) && identities.contains(holding.subject())))
                .orElseGet(() -> identities.contains(holder.asSubject().orElseThrow()));
    }

    /** The world with nothing but the bindings' entries and the rules that a support cites. */
    private static RandomWorlds.World only(RandomWorlds.World world, Support support) {
        List<Role> roles = new ArrayList<>();
        for (Role role : world.roles()) {
            roles.add(Worlds.withRules(
                    role, cited(support, role.ref(), "rules", role.rules()).toArray(new PolicyRule[0])));
        }
        List<RoleBinding> bindings = new ArrayList<>();
        for (RoleBinding binding : world.bindings()) {
            bindings.add(new RoleBinding(
                    binding.meta(),
                    binding.clusterRoleBinding(),
                    binding.roleRef(),
                    ImmutableList.copyOf(cited(support, binding.ref(), "subjects", binding.subjects()))));
        }
        return new RandomWorlds.World(roles, bindings);
    }

    private static <T> List<T> cited(Support support, ObjectRef object, String field, List<T> all) {
        List<T> cited = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String at = field + "[" + i + "]";
            if (support.facts().stream().map(Evidence::field).anyMatch(at::equals)
                    && support.facts().stream()
                            .anyMatch(fact ->
                                    fact.object().equals(object) && fact.field().equals(at))) {
                cited.add(all.get(i));
            }
        }
        return cited;
    }
}
