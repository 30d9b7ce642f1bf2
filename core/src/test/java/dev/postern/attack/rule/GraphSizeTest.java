package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.account;
import static dev.postern.attack.rule.Manifests.bind;
import static dev.postern.attack.rule.Manifests.bindEverywhere;
import static dev.postern.attack.rule.Manifests.clusterRole;
import static dev.postern.attack.rule.Manifests.group;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.podOn;
import static dev.postern.attack.rule.Manifests.rbacRule;
import static dev.postern.attack.rule.Manifests.role;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.secret;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.Manifests.tokenSecret;
import static dev.postern.attack.rule.Manifests.user;
import static dev.postern.attack.rule.Manifests.workload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.attack.AttackGraph;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The graph is linear in the input: subjects are never multiplied with objects. Counted, not timed. */
final class GraphSizeTest {
    /** Every right over objects, for everyone everywhere and for everyone in a namespace. */
    private static final String[] RIGHTS = {
        rule("create", "pods/exec,pods,serviceaccounts/token"),
        rule("get,list", "secrets"),
        rule("get", "nodes/proxy"),
        rule("impersonate", "users,groups,serviceaccounts"),
        ruleIn("apps", "create,patch", "deployments,daemonsets")
    };

    /** Rights to grant oneself more. */
    private static final String[] GRANTING = {
        rbacRule("create", "rolebindings,roles"), rbacRule("bind", "clusterroles", "look")
    };

    private static final String WRITING = rbacRule("escalate,update", "roles");

    /**
     * How many may write what they like into the roles of every namespace. Each is said to do so in each namespace, so the
     * graph is linear in the objects for as long as these stay few, as they do.
     */
    private static final int WRITERS = 3;

    @Test
    void tenTimesTheObjectsAreAtMostTenTimesTheGraph() {
        double small = sizePerObject(8);
        double large = sizePerObject(80);
        assertThat(large / small)
                .as("vertices and edges per object, large to small")
                .isLessThanOrEqualTo(1.1);
    }

    private static double sizePerObject(int namespaces) {
        List<String> documents = documents(namespaces);
        AttackGraph graph = TechniqueEdges.graph(Manifests.cluster(documents.toArray(new String[0])));
        return (graph.vertexCount() + graph.edgeCount()) / (double) documents.size();
    }

    /** As many of everything as there are namespaces; powers are spread so that each meets all that it could multiply with. */
    private static List<String> documents(int namespaces) {
        List<String> documents = new ArrayList<>();
        documents.add(clusterRole("look", rule("get", "configmaps")));
        for (int i = 0; i < WRITERS; i++) {
            documents.add(clusterRole("writer-" + i, WRITING));
            documents.add(bindEverywhere("writer-" + i, "writer-" + i, user("x" + i)));
        }
        for (int i = 0; i < namespaces; i++) {
            String namespace = "n" + i;
            documents.add(namespace(namespace));
            documents.add(node("node-" + i));
            documents.add(serviceAccount(namespace, "app"));
            documents.add(secret(namespace, "data"));
            documents.add(tokenSecret(namespace, "token", "app"));
            documents.add(podOn("node-" + i, namespace, "scheduled"));
            documents.add(workload("Deployment", namespace, "web"));
            documents.add(clusterRole("everywhere-" + i, RIGHTS));
            documents.add(bindEverywhere("everywhere-" + i, "everywhere-" + i, user("u" + i), group("g" + i)));
            documents.add(clusterRole("grantor-" + i, GRANTING));
            documents.add(bindEverywhere("grantor-" + i, "grantor-" + i, user("z" + i)));
            documents.add(role(namespace, "local", RIGHTS));
            documents.add(role(namespace, "granting", GRANTING[0], GRANTING[1], WRITING));
            documents.add(bind(namespace, "granting", "Role", "granting", user("y" + i)));
            documents.add(bind(namespace, "local", "Role", "local", account(namespace, "app"), user("v" + i)));
            documents.add(
                    role(namespace, "named", rule("get", "secrets", "data"), rule("create", "pods/exec", "scheduled")));
            documents.add(bind(namespace, "named", "Role", "named", user("w" + i)));
        }
        return documents;
    }
}
