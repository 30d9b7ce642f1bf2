package dev.postern.podsecurity;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.Namespace;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.podsecurity.Admission.Level;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the Pod Security labels of a namespace as the API server does.
 *
 * <p>An unknown level counts as restricted, an unknown version as latest. Without the label the API server's own
 * configuration decides, which is privileged unless somebody changed it. Servers before v1.23 ignore the labels. Source:
 * pod-security-admission, {@code api.PolicyToEvaluate}; KEP-2579.
 */
final class NamespaceLabels {
    private static final String PREFIX = "pod-security.kubernetes.io/";
    private static final String ENFORCE = PREFIX + "enforce";
    private static final String ENFORCE_VERSION = PREFIX + "enforce-version";
    private static final ImmutableList<String> MODES = ImmutableList.of("enforce", "audit", "warn");
    private static final Pattern VERSION = Pattern.compile("v1\\.(0|[1-9][0-9]{0,4})");

    private final Cluster cluster;
    private final KubernetesVersion serverVersion;

    NamespaceLabels(Cluster cluster, KubernetesVersion serverVersion) {
        this.cluster = cluster;
        this.serverVersion = serverVersion;
    }

    Admission admission(String name) {
        Namespace namespace = cluster.namespace(name).orElseGet(() -> Namespace.implied(name));
        ObjectRef ref = namespace.ref();
        Map<String, String> labels = namespace.meta().labels();
        String label = labels.get(ENFORCE);
        if (!serverVersion.isAtLeast(1, 23)) {
            return admission(
                    Level.PRIVILEGED, "latest", Evidence.byDefault(ref, field(ENFORCE), "not enforced before v1.23"));
        }
        if (label == null) {
            return admission(Level.PRIVILEGED, "latest", Evidence.byDefault(ref, field(ENFORCE), "privileged"));
        }
        String version = labels.getOrDefault(ENFORCE_VERSION, "latest");
        return admission(
                level(label),
                VERSION.matcher(version).matches() ? version : "latest",
                Evidence.stated(ref, field(ENFORCE), label));
    }

    private static Admission admission(Level level, String version, Evidence evidence) {
        return new Admission(level, version, openTo(level), Support.of(evidence));
    }

    /** Labels of a namespace that the API server does not read as they are meant. */
    ImmutableList<Mistake> mistakes(Namespace namespace) {
        ImmutableList.Builder<Mistake> mistakes = ImmutableList.builder();
        Map<String, String> labels = namespace.meta().labels();
        for (String mode : MODES) {
            String level = labels.get(PREFIX + mode);
            if (level != null && !serverVersion.isAtLeast(1, 23)) {
                String message =
                        "has no effect: API servers enforce it since v1.23 only, and this one is " + serverVersion;
                mistakes.add(mistake("pod-security-label-ignored", namespace, PREFIX + mode, level, message));
            } else if (level != null && known(level).isEmpty()) {
                String message =
                        "is no level: write privileged, baseline or restricted. The API server refuses to create"
                                + " such a Namespace; where the label is there already, "
                                + (mode.equals("enforce") ? "it enforces restricted" : "the mode " + mode + " is off");
                mistakes.add(mistake("pod-security-level-unknown", namespace, PREFIX + mode, level, message));
            }
            String versionLabel = PREFIX + mode + "-version";
            String version = labels.get(versionLabel);
            if (version != null
                    && !version.equals("latest")
                    && !VERSION.matcher(version).matches()) {
                String message =
                        "is no version: write latest, or one such as v1.30. The API server refuses to create such a"
                                + " Namespace; where the label is there already, it takes latest";
                mistakes.add(mistake("pod-security-level-unknown", namespace, versionLabel, version, message));
            }
        }
        return mistakes.build();
    }

    private static Mistake mistake(String code, Namespace namespace, String label, String value, String message) {
        return new Mistake(code, Evidence.stated(namespace.ref(), field(label), value), message);
    }

    /** Unknown counts as restricted. */
    private static Level level(String label) {
        return known(label).orElse(Level.RESTRICTED);
    }

    /** Exact comparison, as the API server's: {@code Privileged} is not a level. */
    private static Optional<Level> known(String label) {
        return Arrays.stream(Level.values())
                .filter(level -> Ascii.toLowerCase(level.name()).equals(label))
                .findFirst();
    }

    /**
     * Each technique here takes a privileged container, the node's PID namespace or a host path, and baseline forbids all
     * three. A claim on a volume that is itself a host path passes every level: a technique of its own, with rights of
     * its own.
     */
    private static ImmutableSet<Escape.Kind> openTo(Level level) {
        return level == Level.PRIVILEGED ? Sets.immutableEnumSet(EnumSet.allOf(Escape.Kind.class)) : ImmutableSet.of();
    }

    private static String field(String label) {
        return "metadata.labels[" + label + "]";
    }
}
