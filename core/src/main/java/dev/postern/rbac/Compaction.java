package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.PolicyRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Says many overlapping rules as few. Rules are split into atoms; an atom that another covers is dropped; atoms that differ
 * in one respect only are put together again, verbs first, then names, resources and groups. What comes out allows the same
 * requests. O(atoms x patterns among them).
 */
final class Compaction {
    /** The order in which people think of verbs; others follow by name. */
    private static final ImmutableList<String> VERBS =
            ImmutableList.of("*", "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");

    private static final Comparator<String> BY_VERB =
            Comparator.<String>comparingInt(Compaction::rank).thenComparing(Comparator.naturalOrder());

    private static final Comparator<Atom> ORDER = Comparator.comparing(Atom::url)
            .thenComparing(Atom::group)
            .thenComparing(Atom::resource)
            .thenComparing(Atom::name)
            .thenComparing(Atom::verb);

    private static final Comparator<Right> BY_SCOPE = Comparator.comparing(Right::scope)
            .thenComparing(right -> !right.rule().nonResourceURLs().isEmpty())
            .thenComparing(right -> right.rule().nonResourceURLs().toString())
            .thenComparing(right -> right.rule().apiGroups().toString())
            .thenComparing(right -> right.rule().resources().toString())
            .thenComparing(right -> right.rule().resourceNames().toString())
            .thenComparing(right -> right.rule().verbs().toString());

    private final Map<Scope, Map<Atom, ImmutableSortedSet<Grant>>> usable = new TreeMap<>();
    private final Map<Scope, Map<Atom, ImmutableSortedSet<Grant>>> withoutEffect = new TreeMap<>();

    void add(Scope scope, PolicyRule rule, Collection<Grant> by) {
        ImmutableSortedSet<Grant> sources = ImmutableSortedSet.copyOf(by);
        for (Atom atom : Atom.of(rule)) {
            (atom.isWithoutEffect(scope) ? withoutEffect : usable)
                    .computeIfAbsent(scope, key -> new LinkedHashMap<>())
                    .merge(atom, sources, Compaction::united);
        }
    }

    private static ImmutableSortedSet<Grant> united(ImmutableSortedSet<Grant> some, ImmutableSortedSet<Grant> others) {
        return ImmutableSortedSet.<Grant>naturalOrder()
                .addAll(some)
                .addAll(others)
                .build();
    }

    /** The rights that some request can use, or those that none can. */
    ImmutableList<Right> rights(boolean withEffect) {
        Map<Scope, Map<Atom, ImmutableSortedSet<Grant>>> atoms = withEffect ? usable : withoutEffect;
        Map<Atom, ImmutableSortedSet<Grant>> everywhere = atoms.getOrDefault(Scope.CLUSTER, Map.of());
        List<Atom> clusterWide = kept(everywhere.keySet(), List.of());
        List<Right> rights = new ArrayList<>(merged(Scope.CLUSTER, clusterWide, everywhere));
        atoms.forEach((scope, there) -> {
            if (!scope.isClusterWide()) {
                List<Atom> kept = kept(there.keySet(), withEffect ? clusterWide : List.of());
                rights.addAll(merged(scope, kept, there));
            }
        });
        rights.sort(BY_SCOPE);
        return ImmutableList.copyOf(rights);
    }

    /** The rights of {@code some} that none of {@code others} covers. */
    static ImmutableList<Right> beyond(List<Right> others, List<Right> some) {
        Compaction left = new Compaction();
        for (Right right : some) {
            List<PolicyRule> held = others.stream()
                    .filter(other -> other.scope().contains(right.scope()))
                    .map(Right::rule)
                    .toList();
            Coverage.missing(held, List.of(right.rule())).forEach(atom -> left.add(right.scope(), atom, right.by()));
        }
        return left.rights(true);
    }

    /** The atoms that neither another of them nor a wider one covers. */
    private static List<Atom> kept(Set<Atom> candidates, List<Atom> wider) {
        Set<Atom> above = Set.copyOf(wider);
        List<Atom> patterns = candidates.stream().filter(Atom::isPattern).toList();
        List<Atom> widePatterns = wider.stream().filter(Atom::isPattern).toList();
        List<Atom> kept = new ArrayList<>();
        for (Atom atom : candidates) {
            Atom any =
                    atom.anyName() ? atom : new Atom(atom.url(), atom.verb(), atom.group(), atom.resource(), true, "");
            boolean covered = above.contains(atom)
                    || (!atom.anyName() && (above.contains(any) || candidates.contains(any)))
                    || widePatterns.stream().anyMatch(pattern -> covers(pattern, atom))
                    || patterns.stream().anyMatch(pattern -> replaces(pattern, atom));
            if (!covered) {
                kept.add(atom);
            }
        }
        return kept;
    }

