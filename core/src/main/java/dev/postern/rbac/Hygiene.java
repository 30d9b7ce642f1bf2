package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Basis;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectRef;
import dev.postern.model.PolicyRule;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Bindings and roles that are not as they should be, though they lead nowhere. What the API server made itself is left out,
 * and roles that allow everything: these are {@code cluster-admin}, and that is said elsewhere. O(bindings x kinds), and
 * the rules that match.
 */
final class Hygiene {
    private static final int SHOWN = 6;

    private final Policy policy;
    private final Cluster cluster;
    private final RoleRights rights;
    private final Actors actors;
    private final BenignGrants benign = new BenignGrants();
    private final DefaultBindings defaults = new DefaultBindings();
    private final HygieneRights limits;
    /** By identity: the lists are made once. */
    private final Map<ImmutableList<Permission>, List<Question>> questions = new IdentityHashMap<>();

    private final List<HygieneFinding> findings = new ArrayList<>();

    private Hygiene(Cluster cluster, Policy policy, RoleRights rights, Actors actors) {
        this.cluster = cluster;
        this.policy = policy;
        this.rights = rights;
        this.actors = actors;
        this.limits = new HygieneRights(cluster.resourceQuotas());
    }

    static ImmutableList<HygieneFinding> of(Cluster cluster, Policy policy, RoleRights rights, Actors actors) {
        Hygiene all = new Hygiene(cluster, policy, rights, actors);
        for (BindingEntry binding : policy.bindings()) {
            if (binding.basis() == Basis.STATED && !all.defaults.isDefault(binding)) {
                all.binding(binding);
            }
        }
        all.unusedRoles();
        all.findings.sort(Comparator.comparing(HygieneFinding::kind)
                .thenComparing(HygieneFinding::object)
                .thenComparing(HygieneFinding::detail));
        return ImmutableList.copyOf(all.findings);
    }

    private void binding(BindingEntry binding) {
        if (binding.role().isEmpty()) {
            String detail = "refers to " + role(binding)
                    + ", which the input does not hold: whoever may create it decides" + " what it grants";
            add(HygieneKind.DANGLING_ROLE, binding, binding.subjects(), detail, List.of(binding.roleRefEvidence()));
            return;
        }
        List<Subject> subjects = binding.subjects();
        if (subjects.isEmpty()) {
            String detail = "gives " + role(binding) + " to nobody";
            add(HygieneKind.NO_SUBJECTS, binding, subjects, detail, List.of(binding.roleRefEvidence()));
            return;
        }
        RoleEntry role = binding.role().get();
        entries(binding, role);
        if (!role.allowsEverything()) {
            rights(HygieneKind.DELETES, binding, subjects, HygieneRights.DELETES);
            rights(HygieneKind.CONFIG_WRITES, binding, subjects, HygieneRights.CONFIG_WRITES);
            rights(HygieneKind.EVENT_DELETES, binding, subjects, HygieneRights.EVENT_DELETES);
            rights(HygieneKind.RECONNAISSANCE, binding, subjects, HygieneRights.RECONNAISSANCE);
            rights(HygieneKind.UNBOUNDED_CREATES, binding, subjects, limits.unboundedCreates(binding.scope()));
            rights(HygieneKind.PRIORITY_CLASSES, binding, subjects, HygieneRights.PRIORITY_CLASSES);
        }
    }

    /** What single entries of a binding say: everybody, the default account, accounts that are not there. */
    private void entries(BindingEntry binding, RoleEntry role) {
        // An input without any accounts, such as roles and bindings alone, says nothing of which there are.
        boolean accountsKnown = !cluster.serviceAccounts().isEmpty();
        for (int i = 0; i < binding.binding().subjects().size(); i++) {
            Subject subject = binding.subject(i).orElse(null);
            if (subject == null) {
                continue;
            }
            if (BenignGrants.isEverybody(subject)) {
                everybody(binding, i, subject, role);
            } else if (subject instanceof Subject.ServiceAccount account) {
                String name = Text.printable(account.ref().toString());
                if (account.name().equals("default")) {
                    String detail = "gives " + role(binding) + " to " + name
                            + ", as which every pod runs that names no account of its own";
                    add(HygieneKind.DEFAULT_ACCOUNT_BOUND, binding, List.of(subject), detail, facts(binding, i));
                }
                if (accountsKnown && actors.presence(account) == AllowedSubject.Presence.DANGLING) {
                    String detail = "names " + name + ", which the input does not hold: whoever may create it gets "
                            + role(binding);
                    add(HygieneKind.DANGLING_ACCOUNT, binding, List.of(subject), detail, facts(binding, i));
                }
            }
        }
    }

    private void everybody(BindingEntry binding, int index, Subject subject, RoleEntry role) {
        List<PolicyRule> beyond = benign.beyond(subject, binding.scope(), role.policyRules());
        if (beyond.isEmpty()) {
            return;
        }
        Set<String> texts = new LinkedHashSet<>();
        beyond.forEach(right -> texts.add(Text.of(right)));
        Set<Evidence> facts = new LinkedHashSet<>(facts(binding, index));
        for (RuleEntry rule : role.rules()) {
            if (Coverage.atoms(rule.rule()).stream().anyMatch(beyond::contains)) {
                facts.addAll(rule.supports().get(0).facts());
            }
        }
        add(
                HygieneKind.EVERYBODY_BOUND,
                binding,
                List.of(subject),
                "lets " + Text.printable(subject.describe()) + " " + some(texts) + " "
                        + binding.scope().describe(),
                List.copyOf(facts));
    }

