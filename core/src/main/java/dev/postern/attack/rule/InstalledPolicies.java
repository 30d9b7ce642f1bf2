package dev.postern.attack.rule;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.KyvernoPolicyKind;
import dev.postern.model.ObjectRef;
import dev.postern.model.PolicyExemption;
import dev.postern.model.Support;
import dev.postern.model.WebhookConfiguration;
import dev.postern.podsecurity.EngineWebhook;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Who may take away what was installed to look at pods: policies of Kyverno, from which
 * a PolicyException may except pods, Gatekeeper's constraints, which go with their
 * template and where Gatekeeper's Config says so, ValidatingAdmissionPolicies, which go with their binding, and webhooks, with
 * which all policies of their engine go. The resource of a constraint is the name of its template, which is its kind in small
 * letters.
 */
final class InstalledPolicies {
    private static final String CONSTRAINTS = "constraints.gatekeeper.sh";
    private static final String TEMPLATES = "templates.gatekeeper.sh";
    private static final String API = "admissionregistration.k8s.io";
    private static final String BINDING = "ValidatingAdmissionPolicyBinding";

    private static final May EXEMPTED =
            new May("exempt-from-constraints", "*", "exempt namespaces from Gatekeeper's constraints");

    private static final May EXCEPTED = new May("except-from-policies", "*", "except pods from policies of Kyverno");
    private static final May EXCEPTED_FROM_CEL =
            new May("except-from-cel-policies", "*", "except pods from policies of Kyverno that are written in CEL");

    private final Facts facts;
    private final Edges edges;
    private final Map<ObjectRef, Boolean> removable = new HashMap<>();

    /** An object without which a policy is gone, as rules name it. */
    private record Hold(String right, ObjectRef object, String group, String resource, Confidence confidence) {
        Hold(String right, ObjectRef object, String group, String resource) {
            this(right, object, group, resource, Confidence.CERTAIN);
        }

        List<Permit> permits(Facts facts) {
            return facts.rbac()
                    .permits(
                            scoped(Permission.of("deletecollection", group, resource)),
                            scoped(Permission.of("update", group, resource)
                                    .or("patch")
                                    .or("delete")));
        }

        private Permission scoped(Permission permission) {
            return object.namespace().isEmpty() ? permission.clusterScoped() : permission;
        }
    }

    InstalledPolicies(Facts facts, Edges edges) {
        this.facts = facts;
        this.edges = edges;
    }

    /** To be without a policy. */
    static May gone(ObjectRef policy) {
        return new May("do-without-" + key(policy), "*", "take away " + policy);
    }

    static String key(ObjectRef policy) {
        return policy.kind() + "/" + policy.qualifiedName();
    }

    /** Whether anybody but administrators, who need no such step, may take the policy away. */
    boolean mayGo(ObjectRef policy) {
        Boolean known = removable.get(policy);
        if (known == null) {
            known = holds(policy).stream().anyMatch(this::isHeld)
                    || webhook(policy).stream()
                            .map(EngineWebhook::configuration)
                            .anyMatch(webhook -> !webhook.equals(policy) && mayGo(webhook))
                    || isConstraint(policy) && config().isPossible()
                    || kyverno(policy)
                            .filter(kind -> exceptions(kind).arePossible())
                            .isPresent();
            removable.put(policy, known);
        }
        return known;
    }

    private boolean isHeld(Hold hold) {
        return hold.permits(facts).stream()
                .anyMatch(permit ->
                        permit.allows(hold.object().name()) && !facts.isClusterAdminRole(facts.vertex(permit.grant())));
    }

    /** Whoever may change or delete one of the policies, or what it depends on, gets to be without it. */
    void lead(Collection<ObjectRef> policies) {
        Set<ObjectRef> all = new TreeSet<>(policies);
        for (ObjectRef policy : policies) {
            webhook(policy)
                    .filter(webhook -> !webhook.configuration().equals(policy) && mayGo(webhook.configuration()))
                    .ifPresent(webhook -> {
                        all.add(webhook.configuration());
                        edges.silent(gone(webhook.configuration()), gone(policy))
                                .because(webhook.support());
                    });
        }
        if (policies.stream().anyMatch(this::isConstraint) && config().isPossible()) {
            config().leadTo(EXEMPTED);
            policies.stream()
                    .filter(this::isConstraint)
                    .forEach(policy -> edges.silent(EXEMPTED, gone(policy)).byDefinition());
        }
        except(policies, EXCEPTED, kind -> !kind.isCel());
        except(policies, EXCEPTED_FROM_CEL, KyvernoPolicyKind::isCel);
        all.forEach(policy -> holds(policy).forEach(hold -> lead(hold, gone(policy))));
    }

