package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.AdmissionPolicy;
import dev.postern.model.AdmissionPolicy.Check;
import dev.postern.model.AdmissionPolicy.Forbidden;
import dev.postern.model.AdmissionWebhook;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.KyvernoPolicyKind;
import dev.postern.model.Namespace;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.model.WebhookConfiguration;
import dev.postern.model.Wildcard;
import dev.postern.podsecurity.Gatekeeper.Asked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What was installed to look at pods, by namespace. A check that is understood takes away what it forbids, for certain; of
 * any other it stays open whether it lets a pod in. Checks that only report do neither.
 */
final class InstalledChecks {
    private static final String BINDING = "ValidatingAdmissionPolicyBinding";
    private static final String POLICY = "ValidatingAdmissionPolicy";
    private static final String WEBHOOKS = WebhookConfiguration.VALIDATING;
    private static final ImmutableSet<String> OF_THE_API = ImmutableSet.of(POLICY, BINDING, WEBHOOKS);

    private final ImmutableList<Installed> checks;
    private final Supplier<Gatekeeper> gatekeeper;
    private final Supplier<KyvernoExceptions> exceptions;

    private record Installed(AdmissionPolicy policy, Check check, Optional<Check> bound) {
        boolean isKyverno() {
            return Kyverno.isPolicy(policy.ref());
        }

        boolean isConstraint() {
            return InstalledChecks.isConstraint(policy.kind());
        }
    }

    /** Whether policies of a kind are Gatekeeper's: no other engine's kinds are named by its users. */
    static boolean isConstraint(String kind) {
        return KyvernoPolicyKind.of(kind).isEmpty() && !OF_THE_API.contains(kind);
    }

    /** What a check takes away. */
    record Restriction(String level, String version, ImmutableSet<Forbidden> forbids) {}

    /** A restriction and what it rests on. */
    record Refusal(Restriction restriction, Evidence ground) {}

    /**
     * What holds in a namespace.
     *
     * @param doubts checks that may refuse a pod
     * @param exemptions why others do not
     */
    record Found(ImmutableList<Refusal> refusals, ImmutableList<Evidence> doubts, ImmutableSet<Evidence> exemptions) {
        static final Found NOTHING = new Found(ImmutableList.of(), ImmutableList.of(), ImmutableSet.of());

        ImmutableSet<Restriction> restrictions() {
            return refusals.stream().map(Refusal::restriction).collect(ImmutableSet.toImmutableSet());
        }

        Support grounds() {
            return Support.of(refusals.stream().map(Refusal::ground).toList());
        }

        /** What may refuse such pods, whether or not it does so for certain. */
        Support objections() {
            return grounds()
                    .and(Support.of(doubts.stream()
                            .map(doubt -> Evidence.stated(doubt.object(), doubt.field(), "may refuse such pods"))
                            .toList()));
        }

        /** The policies that the restrictions are of. */
        ImmutableSortedSet<ObjectRef> restricting() {
            return refusals.stream()
                    .map(refusal -> refusal.ground().object())
                    .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
        }

        /** The policies of which it stays open what they refuse. */
        ImmutableSortedSet<ObjectRef> doubted() {
            return doubts.stream()
                    .map(Evidence::object)
                    .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
        }

        /** As far as it is of policies that some say of. */
        Found of(Predicate<ObjectRef> policies) {
            return new Found(
                    refusals.stream()
                            .filter(refusal -> policies.test(refusal.ground().object()))
                            .collect(ImmutableList.toImmutableList()),
                    doubts.stream()
                            .filter(doubt -> policies.test(doubt.object()))
                            .collect(ImmutableList.toImmutableList()),
                    exemptions);
        }
    }

    InstalledChecks(Cluster cluster, Supplier<Gatekeeper> gatekeeper, Supplier<KyvernoExceptions> exceptions) {
        this.gatekeeper = gatekeeper;
        this.exceptions = exceptions;
        Map<String, AdmissionPolicy> policies = new HashMap<>();
        List<AdmissionPolicy> all = new ArrayList<>(cluster.admissionPolicies());
        cluster.webhookConfigurations().stream()
                .filter(configuration -> !configuration.mutating())
                .forEach(configuration -> all.add(webhooks(configuration)));
        for (AdmissionPolicy policy : all) {
            if (policy.kind().equals(POLICY)) {
                policies.put(policy.meta().name(), policy);
            }
        }
        ImmutableList.Builder<Installed> installed = ImmutableList.builder();
        for (AdmissionPolicy policy : all) {
            AdmissionPolicy bound = policies.get(policy.policyName());
            if (!speaksForOthers(policy, all)) {
                for (Check check : policy.checks()) {
                    boolean idle = bound != null && bound.checks().stream().noneMatch(InstalledChecks::isOfPods);
                    if (check.refuses() && isOfPods(check) && !idle) {
                        installed.add(new Installed(
                                policy,
                                check,
                                bound == null
                                        ? Optional.empty()
                                        : Optional.of(bound.checks().get(0))));
                    }
                }
            }
        }
        this.checks = installed.build();
    }

