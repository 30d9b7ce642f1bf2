package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Secret;
import dev.postern.model.Support;
import dev.postern.model.WebhookRule;
import dev.postern.model.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The authority on what the API server sends to which admission webhook: by the webhook's rules, the labels of the
 * namespace and of the object, and conditions that nobody can decide without the request.
 *
 * <p>A decision takes time linear in the webhook's rules and, where it chooses objects by their labels, in the pods and
 * workloads of the namespace.
 */
public final class AdmissionWebhooks {
    private static final WebhookRules SECRETS =
            new WebhookRules(ImmutableSet.of("CREATE", "UPDATE", "DELETE"), "", "v1", "secrets");
    private static final ImmutableSet<String> WRITES = ImmutableSet.of("CREATE", "UPDATE");

    /** What pods are made from; for whoever changes it they are the same as the pods. */
    private static final ImmutableMap<String, WebhookRules> TEMPLATES = ImmutableMap.<String, WebhookRules>builder()
            .put("ReplicationController", new WebhookRules(WRITES, "", "v1", "replicationcontrollers"))
            .put("Deployment", new WebhookRules(WRITES, "apps", "v1", "deployments"))
            .put("ReplicaSet", new WebhookRules(WRITES, "apps", "v1", "replicasets"))
            .put("StatefulSet", new WebhookRules(WRITES, "apps", "v1", "statefulsets"))
            .put("DaemonSet", new WebhookRules(WRITES, "apps", "v1", "daemonsets"))
            .put("Job", new WebhookRules(ImmutableSet.of("CREATE"), "batch", "v1", "jobs"))
            .put("CronJob", new WebhookRules(WRITES, "batch", "v1", "cronjobs"))
            .buildOrThrow();

    private final Cluster cluster;
    private final ImmutableList<Webhook> all;
    private final ImmutableListMultimap<String, Pod> pods;
    private final ImmutableListMultimap<String, Workload> workloads;

    AdmissionWebhooks(Cluster cluster) {
        this.cluster = cluster;
        this.all = cluster.webhookConfigurations().stream()
                .flatMap(configuration ->
                        configuration.webhooks().stream().map(webhook -> new Webhook(configuration, webhook)))
                .collect(ImmutableList.toImmutableList());
        ImmutableListMultimap.Builder<String, Pod> byNamespace = ImmutableListMultimap.builder();
        ImmutableListMultimap.Builder<String, Workload> templates = ImmutableListMultimap.builder();
        if (!all.isEmpty()) {
            cluster.pods().stream()
                    .filter(pod -> !pod.mirror()) // the node runs these from a file of its own
                    .forEach(pod -> byNamespace.put(pod.namespace(), pod));
            cluster.workloads()
                    .forEach(workload -> templates.put(workload.meta().namespace(), workload));
        }
        this.pods = byNamespace.build();
        this.workloads = templates.build();
    }

    /** Every webhook of the input, by configuration and place. */
    public ImmutableList<Webhook> all() {
        return all;
    }

    /** Whether a webhook chooses among the objects of a namespace by their labels. */
    public boolean choosesObjects(Webhook webhook) {
        return !webhook.webhook().objectSelector().selectsEverything();
    }

    /**
     * Whether a webhook is sent the Secrets of a namespace when somebody writes or deletes them: a request for one that
     * changes or goes holds it as it was, too. Which of them, where it {@link #choosesObjects}, is for {@link #secret}.
     */
    public Decision secrets(Webhook webhook, String namespace) {
        return sent(webhook, SECRETS, namespace);
    }

    /** As {@link #secrets}, of one Secret; unknown if it is not in the input and its labels matter. */
    public Decision secret(Webhook webhook, ObjectRef ref) {
        Decision sent = sent(webhook, SECRETS, ref.namespace());
        if (!choosesObjects(webhook) || sent.outcome() == Outcome.DENIED) {
            return sent;
        }
        Optional<Secret> secret = cluster.secret(ref.namespace(), ref.name());
        if (secret.isEmpty()) {
            return unless(sent, "the labels of " + ref, bySelector(webhook));
        }
        return webhook.webhook().objectSelector().matches(secret.get().meta().labels())
                ? withFact(sent, bySelector(webhook))
                : Decision.denied();
    }

