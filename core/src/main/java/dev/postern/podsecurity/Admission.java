package dev.postern.podsecurity;

import com.google.common.collect.ImmutableSet;
import dev.postern.model.Confidence;
import dev.postern.model.Support;

/**
 * What admission lets into a namespace: by the Pod Security level, and by the policies of Kyverno, Gatekeeper and others.
 *
 * <p>Only the {@code enforce} label counts: {@code audit} and {@code warn} block nothing. Admission never limits which
 * service account, Secret or claim of the namespace a pod names.
 *
 * @param level the level that is enforced
 * @param version {@code latest} or {@code v1.N}: the edition of the standard
 * @param openTo the escapes that a pod created here may have
 * @param confidence how surely such an escape reaches the node; certain unless it takes a runtime class that is exempt, or a webhook or
 *     policy looks at pods of which it is not known what it refuses
 * @param support the label, or the default that applies without it
 */
public record Admission(
        Level level, String version, ImmutableSet<Escape.Kind> openTo, Confidence confidence, Support support) {
    /** The Pod Security Standards' levels, the widest first. */
    public enum Level {
        PRIVILEGED,
        BASELINE,
        RESTRICTED
    }

    /** Whether some pod with such an escape is admitted. */
    public boolean admits(Escape.Kind kind) {
        return openTo.contains(kind);
    }
}
