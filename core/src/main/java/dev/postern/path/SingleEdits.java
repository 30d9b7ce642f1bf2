package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Facts;
import dev.postern.attack.SearchSpace;
import dev.postern.edit.Edit;
import dev.postern.edit.Edits;
import dev.postern.internal.graph.Essentials;
import java.util.LinkedHashMap;
import java.util.Map;

/** From facts that every plan needs to the edits that take one away. */
final class SingleEdits {
    private SingleEdits() {}

    static ImmutableList<SingleEdit> of(Facts facts, SearchSpace space, Essentials essentials) {
        Edits edits = Edits.of(facts.cluster());
        // One edit may take several of these facts away; the last names the place best: a subject, not the role given
        // to it.
        Map<Edit, SingleEdit> single = new LinkedHashMap<>();
        essentials.items().stream()
                .map(space::fact)
                .filter(fact -> !facts.rbac().restoresRules(fact.object()))
                .sorted()
                .forEach(fact -> edits.first(fact).ifPresent(edit -> single.put(edit, new SingleEdit(fact, edit))));
        return ImmutableList.copyOf(single.values());
    }
}
