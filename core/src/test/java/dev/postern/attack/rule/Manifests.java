package dev.postern.attack.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Cluster;
import java.io.ByteArrayInputStream;
import java.util.List;

/** Terse manifests for tests. Whoever is granted something is bound to a role of the same name and no other. */
final class Manifests {
    private static final String RBAC = "apiVersion: rbac.authorization.k8s.io/v1\n";

    private Manifests() {}

    /** Reads manifests as a user's input is read. */
    static Cluster cluster(String... manifests) {
        byte[] text = String.join("\n---\n", manifests).getBytes(UTF_8);
        ClusterSnapshot snapshot = ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text))));
        if (!snapshot.diagnostics().isEmpty() && text.length > 0) {
            snapshot.diagnostics().stream()
                    .filter(diagnostic -> diagnostic.code().contains("malformed"))
                    .findFirst()
                    .ifPresent(diagnostic -> {
                        throw new IllegalArgumentException(diagnostic.message());
                    });
        }
        return snapshot.cluster();
    }

    /** A rule of the core group: {@code rule("create", "pods/exec")}; verbs and resources may be comma-separated. */
    static String rule(String verbs, String resources, String... names) {
        return ruleIn("", verbs, resources, names);
    }

    static String ruleIn(String apiGroup, String verbs, String resources, String... names) {
        String limit = names.length == 0 ? "" : ", resourceNames: [" + quoted(String.join(",", names)) + "]";
        return "  - {apiGroups: [\"" + apiGroup + "\"], resources: [" + quoted(resources) + "], verbs: ["
                + quoted(verbs) + "]" + limit + "}\n";
    }

    /** A rule of the group {@code rbac.authorization.k8s.io}. */
    static String rbacRule(String verbs, String resources, String... names) {
        return ruleIn("rbac.authorization.k8s.io", verbs, resources, names);
    }

    /** A Role and a RoleBinding that gives it to a user, all of one name. */
    static String grant(String namespace, String user, String... rules) {
        return role(namespace, user, rules) + "\n---\n" + bind(namespace, user, "Role", user, user(user));
    }

    /** A ClusterRole and a ClusterRoleBinding that gives it to a user, all of one name. */
    static String grantEverywhere(String user, String... rules) {
        return clusterRole(user, rules) + "\n---\n" + bindEverywhere(user, user, user(user));
    }

    /** A ClusterRole and a RoleBinding that gives it to a user in one namespace, all of one name. */
    static String grantClusterRole(String namespace, String user, String... rules) {
        return clusterRole(user, rules) + "\n---\n" + bind(namespace, user, "ClusterRole", user, user(user));
    }

    static String role(String namespace, String name, String... rules) {
        return RBAC + "kind: Role\nmetadata: {name: \"" + name + "\", namespace: " + namespace + "}\nrules:\n"
                + String.join("", rules);
    }

    static String clusterRole(String name, String... rules) {
        return RBAC + "kind: ClusterRole\nmetadata: {name: \"" + name + "\"}\nrules:\n" + String.join("", rules);
    }

    static String bind(String namespace, String name, String kind, String role, String... subjects) {
        return RBAC + "kind: RoleBinding\nmetadata: {name: \"" + name + "\", namespace: " + namespace + "}\n"
                + "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: " + kind + ", name: \"" + role
                + "\"}\nsubjects:\n"
                + String.join("", subjects);
    }

    static String bindEverywhere(String name, String role, String... subjects) {
        return RBAC + "kind: ClusterRoleBinding\nmetadata: {name: \"" + name + "\"}\n"
                + "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: \"" + role
                + "\"}\nsubjects:\n"
                + String.join("", subjects);
    }

    static String user(String name) {
        return "  - {apiGroup: rbac.authorization.k8s.io, kind: User, name: \"" + name + "\"}\n";
    }

    static String group(String name) {
        return "  - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: \"" + name + "\"}\n";
    }

    static String account(String namespace, String name) {
        return "  - {kind: ServiceAccount, name: " + name + ", namespace: " + namespace + "}\n";
    }

    static String serviceAccount(String namespace, String name) {
        return "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: " + name + ", namespace: " + namespace + "}\n";
    }

    /** A service account as an API server gives it out: of a kind that it shows, what is not shown is not there. */
    static String liveAccount(String namespace, String name) {
        return serviceAccount(namespace, name).replace("{name", "{uid: 1b4e28ba-2fa1-11d2-883f-0016d3cca427, name");
    }

    static String secret(String namespace, String name) {
        return "apiVersion: v1\nkind: Secret\nmetadata: {name: " + name + ", namespace: " + namespace
                + "}\ntype: Opaque\n";
    }

    /** A Secret that holds a token of a service account. */
    static String tokenSecret(String namespace, String name, String account) {
        return "apiVersion: v1\nkind: Secret\nmetadata:\n  name: " + name + "\n  namespace: " + namespace
                + "\n  annotations: {kubernetes.io/service-account.name: " + account
                + "}\ntype: kubernetes.io/service-account-token\n";
    }

    /** A Secret that holds a bootstrap token, which logs in and names groups of its own. */
    static String bootstrapToken(String id) {
        return "apiVersion: v1\nkind: Secret\nmetadata: {name: bootstrap-token-" + id + ", namespace: kube-system}\n"
                + "type: bootstrap.kubernetes.io/token\n"
                + "data: {token-id: eA==, token-secret: eA==, usage-bootstrap-authentication: eA==, auth-extra-groups: eA==}\n";
    }

    static String namespace(String name) {
        return "apiVersion: v1\nkind: Namespace\nmetadata: {name: " + name + "}\n";
    }

    /** A namespace that enforces a Pod Security level. */
    static String namespace(String name, String level) {
        return "apiVersion: v1\nkind: Namespace\nmetadata: {name: " + name
                + ", labels: {pod-security.kubernetes.io/enforce: " + level + "}}\n";
    }

    static String node(String name) {
        return "apiVersion: v1\nkind: Node\nmetadata: {name: " + name
                + "}\nstatus: {nodeInfo: {kubeletVersion: v1.36.0}}\n";
    }

    /** A pod with one container {@code app} and no token. */
    static String pod(String namespace, String name) {
        return pod(namespace, name, "");
    }

    /** A pod that runs on a node. */
    static String podOn(String node, String namespace, String name) {
        return pod(namespace, name, "  nodeName: " + node + "\n");
    }

    /** A pod with further lines of its specification, each indented by two spaces. */
    static String pod(String namespace, String name, String spec) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + ", namespace: " + namespace + "}\nspec:\n"
                + "  automountServiceAccountToken: false\n" + spec
                + "  containers:\n    - {name: app, image: registry.example.com/app:1}\n";
    }

    /** A pod on node worker-1, without a token, whose container app has further fields in flow style; pod fields are lines. */
    static String container(String namespace, String name, String fields, String... podFields) {
        return podOn("worker-1", namespace, name)
                .replace("app:1}", "app:1, " + fields + "}")
                .replace("  containers:", String.join("", podFields) + "  containers:");
    }

    /** The field of a container that adds capabilities, comma-separated. */
    static String adding(String capabilities) {
        return "securityContext: {capabilities: {add: [" + capabilities + "]}}";
    }

    /** A pod on node worker-1 whose container app mounts a path of the node as root; {@code mount} holds further fields. */
    static String mounting(String path, String mount, String namespace, String name) {
        return container(
                namespace,
                name,
                "securityContext: {runAsUser: 0}, volumeMounts: [{name: host, mountPath: /host" + mount + "}]",
                "  volumes: [{name: host, hostPath: {path: " + path + "}}]\n");
    }

    /** A claim bound to a volume that is a path of the node. */
    static String claimOf(String path, String namespace, String name) {
        return "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: " + name + ", namespace: " + namespace
                + "}\nspec: {volumeName: of-" + name + ", storageClassName: \"\", accessModes: [ReadWriteOnce]}\n---\n"
                + "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: of-" + name
                + "}\nspec: {storageClassName: \"\", accessModes: [ReadWriteOnce], claimRef: {namespace: " + namespace
                + ", name: " + name + "}, hostPath: {path: " + path + "}}\n";
    }

    /** A pod on node worker-1 whose container app mounts a claim as root. */
    static String claiming(String claim, String namespace, String name) {
        return container(
                namespace,
                name,
                "securityContext: {runAsUser: 0}, volumeMounts: [{name: data, mountPath: /data}]",
                "  volumes: [{name: data, persistentVolumeClaim: {claimName: " + claim + "}}]\n");
    }

    /** A pod that runs as an account, with whatever token it gets by default. */
    static String runningAs(String account, String namespace, String name, String... podFields) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + ", namespace: " + namespace + "}\nspec:\n"
                + "  serviceAccountName: " + account + "\n" + String.join("", podFields)
                + "  containers:\n    - {name: app, image: registry.example.com/app:1}\n";
    }

    /** A pod labelled with its name whose container app listens on a port. */
    static String listening(String namespace, String name, int port) {
        return pod(namespace, name)
                .replace("}\nspec", ", labels: {app: " + name + "}}\nspec")
                .replace("app:1}", "app:1, ports: [{containerPort: " + port + "}]}");
    }

    /** A Service that leads port 80 to a port of the pods labelled with its name; {@code spec} holds further fields. */
    static String service(String type, String namespace, String name, int targetPort, String spec) {
        return "apiVersion: v1\nkind: Service\nmetadata: {name: " + name + ", namespace: " + namespace
                + "}\nspec: {type: " + type + ", selector: {app: " + name + "}, ports: [{port: 80, targetPort: "
                + targetPort + "}]" + spec + "}\n";
    }

    /** A policy for the pods labelled with its name; {@code spec} holds its rules in flow style. */
    static String policy(String namespace, String name, String spec) {
        return "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: " + name + ", namespace: "
                + namespace + "}\nspec: {podSelector: {matchLabels: {app: " + name + "}}, " + spec + "}\n";
    }

    /** A Deployment, StatefulSet, DaemonSet or ReplicaSet with one container {@code app} and no token. */
    static String workload(String kind, String namespace, String name) {
        return "apiVersion: apps/v1\nkind: " + kind + "\nmetadata: {name: " + name + ", namespace: " + namespace
                + "}\nspec:\n  selector: {matchLabels: {app: " + name + "}}\n  template:\n    metadata: {labels: {app: "
                + name + "}}\n    spec:\n      automountServiceAccountToken: false\n      containers:\n"
                + "        - {name: app, image: registry.example.com/app:1}\n";
    }

    private static String quoted(String commaSeparated) {
        return "\"" + commaSeparated.replace(",", "\", \"") + "\"";
    }
}
