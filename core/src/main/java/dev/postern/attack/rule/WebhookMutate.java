package dev.postern.attack.rule;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Maps;
import com.google.common.collect.MultimapBuilder;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Confidence;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.KyvernoPolicyKind;
import dev.postern.model.Outcome;
import dev.postern.model.Support;
import dev.postern.podsecurity.Admission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes what others write, on its way in (RB-36, RB-37): into each pod that is started goes a container of the
 * attacker's, with any account and Secret of the namespace. A webhook's program may listen anywhere; from 1.36 on a
 * policy does without a program, and so does one of Kyverno or a mutator of Gatekeeper where that is installed (RB-47).
 */
final class WebhookMutate implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("WEBHOOK_MUTATE", "Change what others write on its way in")
            .sentence("{from} may put a container of its own into pods that others start, which uses {to}")
            .needs(
                    "create on mutatingwebhookconfigurations, or update or patch on one that exists; from 1.36 on also create"
                            + " on mutatingadmissionpolicies and on mutatingadmissionpolicybindings, perhaps by two identities, or"
                            + " update or patch on a policy that is in force; where Kyverno is installed also create, update or patch on"
                            + " clusterpolicies or mutatingpolicies; where Gatekeeper's mutating webhook is, on assign, assignimage or modifyset. All"
                            + " cluster-wide. Somebody must start a pod in the namespace")
            .attack("T1546", "T1610")
            .microsoft("MS-TA9015")
            .owasp("K02:2025", "K04:2025")
            .cis("CIS-1.12 5.1.12")
            .nsa("Role-based access control")
            .stop("Remove write access to webhook configurations and mutating policies from the role.")
            .audit("create, update or patch on mutatingwebhookconfigurations, mutatingadmissionpolicies or"
                    + " mutatingadmissionpolicybindings, on clusterpolicies (kyverno.io) or mutatingpolicies"
                    + " (policies.kyverno.io), or on assign, assignimage or modifyset (mutations.gatekeeper.sh). What a webhook changed is in the annotations"
                    + " patch.webhook.admission.k8s.io/round_N_index_N of the changed request, from the level Request"
                    + " on.")
            .alsoKnownAs("k8scout", "PRIVESC-MUTATING-WEBHOOK")
            .alsoKnownAs("konstellation", "Role can modify webhooks")
            .references(
                    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#control-admission-webhooks",
                    "https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/")
            .build();

    private static final String GROUP = "admissionregistration.k8s.io";
    private static final May CHANGE = new May("change-writes", "*", "change what others write");
    private static final May KYVERNO_POLICY = new May("write-kyverno-policies", "*", "write policies of Kyverno");
    private static final May KYVERNO_CEL_POLICY =
            new May("write-kyverno-cel-policies", "*", "write mutating policies of Kyverno");
    private static final May BY_KYVERNO =
            new May("change-writes-by-kyverno", "*", "change what others write by a policy of Kyverno");
    private static final May MUTATOR = new May("write-gatekeeper-mutators", "*", "write mutators of Gatekeeper");
    private static final May BY_GATEKEEPER =
            new May("change-writes-by-gatekeeper", "*", "change what others write by a mutator of Gatekeeper");
    private static final May PERHAPS_BY_GATEKEEPER =
            new May("change-writes-perhaps-by-gatekeeper", "*", "change what others write by a mutator of Gatekeeper");
    private static final ImmutableMap<String, String> MUTATORS =
            ImmutableMap.of("assign", "Assign", "assignimage", "AssignImage", "modifyset", "ModifySet");
    private static final May OPEN =
            new May("change-pods-into-escaping", "*", "make pods of others escape to their node");
    private static final May POLICY = new May("write-mutating-policies", "*", "write mutating policies");
    private static final May BINDING = new May("bind-mutating-policies", "*", "put mutating policies into force");

    /** Since when policies that change objects are on without being asked for (KEP-3962). */
    private static final int POLICIES_SINCE = 36;

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        ImmutableSortedMap<String, PodGroup> started = started(facts);
        if (started.isEmpty()) {
            return;
        }
        new ClusterWrites(facts, edges, GROUP, "mutatingwebhookconfigurations", "MutatingWebhookConfiguration")
                .leadTo(CHANGE);
        if (facts.rbac().version().isAtLeast(1, POLICIES_SINCE)) {
            ClusterWrites policies =
                    new ClusterWrites(facts, edges, GROUP, "mutatingadmissionpolicies", "MutatingAdmissionPolicy");
            policies.creatorsLeadTo(POLICY);
            policies.changersLeadTo(CHANGE);
            new ClusterWrites(facts, edges, GROUP, "mutatingadmissionpolicybindings", "MutatingAdmissionPolicyBinding")
                    .creatorsLeadTo(BINDING);
            edges.silentJoin(List.of(POLICY, BINDING), CHANGE)
                    .because(Support.of(facts.rbac().versionEvidence()));
        }
        List<PodGroup> all = List.copyOf(started.values());
        boolean escaping = change(facts, edges, CHANGE, all);
        escaping |= byKyverno(facts, edges, all);
        escaping |= byGatekeeper(facts, edges, all);
        if (escaping) {
            WorkloadEscape.nodes(facts, edges, OPEN);
        }
    }

    private static boolean byKyverno(Facts facts, Edges edges, List<PodGroup> started) {
        List<PodGroup> seen = new ArrayList<>();
        Optional<Evidence> installed = Optional.empty();
        for (PodGroup pods : started) {
            Optional<Evidence> shown = facts.podSecurity().kyverno(pods.namespace());
            if (shown.isPresent()) {
                seen.add(pods);
                installed = shown;
            }
        }
        if (installed.isEmpty()) {
            return false;
        }
        KyvernoPolicyKind older = KyvernoPolicyKind.CLUSTER_POLICY;
        new ClusterWrites(facts, edges, older.apiGroup(), older.resource(), older.kind()).leadTo(KYVERNO_POLICY);
        edges.silent(KYVERNO_POLICY, BY_KYVERNO).because(Support.of(installed.get()));
        KyvernoPolicyKind cel = KyvernoPolicyKind.MUTATING;
        Decision known = facts.podSecurity().kyvernoKnows(cel);
        if (known.outcome() != Outcome.DENIED) {
            new ClusterWrites(facts, edges, cel.apiGroup(), cel.resource(), cel.kind()).leadTo(KYVERNO_CEL_POLICY);
            edges.silent(KYVERNO_CEL_POLICY, BY_KYVERNO)
                    .confidence(known.isAllowed() ? Confidence.CERTAIN : Confidence.POSSIBLE)
                    .because(known.supports().get(0).and(Support.of(installed.get())));
        }
        return change(facts, edges, BY_KYVERNO, seen);
    }

    /** Where its webhook is sent new pods. What changes metadata only puts no container into a pod. */
    private static boolean byGatekeeper(Facts facts, Edges edges, List<PodGroup> started) {
        boolean installed = false;
        boolean escaping = false;
        for (Outcome outcome : List.of(Outcome.ALLOWED, Outcome.UNKNOWN)) {
            May change = outcome == Outcome.ALLOWED ? BY_GATEKEEPER : PERHAPS_BY_GATEKEEPER;
            List<PodGroup> sent = new ArrayList<>();
            List<Support> supports = new ArrayList<>();
            for (PodGroup pods : started) {
                Decision decision = facts.podSecurity().mutatedByGatekeeper(pods.namespace());
                if (decision.outcome() == outcome) {
                    sent.add(pods);
                    supports.addAll(decision.supports());
                }
            }
            if (!sent.isEmpty()) {
                installed = true;
                edges.silent(MUTATOR, change)
                        .confidence(outcome == Outcome.ALLOWED ? Confidence.CERTAIN : Confidence.POSSIBLE)
                        .because(supports);
                escaping |= change(facts, edges, change, sent);
            }
        }
        if (installed) {
            MUTATORS.forEach((resource, kind) ->
                    new ClusterWrites(facts, edges, "mutations.gatekeeper.sh", resource, kind).leadTo(MUTATOR));
        }
        return escaping;
    }

    /** What whoever changes pods of these namespaces on their way in gets by it; whether a node is among it. */
    private static boolean change(Facts facts, Edges edges, May change, List<PodGroup> started) {
        Map<String, PodGroup> byNamespace = Maps.uniqueIndex(started, PodGroup::namespace);
        for (List<Spread.Target> targets : List.of(Targets.accounts(facts), Targets.secrets(facts))) {
            for (Spread.Target target : targets) {
                PodGroup pods = byNamespace.get(target.namespace());
                if (pods != null) {
                    edges.add(change, target.vertex())
                            .confidence(target.confidence().and(Confidence.LIKELY))
                            .because(target.support().and(startedAnew(pods)));
                }
            }
        }
        return escape(facts, edges, change, started);
    }

    /** Any namespace will do, each for reasons of its own. */
    private static boolean escape(Facts facts, Edges edges, May change, List<PodGroup> started) {
        PodEntry entry = PodEntry.escaping(facts, edges);
        ListMultimap<Confidence, Support> ways =
                MultimapBuilder.enumKeys(Confidence.class).arrayListValues().build();
        for (PodGroup pods : started) {
            Admission admission = facts.podSecurity().admission(pods.namespace());
            if (!admission.openTo().isEmpty()) {
                entry.ofOthers(pods.namespace())
                        .ifPresent(way -> ways.put(
                                Confidence.LIKELY.and(way.confidence()).and(admission.confidence()),
                                admission.support().and(way.support()).and(startedAnew(pods))));
            }
        }
        ways.asMap()
                .forEach((confidence, supports) ->
                        edges.silent(change, OPEN).confidence(confidence).because(List.copyOf(supports)));
        return !ways.isEmpty();
    }

    /** Namespaces in which pods are started, each with one of them. */
    static ImmutableSortedMap<String, PodGroup> started(Facts facts) {
        return facts.podGroups().stream()
                .collect(ImmutableSortedMap.toImmutableSortedMap(
                        String::compareTo, PodGroup::namespace, group -> group, (first, second) -> first));
    }

    static Support startedAnew(PodGroup pods) {
        return Support.of(
                Evidence.assumed(pods.pod().object(), "", "it, or another pod of its namespace, is started anew"));
    }
}
