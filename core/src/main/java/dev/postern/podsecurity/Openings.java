package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import dev.postern.model.Confidence;
import dev.postern.model.ObjectRef;
import dev.postern.podsecurity.InstalledChecks.Found;
import dev.postern.podsecurity.NamespaceLabels.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds what it takes to open one namespace: fewer changes first, and more only where they open it more surely. Relabelling
 * is a change too; alone it is no opening, and neither is nothing.
 */
final class Openings {
    /** Of as many policies all choices are tried. */
    private static final int MOST_COMBINED = 6;

    private static final int MOST_ALONE = 64;

    private final NamespaceLabels namespaces;
    private final List<Way> ways = new ArrayList<>();

    /** Changes after which pods are let in. */
    private record Way(Set<ObjectRef> gone, Relabelling relabelling, Admission admission, Found found) {
        /** Whether it gives as much for no more. */
        boolean suffices(Set<ObjectRef> policies, Relabelling labels, Confidence confidence) {
            return relabelling.compareTo(labels) <= 0
                    && policies.containsAll(gone)
                    && admission.confidence().compareTo(confidence) >= 0;
        }

        Opening opening() {
            return new Opening(
                    ImmutableSortedSet.copyOf(gone),
                    relabelling,
                    admission,
                    found.of(gone::contains).objections());
        }
    }

    private Openings(NamespaceLabels namespaces) {
        this.namespaces = namespaces;
    }

    /** See {@link PodSecurity#openings}. */
    static ImmutableList<Opening> of(NamespaceLabels namespaces, String name) {
        if (!namespaces.standing(name, Relabelling.NONE).isChecked()) {
            return ImmutableList.of();
        }
        Openings openings = new Openings(namespaces);
        for (Relabelling relabelling : Relabelling.values()) {
            openings.find(namespaces.standing(name, relabelling), relabelling);
        }
        return openings.ways.stream()
                .filter(way -> !way.gone().isEmpty())
                .map(Way::opening)
                .collect(ImmutableList.toImmutableList());
    }

    private void find(Standing standing, Relabelling relabelling) {
        ImmutableSortedSet<ObjectRef> closing = standing.checks().restricting();
        ImmutableSortedSet<ObjectRef> doubted = standing.checks().doubted();
        if (!isOpen(namespaces.admission(standing, policy -> !closing.contains(policy)))) {
            return; // the level closes it
        }
        for (Set<ObjectRef> gone : candidates(closing)) {
            add(standing, gone, relabelling);
        }
        if (!doubted.isEmpty()) {
            for (Way way : List.copyOf(ways)) {
                if (way.relabelling() == relabelling) {
                    add(standing, Sets.union(way.gone(), doubted).immutableCopy(), relabelling);
                }
            }
        }
    }

    private void add(Standing standing, Set<ObjectRef> gone, Relabelling relabelling) {
        Admission admission = namespaces.admission(standing, policy -> !gone.contains(policy));
        if (isOpen(admission)
                && ways.stream().noneMatch(way -> way.suffices(gone, relabelling, admission.confidence()))) {
            ways.add(new Way(gone, relabelling, admission, standing.checks()));
        }
    }

    private static boolean isOpen(Admission admission) {
        return !NamespaceLabels.ONLY_ON_WINDOWS.containsAll(admission.openTo());
    }

    /**
     * Every choice of a few policies, the smaller before the larger; of more, each by itself and all; of many, all of them.
     * None of them is a choice too.
     */
    private static Iterable<Set<ObjectRef>> candidates(ImmutableSortedSet<ObjectRef> closing) {
        List<Set<ObjectRef>> all = new ArrayList<>();
        int most = closing.size() > MOST_ALONE ? 0 : closing.size() > MOST_COMBINED ? 1 : closing.size() - 1;
        for (int size = 0; size <= most; size++) {
            all.addAll(Sets.combinations(closing, size));
        }
        all.add(closing);
        return all;
    }
}
