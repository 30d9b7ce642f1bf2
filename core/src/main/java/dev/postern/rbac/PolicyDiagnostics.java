package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Basis;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import dev.postern.model.ObjectMeta;
import dev.postern.model.Origin;
import dev.postern.model.PolicyRule;
import dev.postern.model.RoleRef;
import dev.postern.model.ServiceAccount;
import dev.postern.model.SourceRef;
import dev.postern.model.Subject;
import dev.postern.model.SubjectEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What in the policy of the input does not do what it seems to say. */
final class PolicyDiagnostics {
    private final Cluster cluster;
    private final Policy policy;
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    private PolicyDiagnostics(Cluster cluster, Policy policy) {
        this.cluster = cluster;
        this.policy = policy;
    }

    static ImmutableList<Diagnostic> of(Cluster cluster, Policy policy) {
        PolicyDiagnostics all = new PolicyDiagnostics(cluster, policy);
        policy.bindings().stream()
                .filter(binding -> binding.basis() == Basis.STATED)
                .forEach(all::binding);
        policy.roles().stream().filter(role -> role.basis() == Basis.STATED).forEach(all::role);
        all.misplacedAccounts();
        return ImmutableList.sortedCopyOf(all.diagnostics);
    }

    private void binding(BindingEntry entry) {
        String name = Text.printable(entry.binding().ref().toString());
        ObjectMeta meta = entry.binding().meta();
        if (entry.role().isEmpty()) {
            danglingRole(entry, name, meta);
        }
        for (int i = 0; i < entry.binding().subjects().size(); i++) {
            SubjectEntry subject = entry.binding().subjects().get(i);
            String at = name + ": subjects[" + i + "] ";
            if (entry.subject(i).isEmpty()) {
                boolean account = subject.kind().equals("ServiceAccount")
                        && !subject.name().isEmpty();
                warn(
                        account ? "subject-without-namespace" : "subject-of-unknown-kind",
                        account
                                ? at + "is a service account without a namespace and matches nobody: add its namespace"
                                : at + "(" + Text.printable(subject.kind() + " " + subject.name())
                                        + ") matches nobody: a subject is a User, a Group or a ServiceAccount",
                        meta);
            } else if (subject.name().equals("*")) {
                warn(
                        "subject-wildcard",
                        at + "is called \"*\", which is no wildcard and matches nobody: for everybody who is"
                                + " authenticated name the Group system:authenticated",
                        meta);
            }
        }
        if (entry.binding().clusterRoleBinding()
                && meta.name().equals("system:node")
                && !entry.binding().subjects().isEmpty()) {
            warn(
                    "system-node-bound",
                    name + " has subjects: kubelets need none, the Node authorizer limits them to their own pods and"
                            + " this binding does not",
                    meta);
        }
    }

    private void danglingRole(BindingEntry entry, String name, ObjectMeta meta) {
        RoleRef roleRef = entry.binding().roleRef();
        String role = Text.of(roleRef);
        if (entry.binding().clusterRoleBinding() && roleRef.kind().equals("Role")) {
            warn(
                    "cluster-role-binding-to-role",
                    name + " refers to a " + role + ": a ClusterRoleBinding grants ClusterRoles only, so it grants"
                            + " nothing",
                    meta);
        } else {
            warn(
                    "dangling-role-ref",
                    name + " refers to " + role + ", which the input does not hold, so it grants nothing here: add the"
                            + " role to the input, or remove the binding; whoever may create that role decides what it"
                            + " grants",
                    meta);
        }
    }

    private void role(RoleEntry entry) {
        ObjectMeta meta = entry.role().meta();
        String name = Text.printable(entry.ref().toString());
        for (int i = 0; i < entry.role().rules().size(); i++) {
            PolicyRule rule = entry.role().rules().get(i);
            String at = name + ": rules[" + i + "] ";
            if (!entry.role().clusterRole() && !rule.nonResourceURLs().isEmpty()) {
                warn("urls-in-role", at + "lists nonResourceURLs, which only a ClusterRole can grant", meta);
            }
            lacks(rule)
                    .ifPresent(list -> warn(
                            "rule-grants-nothing",
                            at + "lists no " + list + " and grants nothing: the API server would not accept it",
                            meta));
            for (String resource : rule.resources()) {
                if (resource.endsWith("/*")) {
                    warn(
                            "resource-matches-nothing",
                            at + "lists " + Text.printable(resource) + ", which is no wildcard and matches nothing:"
                                    + " name the subresources, or use *",
                            meta);
                }
            }
        }
        boolean drifted = entry.role().aggregationSelectors().isPresent()
                && meta.live()
                && !new HashSet<>(entry.policyRules())
                        .equals(new HashSet<>(policy.aggregation().computed(entry.role()).stream()
                                .map(RuleEntry::rule)
                                .toList()));
        if (drifted) {
            warn(
                    "aggregation-drift",
                    name + " does not hold the union of the roles it aggregates; its rules are taken as they are",
                    meta);
        }
    }

    /** The list without which a rule matches no request. */
    private static Optional<String> lacks(PolicyRule rule) {
        if (rule.verbs().isEmpty()) {
            return Optional.of("verbs");
        }
        if (!rule.nonResourceURLs().isEmpty()) {
            return Optional.empty();
        }
        if (rule.resources().isEmpty()) {
            return Optional.of("resources");
        }
        return rule.apiGroups().isEmpty() ? Optional.of("apiGroups") : Optional.empty();
    }

    /** Accounts that bindings name in one namespace, while manifests without a namespace put them into another. */
    private void misplacedAccounts() {
        Map<String, ServiceAccount> unplaced = new TreeMap<>();
        for (ServiceAccount account : cluster.serviceAccounts()) {
            if (account.meta().namespaceBasis() == Basis.DEFAULT) {
                unplaced.putIfAbsent(account.meta().name(), account);
            }
        }
        if (unplaced.isEmpty()) {
            return;
        }
        Map<String, TreeSet<String>> missing = new TreeMap<>();
        for (BindingEntry binding : policy.bindings()) {
            for (int i = 0; i < binding.binding().subjects().size(); i++) {
                if (binding.subject(i).orElse(null) instanceof Subject.ServiceAccount account
                        && unplaced.containsKey(account.name())
                        && cluster.serviceAccount(account).isEmpty()) {
                    missing.computeIfAbsent(account.namespace(), key -> new TreeSet<>())
                            .add(account.name());
                }
            }
        }
        missing.forEach((namespace, names) -> {
            String where = Text.printable(namespace);
            ObjectMeta first = unplaced.getOrDefault(
                            names.first(), unplaced.values().iterator().next())
                    .meta();
            warn(
                    "misplaced-service-account",
                    "bindings name " + Text.printable(String.join(", ", names)) + " in namespace " + where
                            + ", but the manifests of such accounts carry no namespace and were put into "
                            + Text.printable(first.namespace()) + ": did you mean -n " + where
                            + " (--input-namespace in questions about rights)? It would give "
                            + (names.size() == 1 ? "this account its" : names.size() + " accounts their") + " rights",
                    first);
        });
    }

    private void warn(String code, String message, ObjectMeta meta) {
        diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, code, message, source(meta.origin())));
    }

    private static SourceRef source(Origin origin) {
        return new SourceRef(origin.file(), origin.line(), origin.line() == 0 ? 0 : 1);
    }
}
