package dev.postern.podsecurity;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.Namespace;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.podsecurity.Admission.Level;
import java.util.EnumSet;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads the Pod Security labels of a namespace as the API server does.
 *
 * <p>An unknown level counts as restricted, an unknown version as latest. Without the label the API server's own
 * configuration decides, which is privileged unless somebody changed it. Servers before v1.23 ignore the labels. Source:
 * pod-security-admission, {@code api.PolicyToEvaluate}; KEP-2579.
 */
final class NamespaceLabels {
    private static final String ENFORCE = "pod-security.kubernetes.io/enforce";
    private static final String ENFORCE_VERSION = "pod-security.kubernetes.io/enforce-version";
    static final Pattern VERSION = Pattern.compile("v1\\.(0|[1-9][0-9]{0,4})");

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

    /** Exact comparison, as the API server's: {@code Privileged} is not a level, and so restricted. */
    static Level level(String label) {
        for (Level level : Level.values()) {
            if (Ascii.toLowerCase(level.name()).equals(label)) {
                return level;
            }
        }
        return Level.RESTRICTED;
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
