package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Set;

/**
 * Where the pods are that a set of ends may hold: in namespaces of some names, in those that have a label, among the pods that
 * have one, or anywhere. This may be more than what the set holds, and never less.
 *
 * @param labels of pods or of namespaces; each by itself is a way to be meant
 */
record Whereabouts(boolean anywhere, ImmutableSet<String> namespaces, ImmutableList<EndSet.Label> labels) {
    private static final Whereabouts ANYWHERE = new Whereabouts(true, ImmutableSet.of(), ImmutableList.of());
    private static final Whereabouts NOWHERE = new Whereabouts(false, ImmutableSet.of(), ImmutableList.of());

    /** Nodes are anywhere: what runs in their networks is of any namespace. */
    static Whereabouts of(EndSet set) {
        if (set instanceof EndSet.And and) {
            Whereabouts narrowest = ANYWHERE;
            for (EndSet part : and.parts()) {
                Whereabouts next = of(part);
                narrowest = next.width() < narrowest.width() ? next : narrowest;
            }
            return narrowest;
        } else if (set instanceof EndSet.Or or) {
            return or.parts().stream().map(Whereabouts::of).reduce(NOWHERE, Whereabouts::or);
        } else if (set instanceof EndSet.Perhaps perhaps) {
            return of(perhaps.of());
        } else if (set instanceof EndSet.InNamespace in && in.name() instanceof LabelTest.In names) {
            return within(names.values());
        } else if (set instanceof EndSet.Label label && label.whose() != EndSet.Whose.ACCOUNT) {
            return new Whereabouts(false, ImmutableSet.of(), ImmutableList.of(label));
        } else if (set instanceof EndSet.Marked marked) {
            return marked.mark().namespaces().map(Whereabouts::within).orElse(ANYWHERE);
        }
        return set instanceof EndSet.World ? NOWHERE : ANYWHERE;
    }

    private static Whereabouts within(Set<String> names) {
        return new Whereabouts(false, ImmutableSet.copyOf(names), ImmutableList.of());
    }

    /**
     * How much is to be looked through to find them: names of namespaces are the easiest to find. Labels of pods beside some of
     * namespaces are mostly another way to write the latter, and rare.
     */
    private int width() {
        if (anywhere) {
            return 4;
        }
        boolean ofPods = labels.stream().anyMatch(label -> label.whose() == EndSet.Whose.POD);
        boolean ofNamespaces = labels.stream().anyMatch(label -> label.whose() == EndSet.Whose.NAMESPACE);
        return !ofPods && !ofNamespaces ? 0 : !ofPods ? 1 : ofNamespaces ? 2 : 3;
    }

    private Whereabouts or(Whereabouts other) {
        return new Whereabouts(
                anywhere || other.anywhere,
                ImmutableSet.<String>builder()
                        .addAll(namespaces)
                        .addAll(other.namespaces)
                        .build(),
                ImmutableList.<EndSet.Label>builder()
                        .addAll(labels)
                        .addAll(other.labels)
                        .build());
    }
}
