package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Pod;
import java.util.LinkedHashSet;
import java.util.Set;

/** What sets of ends ask of pods beyond labels, namespace and address: pods that differ in it are kept apart. */
final class PodFacts {
    private final Set<EndSet.Mark> marks = new LinkedHashSet<>();
    private boolean byAccount;

    void add(EndSet set) {
        set.each(part -> {
            byAccount |= part instanceof EndSet.AsAccount
                    || part instanceof EndSet.Label label && label.whose() == EndSet.Whose.ACCOUNT;
            if (part instanceof EndSet.Marked marked) {
                marks.add(marked.mark());
            }
        });
    }

    /** Equal for pods that these sets cannot tell apart. */
    ImmutableList<Object> of(Pod pod) {
        if (!byAccount && marks.isEmpty()) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<Object> facts = ImmutableList.builder();
        if (byAccount) {
            facts.add(pod.serviceAccount().name());
        }
        marks.forEach(mark -> facts.add(mark.isOn(pod)));
        return facts.build();
    }
}
