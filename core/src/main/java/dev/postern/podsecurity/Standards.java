package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.podsecurity.Admission.Level;
import java.util.function.Function;

/**
 * The Pod Security Standards, version by version. Source: kubernetes {@code k8s.io/pod-security-admission/policy}, v1.36: one
 * line here for each version of a check there.
 */
final class Standards {
    /** The first minor version of the API server whose edition of a control this is; it holds until the next edition. */
    private record Edition(
            Level level,
            String control,
            int since,
            int until,
            String reason,
            Function<Pod, ImmutableList<Evidence>> fields) {
        boolean holds(Level asked, int minor) {
            return minor >= since && minor < until && level.compareTo(asked) <= 0;
        }
    }

    private static final int ALWAYS = 0;
    private static final int NEVER = Integer.MAX_VALUE;

    /** Sorted by control. Baseline editions end, at the level restricted, where a restricted one takes their place. */
    private static final ImmutableList<Edition> EDITIONS = ImmutableList.of(
            restricted("allowPrivilegeEscalation", 8, 25, "allowPrivilegeEscalation != false", Restricted::escalation),
            restricted(
                    "allowPrivilegeEscalation",
                    25,
                    NEVER,
                    "allowPrivilegeEscalation != false",
                    pod -> exceptWindows(pod, Restricted::escalation)),
            baseline("appArmorProfile", ALWAYS, NEVER, "forbidden AppArmor profile", Profiles::appArmor),
            baseline("capabilities_baseline", ALWAYS, NEVER, "non-default capabilities", Baseline::capabilities),
            restricted("capabilities_restricted", 22, 25, "unrestricted capabilities", Restricted::capabilities),
            restricted(
                    "capabilities_restricted",
                    25,
                    NEVER,
                    "unrestricted capabilities",
                    pod -> exceptWindows(pod, Restricted::capabilities)),
            baseline("hostNamespaces", ALWAYS, NEVER, "host namespaces", Baseline::hostNamespaces),
            baseline("hostPathVolumes", ALWAYS, NEVER, "hostPath volumes", Baseline::hostPaths),
            baseline("hostPorts", ALWAYS, NEVER, "hostPort", Baseline::hostPorts),
            baseline("hostProbesAndHostLifecycle", 34, NEVER, "probe or lifecycle host", Baseline::probeHosts),
            baseline("privileged", ALWAYS, NEVER, "privileged", Baseline::privileged),
            baseline("procMount", ALWAYS, 35, "procMount", Baseline::procMount),
            baseline("procMount", 35, NEVER, "procMount", pod -> exceptOwnUsers(pod, Baseline::procMount)),
            restricted("procMount_restricted", 35, NEVER, "procMount", Baseline::procMount),
            restricted("restrictedVolumes", ALWAYS, NEVER, "restricted volume types", Restricted::volumes),
            restricted("runAsNonRoot", ALWAYS, 35, "runAsNonRoot != true", Restricted::nonRoot),
            restricted(
                    "runAsNonRoot", 35, NEVER, "runAsNonRoot != true", pod -> exceptOwnUsers(pod, Restricted::nonRoot)),
            restricted("runAsUser", 23, 35, "runAsUser=0", Restricted::user),
            restricted("runAsUser", 35, NEVER, "runAsUser=0", pod -> exceptOwnUsers(pod, Restricted::user)),
            baseline("seccompProfile_baseline", ALWAYS, 19, "seccompProfile", Profiles::seccompAnnotations),
            baseline("seccompProfile_baseline", 19, NEVER, "seccompProfile", Profiles::seccomp),
            restricted("seccompProfile_restricted", 19, 25, "seccompProfile", Profiles::seccompRequired),
            restricted(
                    "seccompProfile_restricted",
                    25,
                    NEVER,
                    "seccompProfile",
                    pod -> exceptWindows(pod, Profiles::seccompRequired)),
            baseline("seLinuxOptions", ALWAYS, 31, "seLinuxOptions", pod -> Baseline.seLinux(pod, false)),
            baseline("seLinuxOptions", 31, NEVER, "seLinuxOptions", pod -> Baseline.seLinux(pod, true)),
            baseline("sysctls", ALWAYS, 27, "forbidden sysctls", pod -> Baseline.sysctls(pod, ALWAYS)),
            baseline("sysctls", 27, 29, "forbidden sysctls", pod -> Baseline.sysctls(pod, 27)),
            baseline("sysctls", 29, 32, "forbidden sysctls", pod -> Baseline.sysctls(pod, 29)),
            baseline("sysctls", 32, NEVER, "forbidden sysctls", pod -> Baseline.sysctls(pod, 32)),
            baseline("windowsHostProcess", ALWAYS, NEVER, "hostProcess", Baseline::hostProcess));

    private Standards() {}

    /** The controls that a pod fails, sorted; none at the level privileged. */
    static ImmutableList<Violation> violations(Pod pod, Level level, int minor) {
        ImmutableList.Builder<Violation> violations = ImmutableList.builder();
        for (Edition edition : EDITIONS) {
            if (level != Level.PRIVILEGED && edition.holds(level, minor) && !isReplaced(edition, level, minor)) {
                ImmutableList<Evidence> fields = edition.fields().apply(pod);
                if (!fields.isEmpty()) {
                    violations.add(new Violation(edition.control(), edition.reason(), fields));
                }
            }
        }
        return violations.build();
    }

    /** A restricted control says more than the baseline one it stands for. */
    private static boolean isReplaced(Edition edition, Level level, int minor) {
        if (level != Level.RESTRICTED) {
            return false;
        }
        switch (edition.control()) {
            case "capabilities_baseline":
                return minor >= 22;
            case "seccompProfile_baseline":
                return minor >= 19;
            case "hostPathVolumes":
                return true;
            case "procMount":
                return minor >= 35;
            default:
                return false;
        }
    }

    private static ImmutableList<Evidence> exceptWindows(Pod pod, Function<Pod, ImmutableList<Evidence>> fields) {
        boolean windows = pod.spec().os().filter("windows"::equals).isPresent();
        return windows ? ImmutableList.of() : fields.apply(pod);
    }

    /** Since v1.35 users of their own ({@code hostUsers: false}) stand for some controls. */
    private static ImmutableList<Evidence> exceptOwnUsers(Pod pod, Function<Pod, ImmutableList<Evidence>> fields) {
        boolean ownUsers = pod.spec().hostUsers().filter(host -> !host).isPresent();
        return ownUsers ? ImmutableList.of() : fields.apply(pod);
    }

    private static Edition baseline(
            String control, int since, int until, String reason, Function<Pod, ImmutableList<Evidence>> fields) {
        return new Edition(Level.BASELINE, control, since, until, reason, fields);
    }

    private static Edition restricted(
            String control, int since, int until, String reason, Function<Pod, ImmutableList<Evidence>> fields) {
        return new Edition(Level.RESTRICTED, control, since, until, reason, fields);
    }
}
