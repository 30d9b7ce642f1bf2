package dev.postern.podsecurity;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.Namespace;
import java.util.Map;

/**
 * Labels of namespaces that Pod Security admission does not read as they are meant. Creating such a Namespace is refused; the
 * labels may still be there from before. Source: pod-security-admission, {@code api.PolicyToEvaluate}, {@code
 * ValidateNamespace}.
 */
final class LevelMistakes {
    private static final String PREFIX = "pod-security.kubernetes.io/";
    private static final String UNKNOWN = "pod-security-level-unknown";

    private LevelMistakes() {}

    static ImmutableList<Mistake> of(Namespace namespace, KubernetesVersion serverVersion) {
        ImmutableList.Builder<Mistake> mistakes = ImmutableList.builder();
        Map<String, String> labels = namespace.meta().labels();
        for (String mode : new String[] {"enforce", "audit", "warn"}) {
            String level = labels.get(PREFIX + mode);
            if (level != null && !serverVersion.isAtLeast(1, 23)) {
                String message =
                        "has no effect: API servers enforce it since v1.23 only, and this one is " + serverVersion;
                mistakes.add(mistake("pod-security-label-ignored", namespace, PREFIX + mode, level, message));
            } else if (level != null && !isLevel(level)) {
                String message =
                        "is no level: write privileged, baseline or restricted. The API server refuses to create"
                                + " such a Namespace; where the label is there already, "
                                + (mode.equals("enforce") ? "it enforces restricted" : "the mode " + mode + " is off");
                mistakes.add(mistake(UNKNOWN, namespace, PREFIX + mode, level, message));
            }
            String versionLabel = PREFIX + mode + "-version";
            String version = labels.get(versionLabel);
            if (version != null
                    && !version.equals("latest")
                    && !NamespaceLabels.VERSION.matcher(version).matches()) {
                String message =
                        "is no version: write latest, or one such as v1.30. The API server refuses to create such a"
                                + " Namespace; where the label is there already, it takes latest";
                mistakes.add(mistake(UNKNOWN, namespace, versionLabel, version, message));
            }
        }
        return mistakes.build();
    }

    private static boolean isLevel(String label) {
        return Ascii.toLowerCase(NamespaceLabels.level(label).name()).equals(label);
    }

    private static Mistake mistake(String code, Namespace namespace, String label, String value, String message) {
        return new Mistake(code, Evidence.stated(namespace.ref(), "metadata.labels[" + label + "]", value), message);
    }
}