    /** Whoever may write exceptions from policies of some kinds gets to be without these. */
    private void except(Collection<ObjectRef> policies, May excepted, Predicate<KyvernoPolicyKind> kinds) {
        List<ObjectRef> meant = policies.stream()
                .filter(policy -> kyverno(policy).filter(kinds).isPresent())
                .toList();
        if (meant.isEmpty()) {
            return;
        }
        ExceptionWrites writes = exceptions(kyverno(meant.get(0)).orElseThrow());
        if (writes.arePossible()) {
            writes.leadTo(excepted);
            meant.forEach(policy -> {
                KyvernoPolicyKind kind = kyverno(policy).orElseThrow();
                if (kind.isCel() && kind.isNamespaced()) {
                    edges.silent(excepted, gone(policy))
                            .confidence(Confidence.POSSIBLE)
                            .because(Support.of(Evidence.assumed(
                                    policy, "", "exceptions by its name are for it, whatever its namespace")));
                } else {
                    edges.silent(excepted, gone(policy)).byDefinition();
                }
            });
        }
    }

    private void lead(Hold hold, May gone) {
        Spread.ofOthersToHubs(
                        facts,
                        edges,
                        "unmake-" + hold.right(),
                        "change or delete " + hold.object(),
                        ImmutableList.of(new Spread.Target(
                                hold.object().namespace(),
                                ImmutableSet.of(hold.object().name()),
                                gone,
                                hold.confidence(),
                                Support.NONE)))
                .from(hold.permits(facts));
    }

    /** Whether Gatekeeper's Config can leave namespaces out of it. */
    private boolean isConstraint(ObjectRef policy) {
        switch (policy.kind()) {
            case WebhookConfiguration.VALIDATING, BINDING:
                return false;
            default:
                return kyverno(policy).isEmpty();
        }
    }

    private static Optional<KyvernoPolicyKind> kyverno(ObjectRef policy) {
        return KyvernoPolicyKind.of(policy.kind());
    }

    private ExceptionWrites exceptions(KyvernoPolicyKind from) {
        return new ExceptionWrites(facts, edges, from.apiGroup(), from.exceptions());
    }

    private NamedWrite config() {
        Creation creation = Creation.namespaced("config.gatekeeper.sh", "configs", PolicyExemption.CONFIG);
        return new NamedWrite(facts, edges, creation, facts.podSecurity().gatekeeperConfig());
    }

    private Optional<EngineWebhook> webhook(ObjectRef policy) {
        return facts.podSecurity().engineWebhook(policy);
    }

    private List<Hold> holds(ObjectRef policy) {
        String right = key(policy);
        Optional<KyvernoPolicyKind> kyverno = kyverno(policy);
        if (kyverno.isPresent()) {
            return List.of(new Hold(
                    right, policy, kyverno.get().apiGroup(), kyverno.get().resource()));
        }
        switch (policy.kind()) {
            case WebhookConfiguration.VALIDATING:
                Confidence staysAway =
                        webhook(policy).map(EngineWebhook::staysAway).orElse(Confidence.CERTAIN);
                return List.of(new Hold(right, policy, API, "validatingwebhookconfigurations", staysAway));
            case BINDING:
                return ofBinding(right, policy);
            default:
                String resource = Ascii.toLowerCase(policy.kind());
                ObjectRef template = ObjectRef.cluster("ConstraintTemplate", resource);
                return List.of(
                        new Hold(right, policy, CONSTRAINTS, resource),
                        new Hold(right + "-by-template", template, TEMPLATES, "constrainttemplates"));
        }
    }

    private List<Hold> ofBinding(String right, ObjectRef binding) {
        List<Hold> holds = new ArrayList<>();
        holds.add(new Hold(right, binding, API, "validatingadmissionpolicybindings"));
        facts.podSecurity()
                .boundPolicy(binding)
                .ifPresent(
                        bound -> holds.add(new Hold(right + "-by-policy", bound, API, "validatingadmissionpolicies")));
        return holds;
    }
}
