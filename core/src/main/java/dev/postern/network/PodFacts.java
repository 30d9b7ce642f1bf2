package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Pod;
import java.util.LinkedHashMap;
import java.util.Map;

/** What sets of ends ask of pods beyond labels, namespace and address: pods that differ in it are kept apart. */
final class PodFacts {
    /** One mark for each thing that marks go by. */
    private final Map<Object, EndSet.Mark> marks = new LinkedHashMap<>();

    private boolean byAccount;

    void addAll(PodFacts others) {
        marks.putAll(others.marks);
        byAccount |= others.byAccount;
    }

    void add(EndSet set) {
        set.each(part -> {
            byAccount |= part instanceof EndSet.AsAccount
                    || part instanceof EndSet.Label label && label.whose() == EndSet.Whose.ACCOUNT;
            if (part instanceof EndSet.Marked marked) {
                marks.putIfAbsent(marked.mark().by(), marked.mark());
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
        marks.values().forEach(mark -> facts.add(mark.fact(pod)));
        return facts.build();
    }
}
