package dev.postern.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ObjectRef;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What identities can give to themselves, against an attacker who does it: writes roles and bindings one by one, each
 * write authorized and checked for escalation as the API server does, until nothing more is gained.
 */
class SelfGrantPropertyTest {
    private static final List<Scope> SCOPES = List.of(Scope.CLUSTER, Scope.namespace("n1"), Scope.namespace("n2"));

    /** Names of roles and bindings; the last is of none at the start. */
    private static final List<String> NAMES = List.of("a", "b", "c", "b0", "b1", "zz");

    @Provide
    Arbitrary<RandomWorlds.World> worlds() {
        return RandomWorlds.escalating();
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void whatIsSaidToBeGainedIsWhatAnAttackerGains(
            @ForAll("worlds") RandomWorlds.World random, @ForAll boolean withClusterAdmin) {
        RandomWorlds.World world = withClusterAdmin
                ? new RandomWorlds.World(
                        Worlds.with(random.roles(), Worlds.role("", "cluster-admin", Worlds.everything())),
                        random.bindings())
                : random;
        Rbac rbac = world.rbac();
        for (Subject actor : RandomWorlds.ACTORS) {
            Set<Grant> said = closure(rbac, actor);
            Attacker attacker = new Attacker(world, actor);
            attacker.run();
            for (Scope scope : SCOPES) {
                List<PolicyRule> expected = attacker.rules(scope);
                List<PolicyRule> actual = rules(world, said, scope);
                assertThat(Coverage.missing(actual, expected))
                        .as("gained by %s %s, not said in %s", actor, scope.describe(), said)
                        .isEmpty();
                assertThat(Coverage.missing(expected, actual))
                        .as("said of %s %s in %s, not gained", actor, scope.describe(), said)
                        .isEmpty();
            }
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void everyPremiseIsGainedByTheSameHolder(@ForAll("worlds") RandomWorlds.World world) {
        Rbac rbac = world.rbac();
        List<SelfGrant> all = rbac.bindings();
        all.forEach(step -> assertGained(all, step.holder(), step.premises()));
        rbac.escalations().forEach(step -> assertGained(all, step.holder(), step.premises()));
    }

    private static void assertGained(List<SelfGrant> all, Holder holder, List<Grant> premises) {
        for (Grant premise : premises) {
            assertThat(all)
                    .anyMatch(step ->
                            step.holder().equals(holder) && step.gained().equals(premise));
        }
    }

    /** Everything that one identity comes to by the steps it can take alone. */
    private static Set<Grant> closure(Rbac rbac, Subject actor) {
        Set<Subject> identities = new TreeSet<>(rbac.groupsOf(actor));
        identities.add(actor);
        Set<Grant> held = new TreeSet<>();
        rbac.holdings().stream()
                .filter(holding -> identities.contains(holding.subject()))
                .forEach(holding -> held.add(holding.grant()));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (SelfGrant step : rbac.bindings()) {
                if (is(step.holder(), identities, held) && held.containsAll(step.premises())) {
                    changed |= held.add(step.gained());
                }
            }
            for (Escalation step : rbac.escalations()) {
                if (is(step.holder(), identities, held)
                        && held.containsAll(step.premises())
                        && step.bound().map(held::contains).orElse(true)) {
                    changed |= held.add(step.gained());
                }
            }
        }
        return held;
    }

    private static boolean is(Holder holder, Set<Subject> identities, Set<Grant> held) {
        return holder.asGrant()
                .map(held::contains)
                .orElseGet(() -> identities.contains(holder.asSubject().orElseThrow()));
    }

    private static List<PolicyRule> rules(RandomWorlds.World world, Set<Grant> held, Scope scope) {
        List<PolicyRule> rules = new ArrayList<>();
        for (Grant grant : held) {
            if (grant.scope().contains(scope)) {
                if (grant.isEverything()) {
                    rules.add(Worlds.everything());
                }
                world.roles().stream()
                        .filter(role -> role.ref().equals(grant.role()))
                        .forEach(role -> rules.addAll(role.rules()));
            }
        }
        return rules;
    }

    /** Does to a world whatever the API server would let it. */
    private static final class Attacker {
        private final Subject subject;
        private final UserInfo user;
        private List<Role> roles;
        private List<RoleBinding> bindings;
        private Rbac rbac;

        Attacker(RandomWorlds.World world, Subject subject) {
            this.subject = subject;
            this.user = UserInfo.of(subject);
            this.roles = world.roles();
            this.bindings = world.bindings();
            this.rbac = world.rbac();
        }

        void run() {
            String before = "";
            while (!before.equals(state())) {
                before = state();
                createRoles();
                for (Role role : roles) {
                    rewrite(role);
                }
                roles.forEach(role -> bindEverywhere(role.ref()));
            }
        }

        List<PolicyRule> rules(Scope scope) {
            return rbac.rulesFor(user, scope.namespace()).stream()
                    .map(HeldRule::rule)
                    .toList();
        }

        private void createRoles() {
            for (String namespace : List.of("", "n1", "n2")) {
                for (String name : NAMES) {
                    Role role = Worlds.role(namespace, name, Worlds.everything());
                    Role empty = Worlds.withRules(role);
                    String resource = resource(role.ref());
                    if (has(role.ref())) {
                        continue;
                    }
                    boolean posts = can("create", resource, namespace, "");
                    // An apply to what is not there is checked like an update, with the name.
                    boolean applies = canApply(resource, namespace, name);
                    if ((posts
                                    && rbac.missingToWrite(user, role, Optional.empty())
                                            .isEmpty())
                            || (applies
                                    && rbac.missingToWrite(user, role, Optional.of(empty))
                                            .isEmpty())) {
                        become(Worlds.with(roles, role), bindings);
                    } else if ((posts || applies) && canUpdate(resource, namespace, name)) {
                        // Empty, to be filled by an update; of no use to whoever cannot.
                        become(Worlds.with(roles, empty), bindings);
                    }
                }
            }
        }

        /** Empties a role, which nothing forbids, binds it, and fills it if that is not refused. */
        private void rewrite(Role role) {
            Role filled = Worlds.withRules(role, Worlds.everything());
            if (!canUpdate(
                            resource(role.ref()),
                            role.meta().namespace(),
                            role.meta().name())
                    || !rbac.missingToWrite(user, filled, Optional.of(Worlds.withRules(role)))
                            .isEmpty()) {
                return;
            }
            become(replaced(role, Worlds.withRules(role)), bindings);
            bindEverywhere(role.ref());
            become(replaced(role, filled), bindings);
        }

        private void bindEverywhere(ObjectRef role) {
            for (String namespace : role.namespace().isEmpty() ? List.of("", "n1", "n2") : List.of(role.namespace())) {
                String name = "by-" + role.kind() + "-" + role.name();
                RoleBinding binding = Worlds.binding(namespace, name, role, subject);
                boolean there = bindings.stream().anyMatch(b -> b.ref().equals(binding.ref()));
                boolean may = can("create", resource(binding.ref()), namespace, "")
                        || NAMES.stream().anyMatch(free -> canApplyNew(binding, free));
                if (!there && may && admitted(binding)) {
                    become(roles, Worlds.with(bindings, binding));
                }
            }
            for (RoleBinding binding : bindings) {
                String namespace = binding.meta().namespace();
                RoleBinding with = new RoleBinding(
                        binding.meta(),
                        binding.clusterRoleBinding(),
                        binding.roleRef(),
                        ImmutableList.copyOf(Worlds.with(binding.subjects(), Worlds.entry(subject))));
                if (!binding.subjects().contains(Worlds.entry(subject))
                        && canUpdate(
                                resource(binding.ref()),
                                namespace,
                                binding.meta().name())
                        && admitted(with)) {
                    List<RoleBinding> changed = new ArrayList<>(bindings);
                    changed.replaceAll(b -> b.equals(binding) ? with : b);
                    become(roles, changed);
                }
            }
        }

        /** Under a name that is free; that one binding uses it up is not followed, so all are called otherwise. */
        private boolean canApplyNew(RoleBinding binding, String name) {
            String namespace = binding.meta().namespace();
            return bindings.stream()
                            .noneMatch(other -> other.meta().namespace().equals(namespace)
                                    && other.meta().name().equals(name))
                    && canApply(resource(binding.ref()), namespace, name);
        }

        private boolean canApply(String resource, String namespace, String name) {
            return can("create", resource, namespace, name) && can("patch", resource, namespace, name);
        }

        private boolean admitted(RoleBinding binding) {
            return rbac.missingToWrite(user, binding).map(List::isEmpty).orElse(false);
        }

        private boolean canUpdate(String resource, String namespace, String name) {
            return can("update", resource, namespace, name) || can("patch", resource, namespace, name);
        }

        private boolean can(String verb, String resource, String namespace, String name) {
            AccessReview review = AccessReview.of(user)
                    .verb(verb)
                    .group(Worlds.RBAC)
                    .resource(resource)
                    .in(namespace)
                    .named(name);
            return rbac.decide(review).isAllowed();
        }

        private boolean has(ObjectRef ref) {
            return roles.stream().anyMatch(role -> role.ref().equals(ref));
        }

        private List<Role> replaced(Role role, Role by) {
            List<Role> changed = new ArrayList<>(roles);
            changed.replaceAll(r -> r.ref().equals(role.ref()) ? by : r);
            return changed;
        }

        private void become(List<Role> newRoles, List<RoleBinding> newBindings) {
            roles = ImmutableList.copyOf(newRoles);
            bindings = ImmutableList.copyOf(newBindings);
            rbac = Worlds.rbac(roles, bindings);
        }

        private String state() {
            return new RandomWorlds.World(roles, bindings).toString();
        }

        private static String resource(ObjectRef ref) {
            return ref.kind().toLowerCase(Locale.ROOT) + "s";
        }
    }
}