    private static boolean isOfPods(Check check) {
        return check.rules().isEmpty() || check.rules().stream().anyMatch(WebhookRules.NEW_PODS::match);
    }

    /** Validating webhooks; whoever writes a pod gives it the labels by which it is left out. */
    private static AdmissionPolicy webhooks(WebhookConfiguration configuration) {
        ImmutableList.Builder<Check> checks = ImmutableList.builder();
        for (AdmissionWebhook webhook : configuration.webhooks()) {
            if (webhook.objectSelector().selectsEverything() && !webhook.rules().isEmpty()) {
                checks.add(new Check(
                        webhook.field(),
                        "",
                        webhook.rules(),
                        true,
                        "",
                        "",
                        ImmutableSet.of(),
                        false,
                        ImmutableList.of(),
                        ImmutableList.of(),
                        Optional.of(webhook.namespaceSelector()).filter(selector -> !selector.selectsEverything())));
            }
        }
        return new AdmissionPolicy(WEBHOOKS, configuration.meta(), "", checks.build());
    }

    /** The webhook of an engine whose policies are known says nothing that they do not. */
    private static boolean speaksForOthers(AdmissionPolicy policy, List<AdmissionPolicy> all) {
        if (!policy.kind().equals(WEBHOOKS)) {
            return false;
        }
        boolean kyverno = Kyverno.isWebhook(policy.ref());
        boolean gatekeeper = policy.meta().name().startsWith("gatekeeper-");
        return (kyverno || gatekeeper)
                && all.stream()
                        .map(other -> new Installed(other, NO_CHECK, Optional.empty()))
                        .anyMatch(other -> kyverno ? other.isKyverno() : other.isConstraint());
    }

    private static final Check NO_CHECK = new Check(
            "",
            "",
            ImmutableList.of(),
            false,
            "",
            "",
            ImmutableSet.of(),
            false,
            ImmutableList.of(),
            ImmutableList.of(),
            Optional.empty());

    Found in(Namespace namespace, Relabelling relabelling) {
        if (checks.isEmpty()) {
            return Found.NOTHING;
        }
        ImmutableList.Builder<Refusal> refusals = ImmutableList.builder();
        ImmutableList.Builder<Evidence> doubts = ImmutableList.builder();
        ImmutableSet.Builder<Evidence> exemptions = ImmutableSet.builder();
        for (Installed installed : checks) {
            Check check = installed.check();
            if (looksAt(installed, namespace)) {
                Asked asked = asked(installed, namespace, relabelling, exemptions);
                if (check.understood() && asked == Asked.YES) {
                    refusals.add(new Refusal(
                            new Restriction(check.level(), check.version(), check.forbids()),
                            Evidence.stated(installed.policy().ref(), check.field(), "refuses such pods")));
                } else if (asked != Asked.NO) {
                    doubts.add(Evidence.assumed(installed.policy().ref(), check.field(), "lets such a pod in"));
                }
            }
        }
        return new Found(refusals.build(), doubts.build(), exemptions.build());
    }

    /** Whether a check that looks at the namespace counts there. */
    private Asked asked(
            Installed installed,
            Namespace namespace,
            Relabelling relabelling,
            ImmutableSet.Builder<Evidence> exemptions) {
        String name = namespace.meta().name();
        if (installed.isKyverno()) {
            Asked asked =
                    exceptions.get().asked(installed.policy(), installed.check().rule(), name, exemptions);
            return asked == Asked.YES && Kyverno.leavesOut(name) ? Asked.PERHAPS : asked;
        }
        if (installed.isConstraint()) {
            gatekeeper.get().leavesOut(name, Gatekeeper.WEBHOOK).ifPresent(exemptions::add);
            Asked asked = gatekeeper.get().asked(namespace, relabelling);
            if (asked != Asked.YES) {
                return asked;
            }
        }
        return relabelling != Relabelling.NONE && byLabels(installed) ? Asked.PERHAPS : Asked.YES;
    }

    private static boolean byLabels(Installed installed) {
        return installed.check().namespaceSelector().isPresent();
    }

    private static boolean looksAt(Installed installed, Namespace namespace) {
        Check check = installed.check();
        String name = namespace.meta().name();
        boolean ofNamespace = installed.policy().meta().namespace().isEmpty()
                || installed.policy().meta().namespace().equals(name);
        // What a rule that is not understood leaves out besides, nobody knows; what it names it does leave out.
        return ofNamespace
                && (check.namespaces().isEmpty() || matchesAny(check.namespaces(), name))
                && !(check.understood() && matchesAny(check.excludedNamespaces(), name))
                && selects(check, namespace)
                && installed.bound().map(bound -> selects(bound, namespace)).orElse(true);
    }

    private static boolean selects(Check check, Namespace namespace) {
        return check.namespaceSelector()
                .map(selector -> selector.matches(namespace.meta().labels()))
                .orElse(true);
    }

    private static boolean matchesAny(List<String> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> new Wildcard(pattern).matches(name));
    }
}
