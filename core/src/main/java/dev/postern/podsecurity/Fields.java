package dev.postern.podsecurity;

import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;

/** Names fields of a pod and of its containers as evidence. */
final class Fields {
    private Fields() {}

    static Evidence stated(Pod pod, String field, Object value) {
        return Evidence.stated(pod.object(), pod.field(field), value.toString());
    }

    static Evidence byDefault(Pod pod, String field, Object value) {
        return Evidence.byDefault(pod.object(), pod.field(field), value.toString());
    }

    /** An annotation of the pod, or of the template it is made from. */
    static Evidence annotation(Pod pod, String key, String value) {
        String above = pod.specField().substring(0, pod.specField().length() - "spec".length());
        return Evidence.stated(pod.object(), above + "metadata.annotations[" + key + "]", value);
    }

    static Evidence stated(Pod pod, Container container, String field, Object value) {
        return stated(pod, container.field() + "." + field, value);
    }

    static Evidence byDefault(Pod pod, Container container, String field, Object value) {
        return byDefault(pod, container.field() + "." + field, value);
    }
}