    private static boolean covers(Atom pattern, Atom atom) {
        return pattern.url() == atom.url() && Coverage.covers(pattern.rule(), atom.rule());
    }

    /** Two ways to write one pattern ({@code /a*}, {@code /a**}) cover each other: one of them stays. */
    private static boolean replaces(Atom pattern, Atom atom) {
        return !pattern.equals(atom)
                && covers(pattern, atom)
                && (!covers(atom, pattern) || ORDER.compare(pattern, atom) < 0);
    }

    private static List<Right> merged(Scope scope, List<Atom> kept, Map<Atom, ImmutableSortedSet<Grant>> sources) {
        List<Right> rights = kept.stream()
                .map(atom -> new Right(scope, atom.rule(), sources.getOrDefault(atom, ImmutableSortedSet.of())))
                .toList();
        rights = joined(rights, PolicyRule::verbs, BY_VERB, Compaction::withVerbs);
        rights = joined(rights, PolicyRule::resourceNames, Comparator.naturalOrder(), Compaction::withNames);
        rights = joined(rights, PolicyRule::resources, Comparator.naturalOrder(), Compaction::withResources);
        rights = joined(rights, PolicyRule::apiGroups, Comparator.naturalOrder(), Compaction::withGroups);
        return joined(rights, PolicyRule::nonResourceURLs, Comparator.naturalOrder(), Compaction::withUrls);
    }

    /**
     * Puts rights together that are equal but for one list, which has one entry in each; an empty list (any name) joins
     * nothing.
     */
    private static List<Right> joined(
            List<Right> rights,
            Function<PolicyRule, ImmutableList<String>> list,
            Comparator<String> order,
            BiFunction<PolicyRule, ImmutableList<String>, PolicyRule> with) {
        if (rights.size() < 2) {
            return rights;
        }
        Map<PolicyRule, List<Right>> alike = new LinkedHashMap<>();
        List<Right> joined = new ArrayList<>();
        for (Right right : rights) {
            if (list.apply(right.rule()).isEmpty()) {
                joined.add(right);
            } else {
                alike.computeIfAbsent(with.apply(right.rule(), ImmutableList.of()), key -> new ArrayList<>(1))
                        .add(right);
            }
        }
        alike.forEach((rest, members) -> {
            if (members.size() == 1) {
                joined.add(members.get(0));
                return;
            }
            TreeSet<String> entries = new TreeSet<>(order);
            members.forEach(member -> entries.addAll(list.apply(member.rule())));
            joined.add(new Right(
                    members.get(0).scope(), with.apply(rest, ImmutableList.copyOf(entries)), sources(members)));
        });
        return joined;
    }

    /** The grants of all; mostly all come from one. */
    private static ImmutableSortedSet<Grant> sources(List<Right> rights) {
        ImmutableSortedSet<Grant> first = rights.get(0).by();
        if (rights.stream().allMatch(right -> right.by().equals(first))) {
            return first;
        }
        return rights.stream()
                .flatMap(right -> right.by().stream())
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    }

    private static PolicyRule withVerbs(PolicyRule rule, ImmutableList<String> verbs) {
        return new PolicyRule(verbs, rule.apiGroups(), rule.resources(), rule.resourceNames(), rule.nonResourceURLs());
    }

    private static PolicyRule withNames(PolicyRule rule, ImmutableList<String> names) {
        return new PolicyRule(rule.verbs(), rule.apiGroups(), rule.resources(), names, rule.nonResourceURLs());
    }

    private static PolicyRule withResources(PolicyRule rule, ImmutableList<String> resources) {
        return new PolicyRule(rule.verbs(), rule.apiGroups(), resources, rule.resourceNames(), rule.nonResourceURLs());
    }

    private static PolicyRule withGroups(PolicyRule rule, ImmutableList<String> groups) {
        return new PolicyRule(rule.verbs(), groups, rule.resources(), rule.resourceNames(), rule.nonResourceURLs());
    }

    private static PolicyRule withUrls(PolicyRule rule, ImmutableList<String> urls) {
        return new PolicyRule(rule.verbs(), rule.apiGroups(), rule.resources(), rule.resourceNames(), urls);
    }

    private static int rank(String verb) {
        int rank = VERBS.indexOf(verb);
        return rank < 0 ? VERBS.size() : rank;
    }
}
