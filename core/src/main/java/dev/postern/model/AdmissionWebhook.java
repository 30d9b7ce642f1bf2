package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * One webhook of a {@link WebhookConfiguration}. What the API server does when nobody answers ({@code failurePolicy}) is
 * not held: whoever answers decides nothing by it.
 *
 * @param field its path in the configuration, for instance {@code webhooks[0]}
 * @param service the Service that answers; empty for one that is reached by its URL
 * @param port the Service's port, 443 unless stated
 * @param namespaceSelector which namespaces its requests come from, for objects in one
 * @param objectSelector which labels an object has before or after a request
 * @param matchConditions names of conditions in CEL, all of which must hold besides
 */
public record AdmissionWebhook(
        String name,
        String field,
        Optional<ObjectRef> service,
        int port,
        ImmutableList<WebhookRule> rules,
        LabelSelector namespaceSelector,
        LabelSelector objectSelector,
        ImmutableList<String> matchConditions) {
    /** The port of a Service that is meant where none is stated. */
    public static final int DEFAULT_PORT = 443;
}
