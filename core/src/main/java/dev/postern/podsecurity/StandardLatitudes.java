package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Pod;
import dev.postern.podsecurity.Admission.Level;
import dev.postern.podsecurity.DraftPod.Context;
import java.util.function.UnaryOperator;

/**
 * What a level of the Pod Security Standards leaves open, found out by asking: a pod that passes every level is given one
 * thing more, and judged. The standards are a conjunction of controls, each over fields of its own, so what they admit
 * singly they admit together.
 */
final class StandardLatitudes {
    private StandardLatitudes() {}

    /** @param minor the edition of the standards */
    static Latitude of(Level level, int minor) {
        boolean hostPaths = admits(level, minor, hardened().hostPath("/", false).build());
        return new Latitude(
                admits(level, minor, context -> context.privileged()),
                admits(level, minor, hardened().hostPid().build()),
                admits(level, minor, context -> context.user(0)),
                false,
                admits(level, minor, context -> context.escalation(true)),
                admits(level, minor, context -> context.unconfined()),
                admits(level, minor, hardened().hostProcess().build()),
                Capabilities.ALL.stream()
                        .filter(name -> admits(level, minor, context -> context.adding(ImmutableList.of(name))))
                        .collect(ImmutableList.toImmutableList()),
                admits(level, minor, context -> context.dropping(ImmutableList.of()))
                        ? ImmutableList.of()
                        : ImmutableList.of("ALL"),
                hostPaths ? Latitude.EVERY_PATH : ImmutableList.of());
    }

    private static DraftPod hardened() {
        return new DraftPod().container(Context.hardened());
    }

    private static boolean admits(Level level, int minor, UnaryOperator<Context> more) {
        return admits(
                level,
                minor,
                new DraftPod().container(more.apply(Context.hardened())).build());
    }

    private static boolean admits(Level level, int minor, Pod pod) {
        return Standards.violations(pod, level, minor).isEmpty();
    }
}
