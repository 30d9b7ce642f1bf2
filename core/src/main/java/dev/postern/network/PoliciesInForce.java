package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AdminPolicy;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.KubernetesObject;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.PeerAuthentication;
import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The policies of a cluster in the order in which they are asked, and what is wrong with those that are not among them. */
final class PoliciesInForce {
    private static final int MAX_CIDR = 50;
    private static final int MAX_FIELD = 100;

    private final ImmutableList<Policy> policies;
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private Optional<IstioPolicies> proxies = Optional.empty();

    /** @param request what connections carry, for policies that look into it */
    PoliciesInForce(Cluster cluster, CniProfile profile, Optional<HttpRequest> request) {
        List<OrderedPolicy> ordered = new ArrayList<>();
        for (AdminPolicy policy : cluster.adminPolicies()) {
            if (isValid(policy, AdminPolicyFaults.find(policy, profile))) {
                ordered.add(OrderedPolicy.of(policy));
                notUnderstood(OrderedPolicy.of(policy));
            }
        }
        ordered.sort(OrderedPolicy.PRECEDENCE);
        List<Policy> admin = ofTier(ordered, Tier.ADMIN);
        List<Policy> baseline = ofTier(ordered, Tier.BASELINE);
        Optional<CiliumLabels> labels =
                profile == CniProfile.CILIUM ? Optional.of(CiliumLabels.of(cluster)) : Optional.empty();
        List<PooledPolicy> pooled = new ArrayList<>();
        for (NetworkPolicy policy : cluster.networkPolicies()) {
            if (isValid(policy, PolicyFaults.find(policy))) {
                pooled.add(new PooledPolicy(policy, labels));
                legacy(policy);
            }
        }
        CalicoPolicies calico = new CalicoPolicies(cluster, profile);
        ImmutableList.Builder<Policy> all = ImmutableList.builder();
        all.addAll(mesh(cluster, request));
        ImmutableList<Policy> cilium = cilium(cluster, profile, labels);
        if (calico.isEmpty()) {
            all.addAll(admin).addAll(pooled).addAll(cilium).addAll(baseline);
        } else {
            all.addAll(calico.with(admin, pooled, baseline));
        }
        diagnostics.addAll(calico.diagnostics());
        policies = all.build();
    }

    /** Policies of Istio are in force whatever the plugin of the network. */
    private ImmutableList<Policy> cilium(Cluster cluster, CniProfile profile, Optional<CiliumLabels> labels) {
        if (labels.isEmpty()) {
            inert(cluster.ciliumPolicies(), "Cilium", profile);
            return ImmutableList.of();
        }
        CiliumPolicies cilium = new CiliumPolicies(cluster, new CiliumEnds(cluster, labels.get()));
        diagnostics.addAll(cilium.diagnostics());
        diagnostics.addAll(CiliumLabelNotes.of(cluster, labels.get()));
        return cilium.policies();
    }

    private ImmutableList<Policy> mesh(Cluster cluster, Optional<HttpRequest> request) {
        List<AuthorizationPolicy> authorizations = new ArrayList<>();
        for (AuthorizationPolicy policy : cluster.authorizationPolicies()) {
            if (isValid(policy, IstioFaults.find(policy))) {
                authorizations.add(policy);
            }
        }
        List<PeerAuthentication> authentications = new ArrayList<>();
        for (PeerAuthentication policy : cluster.peerAuthentications()) {
            if (isValid(policy, IstioFaults.find(policy))) {
                authentications.add(policy);
            }
        }
        IstioNotes.ambient(cluster).ifPresent(diagnostics::add);
        diagnostics.addAll(IstioNotes.of(authorizations));
        if (!authentications.isEmpty()) {
            diagnostics.addAll(IstioNotes.of(authentications, IstioMesh.root(cluster)));
        }
        if (authorizations.isEmpty() && authentications.isEmpty()) {
            return ImmutableList.of();
        }
        if (cluster.namespaces().stream().noneMatch(IstioInjection::isAmbient)) {
            IstioNotes.ambientPods(cluster).ifPresent(diagnostics::add);
        }
        IstioPolicies reader = new IstioPolicies(cluster, authentications, request);
        proxies = Optional.of(reader);
        return reader.of(authorizations);
    }

    private static List<Policy> ofTier(List<OrderedPolicy> ordered, Tier tier) {
        return ordered.stream()
                .filter(policy -> policy.tier().equals(tier))
                .map(policy -> (Policy) policy)
                .toList();
    }

    ImmutableList<Policy> policies() {
        return policies;
    }

