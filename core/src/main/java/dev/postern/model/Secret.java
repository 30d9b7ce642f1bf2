package dev.postern.model;

import com.google.common.collect.ImmutableList;

/**
 * A Secret: its type and the names of its keys, never a value.
 *
 * @param serviceAccountName the annotation {@code kubernetes.io/service-account.name}, or empty
 */
public record Secret(ObjectMeta meta, String type, ImmutableList<String> keys, String serviceAccountName)
        implements KubernetesObject {
    public static final String SERVICE_ACCOUNT_TOKEN = "kubernetes.io/service-account-token";

    @Override
    public String kind() {
        return "Secret";
    }
}
