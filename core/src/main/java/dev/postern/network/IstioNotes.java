package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AuthorizationCheck;
import dev.postern.model.AuthorizationCheck.Attribute;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.KubernetesObject;
import dev.postern.model.PeerAuthentication;
import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What there is to say of policies of Istio that are taken: what has no effect, and what is not known of them here. */
final class IstioNotes {
    private static final int MAX_NAME = 100;

    private IstioNotes() {}

    /** What is not known here of pods before which a ztunnel stands. */
    static Optional<Diagnostic> ambient(Cluster cluster) {
        return cluster.namespaces().stream()
                .filter(IstioInjection::isAmbient)
                .findFirst()
                .map(namespace -> about(
                        namespace,
                        Severity.INFO,
                        "network-mesh-ambient",
                        " is in the ambient mode of Istio: its ztunnels are judged, waypoints are not."));
    }

    /** The same of pods that say so themselves, where no namespace does. */
    static Optional<Diagnostic> ambientPods(Cluster cluster) {
        return cluster.pods().stream()
                .filter(IstioInjection::asksForAmbient)
                .findFirst()
                .map(pod -> new Diagnostic(
                        Severity.INFO,
                        "network-mesh-ambient",
                        pod.object() + " is in the ambient mode of Istio: its ztunnel is judged, waypoints are not.",
                        new SourceRef(
                                pod.meta().origin().file(), pod.meta().origin().line(), 0)));
    }

    static List<Diagnostic> of(List<AuthorizationPolicy> policies) {
        List<Diagnostic> notes = new ArrayList<>();
        for (AuthorizationPolicy policy : policies) {
            without(policy).ifPresent(why -> notes.add(inert(policy, why)));
            if (policy.action() == AuthorizationPolicy.Action.CUSTOM
                    && without(policy).isEmpty()) {
                notes.add(about(
                        policy,
                        Severity.INFO,
                        "network-policy-external",
                        " asks " + Printable.of(policy.provider().orElse(""), MAX_NAME)
                                + " about connections, and what that refuses is not known here: they count as let in, and"
                                + " a step through them as likely and no more."));
            }
            if (IstioPolicies.isJudged(policy)) {
                unknown(policy).ifPresent(field -> notes.add(notUnderstood(policy, field)));
            }
        }
        return notes;
    }

    static List<Diagnostic> of(List<PeerAuthentication> policies, String root) {
        List<Diagnostic> notes = new ArrayList<>();
        ImmutableList<PeerAuthentication> unheeded = IstioModes.unheeded(policies, root);
        for (PeerAuthentication policy : policies) {
            if (unheeded.contains(policy)) {
                String why = policy.isOfWorkloads()
                        ? "a selector in " + root + ", the root namespace of the mesh, is for no pod. Put it into the"
                                + " namespace of the pods."
                        : "an older one is for the whole of " + policy.meta().namespace()
                                + ", and that counts. Remove one of them.";
                notes.add(inert(policy, why));
            }
            policy.unknown().stream()
                    .findFirst()
                    .ifPresent(field -> notes.add(about(
                            policy,
                            Severity.WARNING,
                            "network-policy-not-understood",
                            ": " + Printable.of(field, MAX_NAME)
                                    + " is not a field of the API as it is known here, and the policy is taken as if it were not"
                                    + " there. Check its spelling.")));
        }
        return notes;
    }

    private static Optional<String> without(AuthorizationPolicy policy) {
        if (policy.isDryRun()) {
            return Optional.of(
                    "it is a dry run. Remove the annotation " + AuthorizationPolicy.DRY_RUN + " to put it in force.");
        } else if (policy.targets().filter(targets -> !targets.isEmpty()).isPresent()) {
            return Optional.of(
                    "it is attached by targetRefs, which the proxies beside pods ignore; gateways and waypoints"
                            + " are not judged here. Use a selector for pods.");
        }
        return policy.action() == AuthorizationPolicy.Action.AUDIT
                ? Optional.of("AUDIT only marks requests for a log. Use DENY to refuse them.")
                : Optional.empty();
    }

    private static Optional<String> unknown(AuthorizationPolicy policy) {
        if (!policy.unknown().isEmpty()) {
            return Optional.of(policy.unknown().get(0));
        }
        for (int i = 0; i < policy.rules().size(); i++) {
            Stream<AuthorizationCheck> checks = IstioRules.checks(policy.rules().get(i));
            Optional<String> field = checks.filter(check -> check.attribute() == Attribute.UNKNOWN)
                    .map(AuthorizationCheck::name)
                    .findFirst();
            if (field.isPresent()) {
                return Optional.of("spec.rules[" + i + "] has " + field.get() + ", which");
            }
        }
        return Optional.empty();
    }

    private static Diagnostic notUnderstood(AuthorizationPolicy policy, String field) {
        String what = policy.unknown().isEmpty() ? "the rule" : "the policy";
        String effect = what
                + switch (policy.action()) {
                    case ALLOW -> " lets nothing in";
                    case CUSTOM -> " asks about whatever the rest of it matches";
                    default -> " refuses whatever the rest of it matches";
                };
        return about(
                policy,
                Severity.WARNING,
                "network-policy-not-understood",
                ": " + Printable.of(field, MAX_NAME)
                        + " is not a field of the API as it is known here, so it fails closed: " + effect
                        + ". Check its spelling.");
    }

    private static Diagnostic inert(KubernetesObject policy, String why) {
        return about(policy, Severity.INFO, "network-policy-inert", " has no effect: " + why);
    }

    private static Diagnostic about(KubernetesObject policy, Severity severity, String code, String text) {
        return new Diagnostic(
                severity,
                code,
                policy.ref() + text,
                new SourceRef(
                        policy.meta().origin().file(), policy.meta().origin().line(), 0));
    }
}
