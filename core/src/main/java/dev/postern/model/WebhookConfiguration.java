package dev.postern.model;

import com.google.common.collect.ImmutableList;

/**
 * A MutatingWebhookConfiguration or a ValidatingWebhookConfiguration.
 *
 * @param mutating whether its webhooks may change what they are asked about
 */
public record WebhookConfiguration(ObjectMeta meta, boolean mutating, ImmutableList<AdmissionWebhook> webhooks)
        implements KubernetesObject {
    public static final String MUTATING = "MutatingWebhookConfiguration";
    public static final String VALIDATING = "ValidatingWebhookConfiguration";

    @Override
    public String kind() {
        return mutating ? MUTATING : VALIDATING;
    }
}
