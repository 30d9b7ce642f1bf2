package dev.postern.edit;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Namespace;
import dev.postern.model.ObjectRef;
import java.util.TreeMap;

/**
 * Has Pod Security admission keep pods beyond a level out of a namespace.
 *
 * @param level {@code baseline} or {@code restricted}
 */
public record LabelNamespace(ObjectRef object, String level) implements Edit {
    static final String LABEL = "pod-security.kubernetes.io/enforce";

    @Override
    public EditKind kind() {
        return EditKind.LABEL_NAMESPACE;
    }

    @Override
    public String describe() {
        return "label " + object + " " + LABEL + "=" + level;
    }

    @Override
    public void applyTo(Draft draft) {
        Namespace namespace = draft.find(Namespace.class, object).orElse(Namespace.implied(object.name()));
        TreeMap<String, String> labels = new TreeMap<>(namespace.meta().labels());
        labels.put(LABEL, level);
        draft.put(new Namespace(namespace.meta().withLabels(ImmutableSortedMap.copyOf(labels))));
    }
}
