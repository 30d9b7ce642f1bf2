package dev.postern.path;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import dev.postern.attack.Facts;
import dev.postern.attack.SearchSpace;
import dev.postern.edit.Edit;
import dev.postern.edit.Edits;
import dev.postern.edit.IsolatePods;
import dev.postern.internal.graph.Essentials;
import dev.postern.network.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** From facts that every plan needs to the edits that take one away. Immutable and safe to share. */
final class SingleEdits {
    private final Facts facts;
    /** Takes time in the size of the cluster, and not every question needs it. */
    private final Supplier<Edits> edits;

    SingleEdits(Facts facts) {
        this.facts = facts;
        this.edits = Suppliers.memoize(() -> Edits.of(facts.cluster()));
    }

    ImmutableList<SingleEdit> of(SearchSpace space, Essentials essentials) {
        // One edit may take several of these facts away; the last names the place best: a subject, not the role given
        // to it.
        Map<Edit, SingleEdit> single = new LinkedHashMap<>();
        essentials.items().stream()
                .map(space::fact)
                .filter(fact -> !facts.rbac().restoresRules(fact.object()))
                .sorted()
                .forEach(fact -> edits.get()
                        .first(fact)
                        .filter(edit -> !leavesOthers(edit))
                        .ifPresent(edit -> single.put(edit, new SingleEdit(fact, edit))));
        return ImmutableList.copyOf(single.values());
    }

    /**
     * Whether it keeps in the pods of one workload while others send alike: what a class of the network sends is cited of its
     * first pod, whichever of them the path comes through.
     */
    private boolean leavesOthers(Edit edit) {
        return edit instanceof IsolatePods isolate
                && isolate.isEgress()
                && facts.podGroups().stream()
                        .filter(group -> group.pod().owner().equals(isolate.pods()))
                        .anyMatch(group -> group.networkClass() != Network.NO_CLASS
                                && facts.network().podsOf(group.networkClass()).stream()
                                        .anyMatch(pod -> !pod.owner().equals(isolate.pods())));
    }
}
