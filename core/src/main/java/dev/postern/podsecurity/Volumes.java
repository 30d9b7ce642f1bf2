package dev.postern.podsecurity;

import dev.postern.model.Pod;
import dev.postern.model.Volume;
import java.util.Optional;

/** Finds volumes of a pod. */
final class Volumes {
    private Volumes() {}

    /** The volume a mount names; pods have few, so a scan is as good as an index. */
    static Optional<Volume> named(Pod pod, String name) {
        for (Volume volume : pod.spec().volumes()) {
            if (volume.name().equals(name)) {
                return Optional.of(volume);
            }
        }
        return Optional.empty();
    }
}