    /** What read those of Istio, if there are any. */
    Optional<IstioPolicies> proxies() {
        return proxies;
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    private boolean isValid(KubernetesObject policy, Optional<String> fault) {
        fault.ifPresent(text -> diagnostics.add(refused(policy, text)));
        return fault.isEmpty();
    }

    /** Of an object that is not in force. */
    static Diagnostic refused(KubernetesObject object, String fault) {
        return about(
                object,
                Severity.ERROR,
                "network-policy-refused",
                ": " + fault + "; the API server refuses this "
                        + (object.kind().contains("Policy") ? "policy" : "object")
                        + ", so it is not applied here either. Correct it and run again.");
    }

    private void legacy(NetworkPolicy policy) {
        PolicyFaults.legacy(policy)
                .ifPresent(cidr -> diagnostics.add(about(
                        policy,
                        Severity.WARNING,
                        "network-policy-legacy-cidr",
                        ": " + Printable.of(cidr, MAX_CIDR)
                                + " has zeros in front, bits behind its prefix, or IPv4 written as"
                                + " IPv6. It counts here as API servers before 1.36 take it; later"
                                + " ones refuse it in a new policy. Write it plainly.")));
    }

    /** Policies that another network plugin would enforce. */
    private void inert(List<? extends KubernetesObject> others, String plugin, CniProfile profile) {
        Set<String> kinds = new TreeSet<>();
        for (KubernetesObject policy : others) {
            if (kinds.add(policy.kind())) {
                long more = others.stream()
                                .filter(other -> other.kind().equals(policy.kind()))
                                .count()
                        - 1;
                diagnostics.add(about(
                        policy,
                        Severity.WARNING,
                        "network-policy-inert",
                        (more == 0 ? " has" : " and " + more + " more of its kind have") + " no effect here: "
                                + plugin + " enforces that kind, and packets are judged as " + profile.id()
                                + " does. If the cluster runs " + plugin + ", say so by its profile, "
                                + plugin.toLowerCase(Locale.ROOT) + "; otherwise remove such policies."));
            }
        }
    }

    /** A rule that fails closed, because of a field of it that is not known. */
    static Diagnostic notUnderstood(KubernetesObject policy, String field, Rule rule) {
        String effect = rule.isVoid() ? "matches nothing" : "denies everything";
        return about(
                policy,
                Severity.WARNING,
                "network-policy-not-understood",
                ": " + field + "." + Printable.of(rule.unread(), MAX_FIELD)
                        + " is not a field of the API as it is known here, so the rule fails closed: it " + effect
                        + ". Check its spelling.");
    }

    private void notUnderstood(OrderedPolicy policy) {
        for (Direction direction : Direction.values()) {
            ImmutableList<Rule> rules = policy.rules(direction);
            for (int i = 0; i < rules.size(); i++) {
                if (!rules.get(i).unread().isEmpty()) {
                    diagnostics.add(notUnderstood(policy.object(), policy.ruleField(direction, i), rules.get(i)));
                }
            }
        }
    }

    /** Of a field of a rule that is not known, and because of which the rule matches nothing, or else denies everything. */
    static Diagnostic notUnderstood(KubernetesObject policy, String field, boolean matchesNothing) {
        String effect = matchesNothing ? "matches nothing" : "denies everything";
        return about(
                policy,
                Severity.WARNING,
                "network-policy-not-understood",
                ": " + field + " is not a field of the API as it is known here, so the rule fails closed: it " + effect
                        + ". Check its spelling.");
    }

    /**
     * Policies of one tier and priority that bind the same pods: the API leaves open which of them is asked first; here it is
     * the order of their names. O(size of the rows).
     *
     * @param policies by whose places the rows name them
     */
    static List<Diagnostic> ambiguous(List<Policy> policies, FlowTable flows) {
        Set<String> pairs = new LinkedHashSet<>();
        List<Diagnostic> ambiguous = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            for (Row row : flows.rows(direction)) {
                for (int i = 1; i < row.policies().size(); i++) {
                    Policy first = policies.get(row.policies().get(i - 1));
                    Policy second = policies.get(row.policies().get(i));
                    if (first instanceof OrderedPolicy a
                            && second instanceof OrderedPolicy b
                            && a.tier().equals(b.tier())
                            && a.priority() == b.priority()
                            && pairs.add(a.ref() + " " + b.ref())) {
                        ambiguous.add(ambiguous(a, b));
                    }
                }
            }
        }
        ambiguous.addAll(CalicoOrder.ambiguous(policies, flows));
        return ambiguous;
    }

    private static Diagnostic ambiguous(OrderedPolicy first, OrderedPolicy second) {
        return about(
                second.object(),
                Severity.WARNING,
                "network-policy-ambiguous",
                " has the priority " + second.priority() + " of " + first.ref()
                        + ", and both are for some pod: nothing says which is asked first, and here it is the latter."
                        + " Give them different priorities.");
    }

    /** Something about an object, at the line where it begins. */
    static Diagnostic about(KubernetesObject policy, Severity severity, String code, String text) {
        return new Diagnostic(
                severity,
                code,
                policy.ref() + text,
                new SourceRef(
                        policy.meta().origin().file(), policy.meta().origin().line(), 0));
    }
}
