package dev.postern.path;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import dev.postern.attack.Facts;
import dev.postern.attack.SearchSpace;
import dev.postern.edit.Edit;
import dev.postern.edit.Edits;
import dev.postern.internal.graph.Essentials;
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
                .forEach(fact ->
                        edits.get().first(fact).ifPresent(edit -> single.put(edit, new SingleEdit(fact, edit))));
        return ImmutableList.copyOf(single.values());
    }
}
