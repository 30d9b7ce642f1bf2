package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.account;
import static dev.postern.attack.rule.Manifests.bind;
import static dev.postern.attack.rule.Manifests.bindEverywhere;
import static dev.postern.attack.rule.Manifests.clusterRole;
import static dev.postern.attack.rule.Manifests.group;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.rbacRule;
import static dev.postern.attack.rule.Manifests.role;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.secret;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.Manifests.tokenSecret;
import static dev.postern.attack.rule.Manifests.user;

import dev.postern.model.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** A small random cluster of two namespaces in which rights meet, as something that can be changed and written down. */
record World(List<RoleSketch> roles, List<BindingSketch> bindings, List<PodSketch> pods, boolean restricted) {
    private static final List<String> NAMESPACES = List.of("a", "b");

    private static final List<String> RULES = List.of(
            rule("create", "pods/exec"),
            rule("create", "pods/exec", "p0"),
            rule("create", "pods"),
            ruleIn("apps", "patch", "deployments"),
            ruleIn("apps", "update", "deployments", "web"),
            rule("get", "secrets"),
            rule("list", "secrets", "t"),
            rule("create", "serviceaccounts/token"),
            rule("create", "serviceaccounts/token", "x"),
            rule("impersonate", "serviceaccounts"),
            rule("impersonate", "users"),
            rule("impersonate", "groups"),
            rule("impersonate", "groups", "g"),
            rule("get", "nodes/proxy"),
            rule("get", "nodes/proxy", "n1"),
            rbacRule("create", "rolebindings") + rbacRule("bind", "roles,clusterroles", "r0"),
            rbacRule("create", "rolebindings,clusterrolebindings") + rbacRule("bind", "clusterroles"),
            rbacRule("update,escalate", "roles,clusterroles"),
            rbacRule("update,escalate", "roles,clusterroles", "r1"),
            rbacRule("create", "rolebindings"),
            rbacRule("create", "clusterrolebindings"),
            rbacRule("update", "rolebindings,clusterrolebindings", "b0"),
            rbacRule("bind", "roles,clusterroles", "r0"),
            rbacRule("bind", "clusterroles"),
            rbacRule("update", "roles,clusterroles"),
            rbacRule("create", "roles,clusterroles"),
            rbacRule("escalate", "roles,clusterroles"),
            rbacRule("escalate", "roles,clusterroles", "r1"),
            ruleIn("*", "*", "*"));

    private static final List<String> SUBJECTS = List.of(
            user("u"),
            user("v"),
            user("system:node:n1"),
            account("a", "x"),
            account("b", "x"),
            account("a", "ghost"),
            group("g"),
            group("system:serviceaccounts"),
            group("system:serviceaccounts:a"),
            group("system:authenticated"));

    /** A Role in every namespace, or a ClusterRole, called {@code r} and its number. */
    record RoleSketch(boolean cluster, List<String> rules) {}

    /** A binding of a role of that number (which need not exist); of a ClusterRole perhaps everywhere. */
    record BindingSketch(int role, boolean everywhere, String namespace, List<String> subjects) {}

    record PodSketch(String namespace, String account, Optional<String> node, boolean privileged) {}

    static Arbitrary<World> any() {
        Arbitrary<RoleSketch> role = Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of(RULES)
                                .list()
                                .uniqueElements()
                                .ofMinSize(1)
                                .ofMaxSize(4))
                .as(RoleSketch::new);
        Arbitrary<BindingSketch> binding = Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(true, false),
                        Arbitraries.of(NAMESPACES),
                        subject().list().ofMinSize(1).ofMaxSize(2))
                .as(BindingSketch::new);
        Arbitrary<PodSketch> pod = Combinators.combine(
                        Arbitraries.of(NAMESPACES),
                        Arbitraries.of("x", "default"),
                        Arbitraries.of("n1", "n2").optional(),
                        Arbitraries.of(true, false, false))
                .as(PodSketch::new);
        return Combinators.combine(
                        role.list().ofMinSize(1).ofMaxSize(4),
                        binding.list().ofMinSize(1).ofMaxSize(5),
                        pod.list().ofMaxSize(3),
                        Arbitraries.of(true, false))
                .as(World::new);
    }

    /** One entry of a binding. */
    static Arbitrary<String> subject() {
        return Arbitraries.of(SUBJECTS);
    }

    /** The same world with one more subject in one binding. */
    World with(String subject, int binding) {
        int index = binding % bindings.size();
        BindingSketch old = bindings.get(index);
        List<String> subjects = new ArrayList<>(old.subjects());
        subjects.add(subject);
        List<BindingSketch> changed = new ArrayList<>(bindings);
        changed.set(index, new BindingSketch(old.role(), old.everywhere(), old.namespace(), subjects));
        return new World(roles, changed, pods, restricted);
    }

    Cluster cluster() {
        return Manifests.cluster(documents().toArray(new String[0]));
    }

    /** The objects, each as a document. */
    List<String> documents() {
        List<String> documents = new ArrayList<>(List.of(
                namespace("a"),
                restricted ? namespace("b", "restricted") : namespace("b"),
                node("n1"),
                node("n2"),
                serviceAccount("a", "x"),
                serviceAccount("b", "x"),
                secret("a", "s"),
                tokenSecret("b", "t", "x"),
                Manifests.workload("Deployment", "a", "web")));
        for (int i = 0; i < roles.size(); i++) {
            String[] rules = roles.get(i).rules().toArray(new String[0]);
            if (roles.get(i).cluster()) {
                documents.add(clusterRole("r" + i, rules));
            } else {
                documents.add(role("a", "r" + i, rules));
                documents.add(role("b", "r" + i, rules));
            }
        }
        for (int i = 0; i < bindings.size(); i++) {
            documents.add(binding(i));
        }
        for (int i = 0; i < pods.size(); i++) {
            PodSketch pod = pods.get(i);
            documents.add(Manifests.pod(
                            pod.namespace(),
                            "p" + i,
                            "  serviceAccountName: " + pod.account() + "\n"
                                    + pod.node()
                                            .map(node -> "  nodeName: " + node + "\n")
                                            .orElse(""))
                    .replace("automountServiceAccountToken: false", "automountServiceAccountToken: true")
                    .replace("image:", pod.privileged() ? "securityContext: {privileged: true}, image:" : "image:"));
        }
        return documents;
    }

    private String binding(int index) {
        BindingSketch binding = bindings.get(index);
        boolean clusterRole =
                binding.role() < roles.size() && roles.get(binding.role()).cluster();
        String[] subjects = binding.subjects().toArray(new String[0]);
        if (clusterRole && binding.everywhere()) {
            return bindEverywhere("b" + index, "r" + binding.role(), subjects);
        }
        String kind = clusterRole ? "ClusterRole" : "Role";
        return bind(binding.namespace(), "b" + index, kind, "r" + binding.role(), subjects);
    }
}
