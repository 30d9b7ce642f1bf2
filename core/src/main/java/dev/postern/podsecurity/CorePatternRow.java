package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;

/**
 * What {@code /proc/sys/kernel/core_pattern} names, the kernel runs as root on the node when a process crashes. A mount of
 * the node's {@code /proc} is not masked as the container's own is. Source: core(5).
 */
final class CorePatternRow implements EscapeRow {
    private static final ImmutableList<KnownPath> PATHS =
            ImmutableList.of(KnownPath.of("/proc/sys/kernel/core_pattern"), KnownPath.of("/proc/sys/kernel/modprobe"));

    @Override
    public Escape.Kind kind() {
        return Escape.Kind.CORE_PATTERN;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        for (HostMount mount : facts.hostMounts()) {
            if (KnownPath.anyIsShownBy(mount, PATHS) && mount.isWritableBelow("/proc")) {
                ways.add(Way.to(Escape.Effect.NODE).through(mount).asRoot(facts).onTheNodesKernel(facts));
            }
        }
    }
}
