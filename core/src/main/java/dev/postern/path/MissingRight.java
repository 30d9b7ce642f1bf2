package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.model.PolicyRule;
import dev.postern.rbac.Scope;
import java.util.stream.Collectors;

/**
 * A right that a nearest miss may lack: those rows of {@code docs/rbac-catalogue.md} that a step of a technique begins
 * with. What one request needs together is one right; where somebody holds a part of it already, the rest is tried alone.
 *
 * @param id short, unique
 * @param power whether it amounts to every right where it is held everywhere
 * @param namespaced whether it is worth anything in a single namespace
 */
record MissingRight(String id, boolean power, boolean namespaced, ImmutableList<PolicyRule> rules) {
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final String CERTIFICATES = "certificates.k8s.io";

    static final ImmutableList<MissingRight> ALL = ImmutableList.of(
            narrow("pod-exec", rule("", "pods/exec", "create", "get")),
            narrow("pod-ephemeral", rule("", "pods/ephemeralcontainers", "patch")),
            narrow("pod-create", rule("", "pods", "create")),
            narrow("pod-patch", rule("", "pods", "patch")),
            narrow("pod-portforward", rule("", "pods/portforward", "create", "get")),
            narrow("pod-proxy", rule("", "pods/proxy", "get", "create")),
            narrow("deployment-create", rule("apps", "deployments", "create")),
            narrow("deployment-patch", rule("apps", "deployments", "patch")),
            narrow("secret-get", rule("", "secrets", "get")),
            narrow("secret-list", rule("", "secrets", "list")),
            narrow("secret-plant", rule("", "secrets", "create", "get")),
            narrow("token-request", rule("", "serviceaccounts/token", "create")),
            narrow("account-patch", rule("", "serviceaccounts", "patch")),
            new MissingRight(
                    "role-escalate",
                    true,
                    true,
                    ImmutableList.of(
                            rule(RBAC, "roles", "escalate", "update"),
                            rule(RBAC, "clusterroles", "escalate", "update"))),
            new MissingRight(
                    "role-bind",
                    true,
                    true,
                    ImmutableList.of(
                            rule(RBAC, "clusterroles", "bind"),
                            rule(RBAC, "roles", "bind"),
                            rule(RBAC, "clusterrolebindings", "create"),
                            rule(RBAC, "rolebindings", "create"))),
            new MissingRight(
                    "impersonate-accounts", true, true, ImmutableList.of(rule("", "serviceaccounts", "impersonate"))),
            new MissingRight(
                    "impersonate-users",
                    true,
                    false,
                    ImmutableList.of(rule("", "users", "impersonate"), rule("", "groups", "impersonate"))),
            new MissingRight(
                    "certificates",
                    true,
                    false,
                    ImmutableList.of(
                            rule(CERTIFICATES, "certificatesigningrequests", "create", "get"),
                            rule(CERTIFICATES, "certificatesigningrequests/approval", "update"),
                            rule(CERTIFICATES, "signers", "approve"))),
            wide("node-proxy", rule("", "nodes/proxy", "get", "create")),
            wide("namespace-patch", rule("", "namespaces", "patch")),
            wide("volume-create", rule("", "persistentvolumes", "create")),
            new MissingRight(
                    "webhook-mutate",
                    true,
                    false,
                    ImmutableList.of(rule("admissionregistration.k8s.io", "mutatingwebhookconfigurations", "create"))));

    private static MissingRight narrow(String id, PolicyRule rule) {
        return new MissingRight(id, false, true, ImmutableList.of(rule));
    }

    private static MissingRight wide(String id, PolicyRule rule) {
        return new MissingRight(id, false, false, ImmutableList.of(rule));
    }

    private static PolicyRule rule(String group, String resource, String... verbs) {
        return new PolicyRule(
                ImmutableList.copyOf(verbs),
                ImmutableList.of(group),
                ImmutableList.of(resource),
                ImmutableList.of(),
                ImmutableList.of());
    }

    /** Completes "would have to be allowed to", for instance {@code create pods}. */
    String words() {
        return rules.stream()
                .map(rule -> String.join(", ", rule.verbs()) + " " + String.join(", ", rule.resources()))
                .collect(Collectors.joining(" and "));
    }

    /** The same without one verb, once for each; nothing when there is only one. */
    ImmutableList<MissingRight> narrower() {
        ImmutableList.Builder<MissingRight> all = ImmutableList.builder();
        for (int i = 0; i < rules.size(); i++) {
            for (String verb : rules.get(i).verbs()) {
                ImmutableList<PolicyRule> left = without(i, verb);
                if (!left.isEmpty()) {
                    all.add(new MissingRight(id, power, namespaced, left));
                }
            }
        }
        return all.build();
    }

    private ImmutableList<PolicyRule> without(int at, String verb) {
        ImmutableList.Builder<PolicyRule> left = ImmutableList.builder();
        for (int i = 0; i < rules.size(); i++) {
            PolicyRule rule = rules.get(i);
            if (i != at) {
                left.add(rule);
            } else if (rule.verbs().size() > 1) {
                left.add(new PolicyRule(
                        rule.verbs().stream()
                                .filter(other -> !other.equals(verb))
                                .collect(ImmutableList.toImmutableList()),
                        rule.apiGroups(),
                        rule.resources(),
                        rule.resourceNames(),
                        rule.nonResourceURLs()));
            }
        }
        return left.build();
    }

    MissingFact.Kind kind(Scope scope) {
        if (scope.isOneNamespace()) {
            return power ? MissingFact.Kind.POWER : MissingFact.Kind.RIGHT;
        }
        return power ? MissingFact.Kind.CLUSTER_POWER : MissingFact.Kind.CLUSTER_RIGHT;
    }
}