    /**
     * Whether a webhook may change pods that are started in a namespace, or the workloads there that start them. Unknown
     * for the latter: somebody has to write one, while pods are started time and again.
     */
    public Decision newPods(Webhook webhook, String namespace) {
        if (!webhook.mutating()) {
            return Decision.denied();
        }
        Decision ofPods = sent(webhook, WebhookRules.NEW_PODS, namespace);
        Optional<Pod> pod = pods.get(namespace).stream()
                .filter(one -> chosen(webhook, one.meta()))
                .findFirst();
        if (ofPods.outcome() != Outcome.DENIED && pod.isPresent()) {
            // Where any pod will do, all namespaces with pods are alike; else it is this one that has the labels.
            Support labelled = choosesObjects(webhook)
                    ? Support.of(Evidence.stated(pod.get().object(), "", "exists"))
                    : Support.NONE;
            return withFact(ofPods, bySelector(webhook).and(labelled));
        }
        for (Workload workload : workloads.get(namespace)) {
            WebhookRules template = TEMPLATES.get(workload.kind());
            Decision sent = template == null ? Decision.denied() : sent(webhook, template, namespace);
            if (sent.outcome() != Outcome.DENIED && chosen(webhook, workload.meta())) {
                return unless(
                        sent,
                        "somebody writes a " + workload.kind() + " in namespace " + namespace,
                        bySelector(webhook).and(Support.of(Evidence.stated(workload.ref(), "", "exists"))));
            }
        }
        return Decision.denied();
    }

    private static boolean chosen(Webhook webhook, ObjectMeta object) {
        return webhook.webhook().objectSelector().matches(object.labels());
    }

    /** Whether requests for objects of a kind in a namespace are sent, whatever labels the objects have. */
    private Decision sent(Webhook webhook, WebhookRules wanted, String namespace) {
        List<Support> supports = new ArrayList<>();
        ImmutableList<WebhookRule> rules = webhook.webhook().rules();
        for (int i = 0; i < rules.size(); i++) {
            if (wanted.match(rules.get(i))) {
                String value = String.join(",", rules.get(i).operations()) + " of "
                        + String.join(",", rules.get(i).resources());
                supports.add(Support.of(webhook.stated("rules[" + i + "]", value)));
            }
        }
        if (supports.isEmpty()) {
            return Decision.denied();
        }
        Decision sent = Decision.allowed(supports);
        LabelSelector selector = webhook.webhook().namespaceSelector();
        if (!selector.selectsEverything()) {
            Evidence fact = webhook.stated("namespaceSelector", selector.notation());
            Optional<Namespace> held = cluster.namespace(namespace);
            if (held.isEmpty() && !isAboutNames(selector)) {
                sent = unless(sent, "the labels of Namespace " + namespace, Support.of(fact));
            } else if (selector.matches(labels(held, namespace))) {
                sent = withFact(sent, Support.of(fact));
            } else {
                return Decision.denied();
            }
        }
        List<String> conditions = webhook.webhook().matchConditions();
        String names = String.join(", ", conditions);
        return conditions.isEmpty()
                ? sent
                : unless(
                        sent,
                        "what the webhook's matchConditions say of the request (" + names + ")",
                        Support.of(webhook.stated("matchConditions", names)));
    }

    private static Map<String, String> labels(Optional<Namespace> held, String name) {
        return held.orElseGet(() -> Namespace.implied(name)).meta().labels();
    }

    /** A namespace has this label whether or not the input shows it. */
    private static boolean isAboutNames(LabelSelector selector) {
        return selector.matchLabels().keySet().stream().allMatch(Namespace.NAME_LABEL::equals)
                && selector.matchExpressions().stream()
                        .allMatch(requirement -> requirement.key().equals(Namespace.NAME_LABEL));
    }

    private Support bySelector(Webhook webhook) {
        return choosesObjects(webhook)
                ? Support.of(webhook.stated(
                        "objectSelector", webhook.webhook().objectSelector().notation()))
                : Support.NONE;
    }

    private static Decision withFact(Decision decision, Support fact) {
        return decision.isAllowed() ? Decision.allowed(with(decision, fact)) : unless(decision, "", fact);
    }

    /** The decision, as far as another thing that is not known does not settle it. */
    private static Decision unless(Decision decision, String missing, Support fact) {
        String both = decision.missing().isEmpty() || missing.isEmpty()
                ? decision.missing() + missing
                : decision.missing() + "; " + missing;
        return new Decision(Outcome.UNKNOWN, with(decision, fact), both);
    }

    private static ImmutableList<Support> with(Decision decision, Support fact) {
        return decision.supports().stream().map(support -> support.and(fact)).collect(ImmutableList.toImmutableList());
    }
}