    private void rights(
            HygieneKind kind, BindingEntry binding, List<Subject> subjects, ImmutableList<Permission> anyOf) {
        Grant grant = binding.grant().orElseThrow();
        Map<String, Set<String>> verbsByTarget = new TreeMap<>();
        Set<Support> supports = new TreeSet<>();
        List<Question> asked = questions.computeIfAbsent(
                anyOf,
                key -> key.stream()
                        .map(permission -> new Question(rights, permission))
                        .toList());
        for (int i = 0; i < anyOf.size(); i++) {
            Permission permission = anyOf.get(i);
            for (Permit permit : asked.get(i).permits(grant)) {
                verbsByTarget
                        .computeIfAbsent(target(permission, permit.names()), key -> new LinkedHashSet<>())
                        .addAll(permission.verbs());
                supports.addAll(permit.supports());
            }
        }
        if (supports.isEmpty()) {
            return;
        }
        Map<Set<String>, Set<String>> targetsByVerbs = new HashMap<>();
        verbsByTarget.forEach((target, verbs) ->
                targetsByVerbs.computeIfAbsent(verbs, key -> new TreeSet<>()).add(target));
        Set<String> texts = new TreeSet<>();
        targetsByVerbs.forEach((verbs, targets) -> texts.add(String.join(",", verbs) + " " + some(targets)));
        Set<Evidence> facts = new LinkedHashSet<>(List.of(binding.roleRefEvidence()));
        supports.forEach(support -> facts.addAll(support.facts()));
        String detail = "lets " + whom(subjects) + " " + String.join("; ", texts) + " "
                + binding.scope().describe();
        add(kind, binding, subjects, detail, List.copyOf(facts));
    }

    private static String target(Permission permission, ImmutableSortedSet<String> names) {
        String group = permission.apiGroup();
        String resource = permission.combinedResource();
        return resource
                + (group.isEmpty() || resource.equals("events") || group.equals("apps") || group.equals("batch")
                        ? ""
                        : "." + group)
                + (names.isEmpty() ? "" : " " + Text.printable(names.toString()));
    }

    private static String whom(List<Subject> subjects) {
        String first = Text.printable(subjects.get(0).describe());
        return subjects.size() == 1 ? first : first + " and " + (subjects.size() - 1) + " more";
    }

    private static String some(Set<String> texts) {
        List<String> all = List.copyOf(texts);
        return all.size() <= SHOWN
                ? String.join(", ", all)
                : String.join(", ", all.subList(0, SHOWN)) + " and " + (all.size() - SHOWN) + " more";
    }

    /** Roles of the input that no binding gives and no other role takes in. */
    private void unusedRoles() {
        Set<ObjectRef> bound = new HashSet<>();
        policy.bindings().forEach(binding -> binding.role().ifPresent(role -> bound.add(role.ref())));
        Set<LabelSelector> selectors = new HashSet<>();
        policy.roles().forEach(role -> role.role().aggregationSelectors().ifPresent(selectors::addAll));
        for (RoleEntry role : policy.roles()) {
            boolean aggregated = role.role().clusterRole()
                    && selectors.stream()
                            .anyMatch(selector ->
                                    selector.matches(role.role().meta().labels()));
            if (role.basis() == Basis.STATED
                    && !bound.contains(role.ref())
                    && !aggregated
                    && !defaults.isDefault(role)) {
                findings.add(new HygieneFinding(
                        HygieneKind.UNUSED_ROLE,
                        role.ref(),
                        ImmutableList.of(),
                        ImmutableList.of(),
                        ImmutableList.of(),
                        "is given by no binding and part of no other role",
                        ImmutableList.of(Evidence.stated(role.ref(), "", "exists"))));
            }
        }
    }

    private void add(
            HygieneKind kind, BindingEntry binding, List<Subject> subjects, String detail, List<Evidence> evidence) {
        boolean expand = kind == HygieneKind.EVERYBODY_BOUND;
        ImmutableList.Builder<Subject> members = ImmutableList.builder();
        ImmutableList.Builder<RunsAs> runs = ImmutableList.builder();
        if (expand) {
            subjects.forEach(subject -> {
                members.addAll(actors.members(subject));
                runs.addAll(actors.runsAs(subject));
            });
        }
        findings.add(new HygieneFinding(
                kind,
                binding.binding().ref(),
                ImmutableList.copyOf(subjects),
                members.build(),
                runs.build(),
                detail,
                ImmutableList.copyOf(evidence)));
    }

    private static List<Evidence> facts(BindingEntry binding, int subject) {
        return binding.support(subject).facts();
    }

    private static String role(BindingEntry binding) {
        return Text.of(binding.binding().roleRef());
    }
}
