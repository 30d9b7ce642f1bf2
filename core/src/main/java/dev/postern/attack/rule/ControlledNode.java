package dev.postern.attack.rule;

import com.google.common.collect.ImmutableMap;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import java.util.Optional;

/** Which pods can be brought to a node that the attacker controls: those that some controller makes anew elsewhere. */
final class ControlledNode {
    private ControlledNode() {}

    /** With what makes their pods anew: neither those of a DaemonSet, which stay with their node, nor static ones. */
    static ImmutableMap<PodGroup, Support> movable(Facts facts) {
        ImmutableMap.Builder<PodGroup, Support> movable = ImmutableMap.builder();
        for (PodGroup group : facts.podGroups()) {
            maker(group.pod()).ifPresent(fact -> movable.put(group, Support.of(fact)));
        }
        return movable.buildOrThrow();
    }

    private static Optional<Evidence> maker(Pod pod) {
        String kind = pod.owner().kind();
        if (pod.mirror() || kind.equals("Pod") || kind.equals("DaemonSet")) {
            return Optional.empty();
        }
        return Optional.of(
                pod.virtual()
                        ? Evidence.stated(pod.owner(), "", "makes its pods anew")
                        : Evidence.stated(
                                pod.object(),
                                "metadata.ownerReferences",
                                pod.owner().toString()));
    }
}
