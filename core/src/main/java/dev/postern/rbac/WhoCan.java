package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.ObjectRef;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who is bound so that a request is allowed: matching rules first, then the bindings of their roles. */
final class WhoCan {
    private static final UserInfo NOBODY = UserInfo.of("", ImmutableList.of());

    private final RoleRights rights;
    private final Map<ObjectRef, List<BindingEntry>> bindingsOfRole = new HashMap<>();

    WhoCan(Policy policy, RoleRights rights) {
        this.rights = rights;
        for (BindingEntry binding : policy.bindings()) {
            binding.role()
                    .ifPresent(role -> bindingsOfRole
                            .computeIfAbsent(role.ref(), key -> new ArrayList<>())
                            .add(binding));
        }
    }

    /** The subjects with their reasons; the user of the review does not matter. O(matching rules x their subjects). */
    ImmutableList<Allowed> subjects(AccessReview review) {
        Map<Subject, TreeSet<Support>> subjects = new TreeMap<>();
        subjects.computeIfAbsent(Subject.group(ImplicitGroups.MASTERS), key -> new TreeSet<>())
                .add(Rbac.PRIVILEGED);
        rights.allowing(review).forEach((role, rules) -> {
            for (BindingEntry binding : bindingsOfRole.getOrDefault(role, List.of())) {
                if (binding.scope().isClusterWide()
                        || binding.scope().namespace().equals(review.namespace())) {
                    add(binding, rules, subjects);
                }
            }
        });
        ImmutableList.Builder<Allowed> allowed = ImmutableList.builder();
        subjects.forEach((subject, supports) -> allowed.add(new Allowed(subject, ImmutableList.copyOf(supports))));
        return allowed.build();
    }

    private static void add(BindingEntry binding, List<RuleEntry> rules, Map<Subject, TreeSet<Support>> subjects) {
        for (int i = 0; i < binding.binding().subjects().size(); i++) {
            Support bound = binding.support(i);
            binding.subject(i).ifPresent(subject -> {
                TreeSet<Support> supports = subjects.computeIfAbsent(subject, key -> new TreeSet<>());
                rules.forEach(rule -> rule.supports().forEach(support -> supports.add(bound.and(support))));
            });
        }
    }

    /**
     * The subjects by where and for which names they may make a request, by their own bindings. O(matching rules x their
     * subjects).
     */
    Map<Subject, Map<Reach, TreeMap<Support, Ground>>> reaches(AccessRequest request) {
        Map<Subject, Map<Reach, TreeMap<Support, Ground>>> reaches = new TreeMap<>();
        reaches.computeIfAbsent(Subject.group(ImplicitGroups.MASTERS), key -> new TreeMap<>())
                .computeIfAbsent(new Reach(Scope.CLUSTER, ImmutableSortedSet.of()), key -> new TreeMap<>())
                .put(Rbac.PRIVILEGED, Ground.of(Rbac.PRIVILEGED));
        rights.naming(request).forEach((role, rules) -> {
            for (BindingEntry binding : bindingsOfRole.getOrDefault(role, List.of())) {
                for (RuleEntry rule : rules) {
                    Reach.of(request, binding.scope(), rule.rule().resourceNames())
                            .ifPresent(reach -> add(request, binding, rule, reach, reaches));
                }
            }
        });
        return reaches;
    }

    private static void add(
            AccessRequest request,
            BindingEntry binding,
            RuleEntry rule,
            Reach reach,
            Map<Subject, Map<Reach, TreeMap<Support, Ground>>> reaches) {
        for (int i = 0; i < binding.binding().subjects().size(); i++) {
            SubjectIndex.Entry entry = new SubjectIndex.Entry(binding, i, Support.NONE);
            binding.subject(i).ifPresent(subject -> {
                Map<Support, Ground> grounds = reaches.computeIfAbsent(subject, key -> new TreeMap<>())
                        .computeIfAbsent(reach, key -> new TreeMap<>());
                Grounds.of(request.by(NOBODY), entry, rule).forEach(ground -> grounds.put(ground.support(), ground));
            });
        }
    }
}
