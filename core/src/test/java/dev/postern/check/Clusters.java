package dev.postern.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.Analysis;
import dev.postern.ClusterOptions;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import java.io.ByteArrayInputStream;
import java.util.List;

/** Small clusters for tests, without the roles that every cluster has. */
final class Clusters {
    private Clusters() {}

    static Analysis of(String... documents) {
        byte[] text = String.join("\n---\n", documents).getBytes(UTF_8);
        return Postern.analyze(
                ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text)))),
                ClusterOptions.DEFAULT.withoutBuiltInRoles());
    }

    static String namespace(String name) {
        return "{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}";
    }

    /** A pod that runs as the account of its own name. */
    static String pod(String namespace, String name) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: " + namespace + ", labels: {app: "
                + name + "}}, spec: {serviceAccountName: " + name + ", containers: [{name: main, image: app}]}}\n---\n"
                + "{apiVersion: v1, kind: ServiceAccount, metadata: {name: " + name + ", namespace: " + namespace
                + "}}";
    }

    /** Everything, for an account. */
    static String admin(String namespace, String account) {
        return "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: all}, rules:"
                + " [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]}\n---\n"
                + "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: all-"
                + namespace
                + "-" + account + "}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: all},"
                + " subjects: [{kind: ServiceAccount, name: " + account + ", namespace: " + namespace + "}]}";
    }

    /** May read Secrets of a namespace; {@code subject} as a binding writes it, {@code names} of {@code resourceNames}. */
    static String reader(String namespace, String name, String subject, String names) {
        return "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: " + name + ", namespace: "
                + namespace + "}, rules: [{apiGroups: [''], resources: [secrets], verbs: [get]" + names + "}]}\n---\n"
                + "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: " + name
                + ", namespace: " + namespace + "}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: "
                + name + "}, subjects: [" + subject + "]}";
    }

    /** Nobody may send to the pods of a namespace. */
    static String isolate(String namespace) {
        return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: none, namespace: " + namespace
                + "}, spec: {podSelector: {}, policyTypes: [Ingress]}}";
    }

    static CheckPolicy policy(String... assertions) {
        String text = "schemaVersion: 1\nassertions:\n" + String.join("\n", assertions) + "\n";
        return CheckPolicy.parse("policy.yaml", text.getBytes(UTF_8));
    }

    static String assertion(String id, String what) {
        return "- {id: " + id + ", reason: because, " + what + "}";
    }
}
