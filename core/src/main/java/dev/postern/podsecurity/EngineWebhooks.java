package dev.postern.podsecurity;

import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.model.WebhookConfiguration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * By which webhooks the API server asks Kyverno and Gatekeeper about pods. Sources: kyverno {@code pkg/config/config.go},
 * whose name cannot be changed and whose controller watches the object; gatekeeper {@code pkg/webhook/policy.go}, where it
 * can, and which the installation brings along.
 */
final class EngineWebhooks {
    private static final String KYVERNO = "kyverno-resource-validating-webhook-cfg";
    private static final String GATEKEEPER = "gatekeeper-validating-webhook-configuration";

    private final EngineWebhook kyverno;
    private final EngineWebhook gatekeeper;

    EngineWebhooks(Cluster cluster) {
        kyverno = webhook(
                cluster, KYVERNO, configuration -> configuration.meta().name().equals(KYVERNO), Confidence.LIKELY);
        gatekeeper = webhook(cluster, GATEKEEPER, Gatekeeper::validates, Confidence.CERTAIN);
    }

    /** Empty for what is no policy of an engine, unless it is such a webhook itself. */
    Optional<EngineWebhook> of(ObjectRef policy) {
        if (Kyverno.isWebhook(policy)) {
            return Optional.of(new EngineWebhook(policy, kyverno.staysAway(), Support.NONE));
        }
        if (Kyverno.isPolicy(policy)) {
            // What changes pods does so by another webhook.
            return Optional.of(kyverno).filter(webhook -> !Kyverno.changesPods(policy));
        }
        return InstalledChecks.isConstraint(policy.kind()) ? Optional.of(gatekeeper) : Optional.empty();
    }

    private static EngineWebhook webhook(
            Cluster cluster, String name, Predicate<WebhookConfiguration> own, Confidence staysAway) {
        return cluster.webhookConfigurations().stream()
                .filter(configuration -> !configuration.mutating() && own.test(configuration))
                .map(WebhookConfiguration::ref)
                .findFirst()
                .map(ref -> new EngineWebhook(ref, staysAway, Support.of(Evidence.stated(ref, "", "exists"))))
                .orElseGet(() -> {
                    ObjectRef ref = ObjectRef.cluster(WebhookConfiguration.VALIDATING, name);
                    return new EngineWebhook(
                            ref, staysAway, Support.of(Evidence.byDefault(ref, "", "comes with the policies' engine")));
                });
    }
}
