package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.AdmissionWebhook;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import dev.postern.model.ObjectRef;
import dev.postern.model.PolicyExemption;
import dev.postern.model.PolicyExemption.Place;
import dev.postern.model.WebhookConfiguration;
import dev.postern.model.WebhookRule;
import dev.postern.model.Wildcard;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether Gatekeeper is asked about pods of a namespace: by its webhook's selector, and by the Config that leaves namespaces
 * out. A namespace whose label takes it out of the selector's reach is not asked about; a webhook of Gatekeeper's own admits
 * that label to exempt namespaces only, but it is not asked about a namespace's status and finalizers. Sources: gatekeeper
 * {@code deploy/gatekeeper.yaml}, {@code pkg/webhook/namespacelabel.go}, {@code pkg/controller/config}.
 */
final class Gatekeeper {
    /** What the process is called that refuses. */
    static final String WEBHOOK = "webhook";

    static final String MUTATION = "mutation-webhook";

    private static final String IGNORE = "admission.gatekeeper.sh/ignore";
    private static final String LABEL_CHECK = "check-ignore-label.gatekeeper.sh";
    private static final String VALIDATION = "validation.gatekeeper.sh";
    private static final String MUTATING = "mutation.gatekeeper.sh";
    private static final String USUAL_NAMESPACE = "gatekeeper-system";
    private static final ImmutableSet<String> ALL = ImmutableSet.of("*");

    private final Optional<WebhookConfiguration> configuration;
    private final ImmutableList<EngineSettings> programs;
    private final String home;
    private final Optional<PolicyExemption> config;

    /** Whether its constraints count. */
    enum Asked {
        YES,
        PERHAPS,
        NO
    }

    Gatekeeper(Cluster cluster) {
        configuration = cluster.webhookConfigurations().stream()
                .filter(Gatekeeper::validates)
                .findFirst();
        programs = EngineSettings.of(cluster, "openpolicyagent/gatekeeper");
        home = home(cluster);
        config = cluster.find(PolicyExemption.class, config());
    }

    static boolean validates(WebhookConfiguration configuration) {
        return !configuration.mutating() && has(configuration, VALIDATION);
    }

    /** Whether by this webhook Gatekeeper changes what it is asked about. */
    static boolean mutates(Webhook webhook) {
        return webhook.mutating() && webhook.webhook().name().equals(MUTATING);
    }

    private static boolean has(WebhookConfiguration configuration, String webhook) {
        return configuration.webhooks().stream().map(AdmissionWebhook::name).anyMatch(webhook::equals);
    }

    /** The namespace it runs in: that of its webhook's Service, else of its program, else of a Config, else the usual one. */
    private String home(Cluster cluster) {
        Stream<String> services = cluster.webhookConfigurations().stream()
                .flatMap(known -> known.webhooks().stream())
                .filter(webhook -> List.of(VALIDATION, MUTATING).contains(webhook.name()))
                .flatMap(webhook -> webhook.service().stream())
                .map(ObjectRef::namespace);
        Stream<String> configs = cluster.policyExemptions().stream()
                .filter(known -> known.kind().equals(PolicyExemption.CONFIG))
                .map(known -> known.meta().namespace());
        return Stream.of(services, programs.stream().map(EngineSettings::namespace), configs)
                .flatMap(places -> places)
                .findFirst()
                .orElse(USUAL_NAMESPACE);
    }

    /** The one Config that it reads, whether or not the input holds it. */
    ObjectRef config() {
        return ObjectRef.of(PolicyExemption.CONFIG, home, "config");
    }

    /** That the Config leaves a namespace out for one of its processes. */
    Optional<Evidence> leavesOut(String namespace, String process) {
        return config.flatMap(known -> known.places().stream()
                .filter(place -> place.processes().contains(process)
                        || place.processes().stream().anyMatch(ALL::contains))
                .filter(place -> names(place, namespace))
                .findFirst()
                .map(place -> Evidence.stated(
                        known.ref(), place.field() + ".excludedNamespaces", String.join(",", place.namespaces()))));
    }

    private static boolean names(Place place, String namespace) {
        return place.namespaces().stream().anyMatch(pattern -> new Wildcard(pattern).matches(namespace));
    }

    Asked asked(Namespace namespace, Relabelling relabelling) {
        if (leavesOut(namespace.meta().name(), WEBHOOK).isPresent()) {
            return Asked.NO;
        }
        boolean ignored =
                relabelling != Relabelling.NONE && mayBeIgnored(namespace.meta().name(), relabelling);
        if (configuration.isEmpty()) {
            // By default its webhook leaves out what is labelled so; but the input does not show the webhook.
            return ignored || namespace.meta().labels().containsKey(IGNORE) ? Asked.PERHAPS : Asked.YES;
        }
        Asked best = Asked.NO;
        for (AdmissionWebhook webhook : configuration.get().webhooks()) {
            if (webhook.name().equals(VALIDATION)) {
                Asked asked = asked(webhook, namespace, ignored);
                best = asked.compareTo(best) < 0 ? asked : best;
            }
        }
        return best;
    }

    private static Asked asked(AdmissionWebhook webhook, Namespace namespace, boolean ignored) {
        boolean ofPods = webhook.rules().stream().anyMatch(WebhookRules.NEW_PODS::match);
        boolean sent = ofPods
                && webhook.objectSelector().selectsEverything() // who writes a pod chooses its labels
                && webhook.namespaceSelector().matches(namespace.meta().labels())
                && !(ignored && goesByLabels(webhook.namespaceSelector()));
        if (!sent) {
            return Asked.NO;
        }
        return webhook.matchConditions().isEmpty() ? Asked.YES : Asked.PERHAPS;
    }

    /** By labels that can be changed. */
    private static boolean goesByLabels(LabelSelector selector) {
        return !selector.matchLabels().keySet().stream().allMatch(Namespace.NAME_LABEL::equals)
                || !selector.matchExpressions().stream()
                        .allMatch(requirement -> requirement.key().equals(Namespace.NAME_LABEL));
    }

    /** Whether whoever relabels a namespace may take it out of the webhook's reach. */
    private boolean mayBeIgnored(String namespace, Relabelling relabelling) {
        if (configuration.isPresent() && !has(configuration.get(), LABEL_CHECK)) {
            return true;
        }
        boolean unseen = relabelling == Relabelling.UNSEEN && checks().allMatch(Gatekeeper::namesNoSubresource);
        return unseen || isExempt(namespace);
    }

    private Stream<WebhookRule> checks() {
        return configuration.stream()
                .flatMap(known -> known.webhooks().stream())
                .filter(webhook -> webhook.name().equals(LABEL_CHECK))
                .flatMap(webhook -> webhook.rules().stream());
    }

    private static boolean namesNoSubresource(WebhookRule rule) {
        return rule.resources().stream().noneMatch(resource -> resource.contains("/"));
    }

    /** Whether the program's flags allow the label. */
    private boolean isExempt(String namespace) {
        return programs.stream()
                .anyMatch(program -> program.settings("exempt-namespace").contains(namespace)
                        || program.settings("exempt-namespace-prefix").stream().anyMatch(namespace::startsWith)
                        || program.settings("exempt-namespace-suffix").stream().anyMatch(namespace::endsWith));
    }
}
