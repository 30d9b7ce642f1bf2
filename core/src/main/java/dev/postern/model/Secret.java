package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;

/**
 * A Secret: its type and the names of its keys, never a value.
 *
 * @param serviceAccountName the annotation {@code kubernetes.io/service-account.name}, or empty
 * @param immutable whether the API server refuses every change of its data
 */
public record Secret(
        ObjectMeta meta, String type, ImmutableList<String> keys, String serviceAccountName, boolean immutable)
        implements KubernetesObject {
    public static final String SERVICE_ACCOUNT_TOKEN = "kubernetes.io/service-account-token";
    public static final String BOOTSTRAP_TOKEN = "bootstrap.kubernetes.io/token";

    /** What the API server makes the random end of a generated name from; source: {@code apimachinery/util/rand}. */
    private static final String RANDOM = "bcdfghjklmnpqrstvwxz2456789";

    private static final int RANDOM_LENGTH = 5;
    /** A longer stem is cut, so that the whole name has 63 characters at most; source: {@code apiserver/storage/names}. */
    private static final int STEM_LENGTH = 58;

    @Override
    public String kind() {
        return "Secret";
    }

    /** What it seems to hold, by its type and the names of its keys. */
    public ImmutableSortedSet<SecretContent> contents() {
        return SecretContent.of(this);
    }

    /**
     * Whether this is a token Secret as the control plane made one for each account before v1.24: its name is {@code
     * ACCOUNT-token-} and five random characters, so that nobody knows it who has not seen it.
     */
    public boolean isGeneratedToken() {
        if (!type.equals(SERVICE_ACCOUNT_TOKEN) || serviceAccountName.isEmpty()) {
            return false;
        }
        String name = meta.name();
        String stem = serviceAccountName + "-token-";
        String cut = stem.substring(0, Math.min(stem.length(), STEM_LENGTH));
        return name.length() == cut.length() + RANDOM_LENGTH
                && name.startsWith(cut)
                && name.substring(cut.length()).chars().allMatch(end -> RANDOM.indexOf(end) >= 0);
    }
}
