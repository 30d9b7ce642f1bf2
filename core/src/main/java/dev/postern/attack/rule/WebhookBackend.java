package dev.postern.attack.rule;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Confidence;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Support;
import dev.postern.podsecurity.Admission;
import dev.postern.podsecurity.AdmissionWebhooks;
import dev.postern.podsecurity.Webhook;
import dev.postern.rbac.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Answers for an admission webhook, from the container that has the webhook's port and key: what {@link WebhookRead} and
 * {@link WebhookMutate} gain, as far as the webhook's own rules and selectors go. A webhook that is reached by its URL is
 * outside the cluster; who only redirects the Service has no key that the API server would take.
 */
final class WebhookBackend implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("WEBHOOK_BACKEND", "Answer for an admission webhook")
            .sentence(
                    "{from} answers for an admission webhook and so gets {to} when somebody writes what the webhook is"
                            + " sent")
            .needs("control of the container behind the Service and port of a webhook's clientConfig. Its rules,"
                    + " namespaceSelector and objectSelector match Secrets that are written; or the webhook is a mutating"
                    + " one, and they match pods that are started, or workloads that are written")
            .attack("T1557", "T1546", "T1552.007")
            .microsoft("MS-TA9015", "MS-TA9025")
            .owasp("K01:2025", "K03:2025")
            .nsa("Namespaces", "Secrets")
            .stop(
                    "Narrow the webhook's rules, namespaceSelector and objectSelector to what it must see, Secrets not among"
                            + " it; keep its pods in a namespace and on nodes of their own.")
            .audit("Nothing in the API server's audit log shows whose answer it was: look at the annotations"
                    + " patch.webhook.admission.k8s.io/round_N_index_N of requests, which from the level Request on hold"
                    + " what a webhook changed, and at connections that leave its pods.")
            .alsoKnownAs("k8scout", "PRIVESC-WEBHOOK-BACKEND-TAKEOVER")
            .references(
                    "https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/",
                    "https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/")
            .build();

    private static final May ESCAPING = new May("answer-into-escaping", "*", "make new pods escape to their node");

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        if (!facts.podSecurity().webhooks().all().isEmpty()) {
            new Derivation(facts, edges).run();
        }
    }

    private static final class Derivation {
        private final Facts facts;
        private final Edges edges;
        private final AdmissionWebhooks webhooks;
        private final List<Spread.Target> secrets = new ArrayList<>();
        private final ImmutableSortedSet<String> withSecrets;
        private final ImmutableSortedMap<String, PodGroup> started;
        private final Spread seen;
        private final Spread changed;
        private final Spread escaping;
        private boolean escapes;

        Derivation(Facts facts, Edges edges) {
            this.facts = facts;
            this.edges = edges;
            this.webhooks = facts.podSecurity().webhooks();
            Targets.secrets(facts).forEach(secret -> secrets.add(written(secret)));
            withSecrets = secrets.stream()
                    .map(Spread.Target::namespace)
                    .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
            started = WebhookMutate.started(facts);
            seen = Spread.ofOthers(facts, edges, "see-sent-secrets", "see what is written to Secrets", secrets);
            changed = Spread.ofOthers(facts, edges, "change-sent-pods", "change new pods", usable());
            escaping = Spread.ofOthersToHubs(
                    facts, edges, "escape-from-sent-pods", "make new pods escape to their node", open());
        }

        void run() {
            for (Webhook webhook : webhooks.all()) {
                WebhookPrograms programs = new WebhookPrograms(facts, edges, webhook);
                if (programs.exist() && (seesSecrets(webhook) | changesPods(webhook))) {
                    programs.leadTo(answer(webhook));
                }
            }
            if (escapes) {
                WorkloadEscape.nodes(facts, edges, ESCAPING);
            }
        }

        private boolean seesSecrets(Webhook webhook) {
            if (!webhooks.choosesObjects(webhook)) {
                return spread(webhook, "Secrets", withSecrets, namespace -> webhooks.secrets(webhook, namespace), seen);
            }
            boolean any = false;
            for (Spread.Target secret : secrets) {
                String name = secret.names().iterator().next();
                Decision sent = webhooks.secret(webhook, ObjectRef.of("Secret", secret.namespace(), name));
                if (sent.outcome() != Outcome.DENIED) {
                    any = true;
                    seen.from(
                            List.of(premise(webhook, "Secrets", secret.namespace() + "/" + name, sent)),
                            Scope.namespace(secret.namespace()),
                            ImmutableSortedSet.of(name),
                            sent.supports());
                }
            }
            return any;
        }

        private boolean changesPods(Webhook webhook) {
            return webhook.mutating()
                    && spread(
                            webhook,
                            "pods",
                            started.keySet(),
                            namespace -> webhooks.newPods(webhook, namespace),
                            changed,
                            escaping);
        }

        /** In one edge where all namespaces are alike, so that the graph stays linear in the usual case. */
        private boolean spread(
                Webhook webhook,
                String what,
                Iterable<String> namespaces,
                Function<String, Decision> decide,
                Spread... spreads) {
            Map<String, Decision> sent = new LinkedHashMap<>();
            namespaces.forEach(namespace -> sent.put(namespace, decide.apply(namespace)));
            Map<Scope, Decision> scopes = new LinkedHashMap<>();
            if (sent.values().stream().distinct().count() == 1) {
                scopes.put(Scope.CLUSTER, sent.values().iterator().next());
            } else {
                sent.forEach((namespace, decision) -> scopes.put(Scope.namespace(namespace), decision));
            }
            scopes.values().removeIf(decision -> decision.outcome() == Outcome.DENIED);
            scopes.forEach((scope, decision) -> {
                Vertex premise = premise(webhook, what, scope.isClusterWide() ? "*" : scope.namespace(), decision);
                for (Spread spread : spreads) {
                    spread.from(List.of(premise), scope, ImmutableSortedSet.of(), decision.supports());
                    escapes |= spread == escaping;
                }
            });
            return !scopes.isEmpty();
        }

        /**
         * Answering for the webhook, and where that is not enough to be sure, what else has to be true: another thing for
         * Secrets than for pods, so that neither passes for the other.
         */
        private Vertex premise(Webhook webhook, String what, String where, Decision sent) {
            if (sent.isAllowed()) {
                return answer(webhook);
            }
            May sure = new May("be-sent", webhook.id() + "#" + what + "@" + where, "be sent " + what + " of " + where);
            edges.silent(answer(webhook), sure)
                    .provided(webhook.configuration().ref(), sent.missing())
                    .byDefinition();
            return sure;
        }

        private static May answer(Webhook webhook) {
            return new May("answer", webhook.id(), "answer for the webhook " + webhook.id());
        }

        private static Spread.Target written(Spread.Target secret) {
            Evidence written = Evidence.assumed(
                    ObjectRef.of(
                            "Secret",
                            secret.namespace(),
                            secret.names().iterator().next()),
                    "",
                    "is written while the attacker answers");
            return new Spread.Target(
                    secret.namespace(),
                    secret.names(),
                    secret.vertex(),
                    Confidence.POSSIBLE,
                    secret.support().and(Support.of(written)));
        }

        /** What a container in a new pod has: accounts and Secrets of its namespace. */
        private List<Spread.Target> usable() {
            List<Spread.Target> targets = new ArrayList<>();
            for (List<Spread.Target> some : List.of(Targets.accounts(facts), Targets.secrets(facts))) {
                for (Spread.Target target : some) {
                    PodGroup pods = started.get(target.namespace());
                    if (pods != null) {
                        targets.add(new Spread.Target(
                                target.namespace(),
                                target.names(),
                                target.vertex(),
                                target.confidence().and(Confidence.LIKELY),
                                target.support().and(WebhookMutate.startedAnew(pods))));
                    }
                }
            }
            return targets;
        }

        private List<Spread.Target> open() {
            List<Spread.Target> targets = new ArrayList<>();
            started.forEach((namespace, pods) -> {
                Admission admission = facts.podSecurity().admission(namespace);
                if (!admission.openTo().isEmpty()) {
                    targets.add(new Spread.Target(
                            namespace,
                            ImmutableSet.of(),
                            ESCAPING,
                            Confidence.LIKELY,
                            admission.support().and(WebhookMutate.startedAnew(pods))));
                }
            });
            return targets;
        }
    }
}
