package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AdmissionWebhook;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectRef;
import dev.postern.model.WebhookConfiguration;
import dev.postern.model.WebhookRule;
import java.util.Optional;

/** Mutating and validating webhook configurations. */
final class WebhookConfigurationReader {
    private final String field;
    private String name = "";
    private Optional<ObjectRef> service = Optional.empty();
    private int port;
    private ImmutableList<WebhookRule> rules = ImmutableList.of();
    private LabelSelector namespaceSelector = LabelSelector.EVERYTHING;
    private LabelSelector objectSelector = LabelSelector.EVERYTHING;
    private ImmutableList<String> matchConditions = ImmutableList.of();

    private WebhookConfigurationReader(String field) {
        this.field = field;
    }

    static WebhookConfiguration read(Values in, Identity identity) {
        Metadata metadata = Metadata.NONE;
        ImmutableList<AdmissionWebhook> webhooks = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> metadata = Metadata.read(in);
                    case "webhooks" -> webhooks = in.objects(() -> webhook(in, "webhooks[" + in.index() + "]"));
                    default -> in.skip();
                }
            }
        }
        boolean mutating = identity.kind().equals(WebhookConfiguration.MUTATING);
        return new WebhookConfiguration(metadata.of(identity), mutating, webhooks);
    }

    private static AdmissionWebhook webhook(Values in, String field) {
        WebhookConfigurationReader webhook = new WebhookConfigurationReader(field);
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "name" -> webhook.name = in.string();
                    case "clientConfig" -> webhook.client(in);
                    case "rules" -> webhook.rules = in.objects(() -> rule(in));
                    case "namespaceSelector" -> webhook.namespaceSelector = selector(in);
                    case "objectSelector" -> webhook.objectSelector = selector(in);
                    case "matchConditions" -> webhook.matchConditions = in.objects(() -> condition(in));
                    default -> in.skip();
                }
            }
        }
        return webhook.build();
    }

    /** A selector that is absent selects everything. */
    private static LabelSelector selector(Values in) {
        return SelectorReader.optional(in).orElse(LabelSelector.EVERYTHING);
    }

    private void client(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "service" -> service(in);
                default -> in.skip();
            }
        }
    }

    private void service(Values in) {
        String serviceName = "";
        String namespace = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "name" -> serviceName = in.string();
                    case "namespace" -> namespace = in.string();
                    case "port" -> port = in.port();
                    default -> in.skip();
                }
            }
        }
        service =
                serviceName.isEmpty() ? Optional.empty() : Optional.of(ObjectRef.of("Service", namespace, serviceName));
    }

    /** A rule of a webhook, which policies of the API server have too. */
    static WebhookRule rule(Values in) {
        ImmutableList<String> operations = ImmutableList.of();
        ImmutableList<String> apiGroups = ImmutableList.of();
        ImmutableList<String> apiVersions = ImmutableList.of();
        ImmutableList<String> resources = ImmutableList.of();
        String scope = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "operations" -> operations = in.strings();
                    case "apiGroups" -> apiGroups = in.strings();
                    case "apiVersions" -> apiVersions = in.strings();
                    case "resources" -> resources = in.strings();
                    case "scope" -> scope = in.symbol();
                    default -> in.skip();
                }
            }
        }
        return in.sharing()
                .one(new WebhookRule(operations, apiGroups, apiVersions, resources, scope.isEmpty() ? "*" : scope));
    }

    private static String condition(Values in) {
        String name = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "name" -> name = in.string();
                    default -> in.skip();
                }
            }
        }
        return name;
    }

    private AdmissionWebhook build() {
        return new AdmissionWebhook(
                name,
                field,
                service,
                port == 0 ? AdmissionWebhook.DEFAULT_PORT : port,
                rules,
                namespaceSelector,
                objectSelector,
                matchConditions);
    }
}
