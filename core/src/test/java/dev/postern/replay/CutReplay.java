package dev.postern.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.edit.Patch;
import dev.postern.model.ObjectRef;
import dev.postern.replay.ApiServer.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sends the patches of a cut to a real API server, which checks everything and keeps nothing ({@code dryRun=All}). */
final class CutReplay {
    private static final String DRY = "?dryRun=All";
    private static final Map<String, String> COLLECTIONS = Map.ofEntries(
            Map.entry("Namespace", "/api/v1 namespaces"),
            Map.entry("ServiceAccount", "/api/v1 serviceaccounts"),
            Map.entry("Secret", "/api/v1 secrets"),
            Map.entry("Service", "/api/v1 services"),
            Map.entry("Pod", "/api/v1 pods"),
            Map.entry("ClusterRole", "/apis/rbac.authorization.k8s.io/v1 clusterroles"),
            Map.entry("Role", "/apis/rbac.authorization.k8s.io/v1 roles"),
            Map.entry("ClusterRoleBinding", "/apis/rbac.authorization.k8s.io/v1 clusterrolebindings"),
            Map.entry("RoleBinding", "/apis/rbac.authorization.k8s.io/v1 rolebindings"),
            Map.entry("NetworkPolicy", "/apis/networking.k8s.io/v1 networkpolicies"),
            Map.entry("Ingress", "/apis/networking.k8s.io/v1 ingresses"),
            Map.entry("Deployment", "/apis/apps/v1 deployments"),
            Map.entry("DaemonSet", "/apis/apps/v1 daemonsets"),
            Map.entry("StatefulSet", "/apis/apps/v1 statefulsets"),
            Map.entry("ReplicaSet", "/apis/apps/v1 replicasets"),
            Map.entry("ReplicationController", "/api/v1 replicationcontrollers"),
            Map.entry("Job", "/apis/batch/v1 jobs"),
            Map.entry("CronJob", "/apis/batch/v1 cronjobs"));

    private final ApiServer admin;
    private final Map<String, Integer> accepted = new TreeMap<>();
    private final List<String> refused = new ArrayList<>();

    CutReplay(ApiServer admin) {
        this.admin = admin;
    }

    void submit(Patch patch) {
        Answer answer = answer(patch);
        if (answer.isGood()) {
            accepted.merge(patch.form().notation() + " " + patch.object().kind(), 1, Integer::sum);
        } else {
            refused.add(patch.form().notation() + " " + patch.object() + ": " + answer.message());
        }
    }

    private Answer answer(Patch patch) {
        String collection = collection(patch.object());
        String object = collection + "/" + patch.object().name();
        switch (patch.form()) {
            case DELETE:
                return admin.delete(object + DRY);
            case CREATE:
                return admin.post(collection + DRY, parsed(patch.yaml()));
            case REPLACE:
                return again(collection, object, patch);
            default:
                return patched(object, patch);
        }
    }

    private Answer patched(String object, Patch patch) {
        return admin.send(
                "PATCH",
                object + DRY,
                Map.of(),
                "application/json-patch+json",
                parsed(patch.yaml()).toString());
    }

    /** The same under another name: to delete it first would not be dry. */
    private Answer again(String collection, String object, Patch patch) {
        ObjectNode copy = (ObjectNode) admin.get(object).body().deepCopy();
        ObjectNode meta = (ObjectNode) copy.path("metadata");
        meta.remove(List.of("uid", "resourceVersion", "creationTimestamp", "managedFields", "generation"));
        meta.put("name", "again");
        copy.remove("status");
        if (copy.path("spec") instanceof ObjectNode spec
                && patch.object().kind().equals("Job")) {
            spec.remove("selector");
            ((ObjectNode) spec.path("template").path("metadata")).remove("labels");
        }
        Operations.apply(copy, parsed(patch.yaml()));
        return admin.post(collection + DRY, copy);
    }

    private static JsonNode parsed(String yaml) {
        try {
            return ApiServer.YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String collection(ObjectRef object) {
        String known = COLLECTIONS.getOrDefault(object.kind(), "");
        String[] parts = known.split(" ", 2);
        return parts[0] + (object.namespace().isEmpty() ? "" : "/namespaces/" + object.namespace()) + "/" + parts[1];
    }

    List<String> refused() {
        return refused;
    }

    String summary() {
        return "replay: patches of a cut accepted " + accepted + ", refused " + refused.size();
    }
}
