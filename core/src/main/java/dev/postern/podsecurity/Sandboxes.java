package dev.postern.podsecurity;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import java.util.Optional;

/** Recognises runtime classes that put a kernel of their own between a pod and its node, by their usual names. */
final class Sandboxes {
    private static final ImmutableList<String> NAMES = ImmutableList.of("kata", "gvisor", "runsc", "firecracker");

    private Sandboxes() {}

    static Optional<Evidence> evidence(Pod pod) {
        return pod.spec()
                .runtimeClassName()
                .filter(Sandboxes::isKnown)
                .map(name -> Fields.stated(pod, "runtimeClassName", name));
    }

    static boolean isKnown(String runtimeClass) {
        return NAMES.stream().anyMatch(Ascii.toLowerCase(runtimeClass)::contains);
    }
}
