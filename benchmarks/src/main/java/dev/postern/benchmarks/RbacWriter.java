package dev.postern.benchmarks;

import com.google.common.base.Splitter;
import dev.postern.benchmarks.App.Grant;
import java.io.IOException;

/** Writes roles and bindings: those of the teams' accounts, and a choice of those that every cluster is born with. */
final class RbacWriter {
    private static final String API = "rbac.authorization.k8s.io";
    private static final String VERSION = API + "/v1";

    private final Emitter out;
    private final Heads heads;

    RbacWriter(Emitter out, Heads heads) {
        this.out = out;
        this.heads = heads;
    }

    /** The role of an account and its binding; nothing for an account without rights. */
    void grant(App app) throws IOException {
        boolean clusterWide = app.grant().compareTo(Grant.CLUSTER_READER) >= 0;
        String namespace = clusterWide ? "" : app.namespace();
        if (app.grant() == Grant.NONE) {
            return;
        }
        if (app.grant() != Grant.CLUSTER_ADMIN) {
            role(namespace, app.name(), () -> rules(app));
        }
        String role = app.grant() == Grant.CLUSTER_ADMIN ? "cluster-admin" : app.name();
        binding(namespace, app.name(), clusterWide ? "ClusterRole" : "Role", role, app.namespace(), app.name());
    }

    private void rules(App app) throws IOException {
        switch (app.grant()) {
            case CONFIG_READER -> rule("", "configmaps", "get,list,watch", app.name() + "-config");
            case LEADER_ELECTION -> {
                rule("coordination.k8s.io", "leases", "get,create,update");
                rule("", "events", "create,patch");
            }
            case POD_WATCHER -> rule("", "pods,services,endpoints", "get,list,watch");
            case DEPLOYER -> rule("apps", "deployments,statefulsets", "get,list,create,update,patch");
            case SECRET_READER -> rule("", "secrets", "get,list");
            case POD_EXEC -> {
                rule("", "pods", "get,list");
                rule("", "pods/exec", "create");
            }
            case NAMESPACE_WILDCARD -> rule("*", "*", "*");
            case CLUSTER_READER -> rule("*", "*", "get,list,watch");
            case CLUSTER_SECRETS -> rule("", "secrets", "get,list,watch");
            case NODE_PROXY -> rule("", "nodes,nodes/proxy,nodes/metrics", "get,list");
            case ROLE_BINDER -> {
                rule(API, "rolebindings", "create,update");
                rule(API, "clusterroles", "bind", "view");
            }
            default -> {}
        }
    }

    /** Roles and bindings that stand in every live cluster; few, so that a dump says that it has them. */
    void builtIn() throws IOException {
        role("", "cluster-admin", () -> {
            rule("*", "*", "*");
            out.object().list("nonResourceURLs", "*").list("verbs", "*").end();
        });
        aggregated("admin", "rbac.authorization.k8s.io/aggregate-to-admin", () -> {
            rule(
                    "",
                    "secrets,configmaps,services,pods,pods/exec,serviceaccounts",
                    "get,list,watch,create,update,patch,delete");
            rule(
                    "apps",
                    "deployments,statefulsets,daemonsets,replicasets",
                    "get,list,watch,create,update,patch,delete");
            rule(API, "roles,rolebindings", "get,list,watch,create,update,patch,delete");
            rule("", "serviceaccounts", "impersonate");
        });
        aggregated("edit", "rbac.authorization.k8s.io/aggregate-to-edit", () -> {
            rule("", "secrets,configmaps,services,pods,pods/exec", "get,list,watch,create,update,patch,delete");
            rule(
                    "apps",
                    "deployments,statefulsets,daemonsets,replicasets",
                    "get,list,watch,create,update,patch,delete");
            rule("", "serviceaccounts", "impersonate");
        });
        aggregated("view", "rbac.authorization.k8s.io/aggregate-to-view", () -> {
            rule("", "configmaps,services,pods,serviceaccounts,persistentvolumeclaims", "get,list,watch");
            rule("apps", "deployments,statefulsets,daemonsets,replicasets", "get,list,watch");
        });
        role(
                "",
                "system:basic-user",
                () -> rule("authorization.k8s.io", "selfsubjectaccessreviews,selfsubjectrulesreviews", "create"));
        role(
                "",
                "system:discovery",
                () -> out.object()
                        .list("nonResourceURLs", "/api", "/api/*", "/apis", "/apis/*", "/healthz", "/version")
                        .list("verbs", "get")
                        .end());
        role("", "system:node-proxier", () -> {
            rule("", "services,endpoints,nodes", "list,watch,get");
            rule("discovery.k8s.io", "endpointslices", "list,watch");
        });
        toGroup("cluster-admin", "cluster-admin", "system:masters");
        toGroup("system:basic-user", "system:basic-user", "system:authenticated");
        toGroup("system:discovery", "system:discovery", "system:authenticated");
    }

    /** A ClusterRole and its binding for one of the cluster's own accounts. */
    void component(String namespace, String account, Heads.Part rules) throws IOException {
        role("", account, rules);
        binding("", account, "ClusterRole", account, namespace, account);
    }

    void role(String namespace, String name, Heads.Part rules) throws IOException {
        heads.begin(VERSION, namespace.isEmpty() ? "ClusterRole" : "Role", namespace, name);
        out.array("rules");
        rules.write();
        out.end().end();
    }

    private void aggregated(String name, String label, Heads.Part rules) throws IOException {
        heads.begin(VERSION, "ClusterRole", "", name, "kubernetes.io/bootstrapping", "rbac-defaults");
        out.object("aggregationRule").array("clusterRoleSelectors").object();
        out.map("matchLabels", label, "true").end().end().end();
        out.array("rules");
        rules.write();
        out.end().end();
    }

    /** A rule; lists are separated by commas. */
    void rule(String group, String resources, String verbs, String... names) throws IOException {
        out.object().list("apiGroups", group);
        if (names.length > 0) {
            out.list("resourceNames", names);
        }
        out.list("resources", split(resources)).list("verbs", split(verbs)).end();
    }

    void binding(String namespace, String name, String kind, String role, String ofNamespace, String account)
            throws IOException {
        refers(namespace, name, kind, role);
        out.put("kind", "ServiceAccount").put("name", account).put("namespace", ofNamespace);
        out.end().end().end();
    }

    /** A developer's or group's right in a namespace. */
    void people(String namespace, String name, String role, String kind, String subject) throws IOException {
        refers(namespace, name, "ClusterRole", role);
        out.put("apiGroup", API).put("kind", kind).put("name", subject);
        out.end().end().end();
    }

    private void toGroup(String name, String role, String group) throws IOException {
        people("", name, role, "Group", group);
    }

    private void refers(String namespace, String name, String kind, String role) throws IOException {
        heads.begin(VERSION, namespace.isEmpty() ? "ClusterRoleBinding" : "RoleBinding", namespace, name);
        out.object("roleRef")
                .put("apiGroup", API)
                .put("kind", kind)
                .put("name", role)
                .end();
        out.array("subjects").object();
    }

    private static String[] split(String list) {
        return Splitter.on(',').splitToList(list).toArray(new String[0]);
    }
}
