package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Confidence;

/**
 * What {@code /sys/kernel/uevent_helper} names, the kernel runs as root on the node when a device changes; kernels may be
 * built without it.
 */
final class UeventHelperRow implements EscapeRow {
    private static final ImmutableList<KnownPath> PATHS = ImmutableList.of(KnownPath.of("/sys/kernel/uevent_helper"));

    @Override
    public Escape.Kind kind() {
        return Escape.Kind.UEVENT_HELPER;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        for (HostMount mount : facts.hostMounts()) {
            if (KnownPath.anyIsShownBy(mount, PATHS) && mount.isWritableBelow("/sys")) {
                ways.add(Way.to(Escape.Effect.NODE)
                        .through(mount)
                        .atMost(Confidence.LIKELY, "whether the node's kernel has a uevent helper")
                        .asRoot(facts)
                        .onTheNodesKernel(facts));
            }
        }
    }
}
