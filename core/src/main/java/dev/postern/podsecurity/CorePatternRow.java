package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Confidence;

/**
 * What {@code /proc/sys/kernel/core_pattern} names, the kernel runs as root on the node when a process crashes. A mount of
 * the node's {@code /proc} is not masked as the container's own is; nor is its own with {@code procMount: Unmasked}, which
 * newer servers take only with a user namespace (KEP-4265), and older ones only where a feature gate is set. Source: core(5).
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
        if (facts.container()
                .securityContext()
                .procMount()
                .filter("Unmasked"::equals)
                .isPresent()) {
            ways.add(Way.to(Escape.Effect.NODE)
                    .because(Fields.stated(facts.pod(), facts.container(), "securityContext.procMount", "Unmasked"))
                    .atMost(Confidence.POSSIBLE, "whether the API server keeps procMount without a user namespace")
                    .asRoot(facts)
                    .withoutAppArmor(facts)
                    .onTheNodesKernel(facts));
        }
    }
}
