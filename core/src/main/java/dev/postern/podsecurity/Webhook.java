package dev.postern.podsecurity;

import dev.postern.model.AdmissionWebhook;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.WebhookConfiguration;

/** An admission webhook together with the configuration that it stands in. */
public record Webhook(WebhookConfiguration configuration, AdmissionWebhook webhook) {
    /** Whether it may change what it is sent, rather than only refuse it. */
    public boolean mutating() {
        return configuration.mutating();
    }

    /** A name that no other has: names of webhooks repeat between configurations, and before v1 within one. */
    public String id() {
        ObjectRef ref = configuration.ref();
        return ref.kind() + "/" + ref.name() + "/" + webhook.field();
    }

    /** A fact of one of its fields. */
    public Evidence stated(String field, String value) {
        return Evidence.stated(configuration.ref(), webhook.field() + "." + field, value);
    }
}
