package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.PolicyRule;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Answers to questions as people ask them: settles what they leave open, and tells who stands behind a subject. */
final class Askers {
    private static final int SHOWN_GROUPS = 8;
    private static final ImmutableList<String> ALL = ImmutableList.of("*");
    private static final PolicyRule EVERYTHING = new PolicyRule(ALL, ALL, ALL, ImmutableList.of(), ALL);

    private final Policy policy;
    private final boolean live;
    private final WhoCan whoCan;
    private final Actors actors;
    private final Groups groups;

    Askers(Policy policy, boolean live, WhoCan whoCan, Actors actors, Groups groups) {
        this.groups = groups;
        this.policy = policy;
        this.live = live;
        this.whoCan = whoCan;
        this.actors = actors;
    }

    /**
     * The request with its API group: where the question names none and the resource is not built in, the one that rules of
     * the input name it with.
     *
     * @throws IllegalArgumentException if rules name it with several
     */
    static AccessRequest settled(AccessRequest request, Policy policy) {
        if (request.apiGroup().isPresent()) {
            return request;
        }
        TreeSet<String> groups = new TreeSet<>();
        for (RoleEntry role : policy.roles()) {
            for (RuleEntry entry : role.rules()) {
                boolean named = entry.rule().resources().stream()
                        .anyMatch(resource ->
                                resource.equals(request.resource()) || resource.startsWith(request.resource() + "/"));
                if (named) {
                    groups.addAll(entry.rule().apiGroups());
                }
            }
        }
        groups.remove("*");
        String resource = Text.printable(request.resource());
        if (groups.size() > 1) {
            throw new IllegalArgumentException("'" + resource + "' is not built in, and the input's rules name it in "
                    + groups.size() + " API groups: write one of "
                    + groups.stream()
                            .limit(SHOWN_GROUPS)
                            .map(group -> resource + "." + Text.printable(group))
                            .toList());
        }
        if (groups.isEmpty()) {
            return request.inGroup("")
                    .noting("'" + resource + "' is not built in and no rule of the input names it: the core group was"
                            + " assumed, as kubectl does; write " + resource + ".GROUP");
        }
        return request.inGroup(groups.first())
                .noting("'" + resource + "' is not built in: its API group was taken to be '"
                        + Text.printable(groups.first()) + "', the only one the input's rules name it in");
    }

    AllowedSubjects whoCan(AccessRequest asked) {
        AccessRequest request = settled(asked, policy);
        Map<Subject, Map<Reach, TreeMap<Support, Ground>>> reaches = whoCan.reaches(request);
        ImmutableList.Builder<AllowedSubject> subjects = ImmutableList.builder();
        reaches.forEach((subject, own) -> {
            List<Reach> all = new ArrayList<>(own.keySet());
            groups.of(subject)
                    .forEach(group ->
                            all.addAll(reaches.getOrDefault(group, Map.of()).keySet()));
            subjects.add(new AllowedSubject(
                    subject,
                    actors.presence(subject),
                    extent(request, all),
                    where(own),
                    actors.runsAs(subject),
                    actors.members(subject)));
        });
        return new AllowedSubjects(request, subjects.build(), undecided(request, reaches), request.notes());
    }

    private static AllowedSubject.Extent extent(AccessRequest request, List<Reach> reaches) {
        boolean all = reaches.stream()
                .anyMatch(reach ->
                        reach.names().isEmpty() && (reach.scope().isClusterWide() || !request.acrossNamespaces()));
        if (all) {
            return AllowedSubject.Extent.ALL;
        }
        return reaches.stream().anyMatch(reach -> reach.names().isEmpty())
                ? AllowedSubject.Extent.SOME_NAMESPACES
                : AllowedSubject.Extent.SOME_NAMES;
    }

    private static ImmutableList<AllowedIn> where(Map<Reach, TreeMap<Support, Ground>> own) {
        ImmutableList.Builder<AllowedIn> where = ImmutableList.builder();
        own.forEach((reach, grounds) -> {
            if (own.keySet().stream().noneMatch(other -> !other.equals(reach) && other.contains(reach))) {
                where.add(new AllowedIn(
                        reach.scope(),
                        ImmutableSortedSet.copyOf(reach.names()),
                        ImmutableList.copyOf(grounds.values())));
            }
        });
        return where.build();
    }

    /** Subjects of bindings that reach the request but refer to a role that is not in the input. */
    private ImmutableList<AllowedSubjects.Undecided> undecided(
            AccessRequest request, Map<Subject, Map<Reach, TreeMap<Support, Ground>>> reaches) {
        if (live) {
            return ImmutableList.of();
        }
        Map<Subject, AllowedSubjects.Undecided> undecided = new TreeMap<>();
        for (BindingEntry binding : policy.bindings()) {
            if (binding.role().isPresent()
                    || Reach.of(request, binding.scope(), List.of()).isEmpty()) {
                continue;
            }
            for (int i = 0; i < binding.binding().subjects().size(); i++) {
                Optional<Subject> subject = binding.subject(i);
                if (subject.isPresent() && !reaches.containsKey(subject.get())) {
                    undecided.putIfAbsent(
                            subject.get(),
                            new AllowedSubjects.Undecided(
                                    subject.get(), missing(binding), Ground.of(binding.support(i))));
                }
            }
        }
        return ImmutableList.copyOf(undecided.values());
    }

    private static String missing(BindingEntry binding) {
        return "the rules of " + Text.of(binding.binding().roleRef()) + ", to which "
                + Text.printable(binding.binding().ref().toString()) + " refers: it is not in the input";
    }

    /** The rights of a subject with these groups, over all its bindings. */
    Rights rights(Subject subject, UserInfo user, Inventory inventory, ImmutableList<NodeRight> nodeRights) {
        List<Subject> identity = new ArrayList<>();
        if (!(subject instanceof Subject.Group)) {
            identity.add(subject);
        }
        user.groups().stream().distinct().map(Subject::group).forEach(identity::add);
        ImmutableList.Builder<Holding> holdings = ImmutableList.builder();
        Compaction compaction = new Compaction();
        for (Subject member : identity) {
            for (Holding holding : inventory.heldBy(member)) {
                holdings.add(holding);
                Grant grant = holding.grant();
                rules(grant).forEach(rule -> compaction.add(grant.scope(), rule, List.of(grant)));
            }
        }
        return new Rights(
                subject,
                user,
                actors.presence(subject),
                actors.runsAs(subject),
                holdings.build(),
                compaction.rights(true),
                compaction.rights(false),
                nodeRights);
    }

    private List<PolicyRule> rules(Grant grant) {
        return grant.isEverything()
                ? List.of(EVERYTHING)
                : policy.role(grant.role()).map(RoleEntry::policyRules).orElse(List.of());
    }
}
