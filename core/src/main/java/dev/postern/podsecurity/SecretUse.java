package dev.postern.podsecurity;

import com.google.common.collect.ImmutableSet;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import java.util.Comparator;

/**
 * A Secret that a pod names, and so its node holds.
 *
 * @param secret the Secret; it need not exist in the input
 * @param way how the pod uses it
 * @param key the one key used, or empty when all are
 * @param optional whether the pod starts without it
 * @param support the mount and the volume, or the variable
 */
public record SecretUse(ObjectRef secret, Way way, String key, boolean optional, Support support)
        implements Comparable<SecretUse> {
    private static final Comparator<SecretUse> ORDER = Comparator.comparing(SecretUse::secret)
            .thenComparing(SecretUse::way)
            .thenComparing(SecretUse::key)
            .thenComparing(SecretUse::support);

    /** How a pod uses a Secret. */
    public enum Way {
        /** Files of a mounted volume, plain or projected. */
        VOLUME,
        /** Environment variables of a container. */
        ENVIRONMENT,
        /** Registry credentials: the node's, never a container's. */
        IMAGE_PULL,
        /** Handed to a storage driver on the node, never to a container. */
        STORAGE_DRIVER,
        /** A volume that no container mounts: on the node's disk only. */
        UNMOUNTED_VOLUME
    }

    /** Keys whose values everybody may know: certificates, those of authorities, and the namespace that a token is for. */
    private static final ImmutableSet<String> PUBLIC =
            ImmutableSet.of("ca.crt", "ca-bundle.crt", "namespace", "service-ca.crt", "tls.crt");

    /** Whether the one key used is, by its name, one whose value is no secret. */
    public boolean isPublic() {
        return PUBLIC.contains(key);
    }

    @Override
    public int compareTo(SecretUse other) {
        return ORDER.compare(this, other);
    }
}
