package dev.postern.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.replay.ApiServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Puts the objects of a dump into an API server, and takes out the roles and bindings that the dump lacks. */
final class DumpLoader {
    private static final String RBAC = "rbac.authorization.k8s.io/v1";

    /** Where objects go; first what others need. */
    private static final List<List<String>> KINDS = List.of(
            List.of("v1", "Namespace", "namespaces"),
            List.of("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses"),
            List.of("v1", "Node", "nodes"),
            List.of("v1", "ServiceAccount", "serviceaccounts"),
            List.of("v1", "Secret", "secrets"),
            List.of("v1", "ConfigMap", "configmaps"),
            List.of(RBAC, "ClusterRole", "clusterroles"),
            List.of(RBAC, "Role", "roles"),
            List.of(RBAC, "ClusterRoleBinding", "clusterrolebindings"),
            List.of(RBAC, "RoleBinding", "rolebindings"),
            List.of("v1", "Service", "services"),
            List.of("discovery.k8s.io/v1", "EndpointSlice", "endpointslices"),
            List.of("v1", "Endpoints", "endpoints"),
            List.of("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies"),
            List.of("networking.k8s.io/v1", "Ingress", "ingresses"),
            List.of("storage.k8s.io/v1", "StorageClass", "storageclasses"),
            List.of("storage.k8s.io/v1", "CSIDriver", "csidrivers"),
            List.of("apiextensions.k8s.io/v1", "CustomResourceDefinition", "customresourcedefinitions"),
            List.of("apps/v1", "DaemonSet", "daemonsets"),
            List.of("apps/v1", "Deployment", "deployments"),
            List.of("apps/v1", "ReplicaSet", "replicasets"),
            List.of("apps/v1", "StatefulSet", "statefulsets"),
            List.of("v1", "ReplicationController", "replicationcontrollers"),
            List.of("batch/v1", "CronJob", "cronjobs"),
            List.of("batch/v1", "Job", "jobs"),
            List.of("v1", "Pod", "pods"),
            List.of("apiregistration.k8s.io/v1", "APIService", "apiservices"));

    /** Nobody answers behind them, so that they would refuse every write. */
    private static final Set<String> LEFT_OUT = Set.of("ValidatingWebhookConfiguration");

    private final ApiServer admin;
    private final Map<String, List<JsonNode>> byKind = new TreeMap<>();
    private final List<String> refused = new ArrayList<>();

    DumpLoader(ApiServer admin) {
        this.admin = admin;
    }

    /** Adds the objects of a list in JSON. */
    DumpLoader withList(Path dump) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(dump))) {
            ApiServer.JSON.readTree(in).path("items").forEach(this::add);
        }
        return this;
    }

    /** Adds the documents of a YAML file. */
    DumpLoader withDocuments(Path file) throws IOException {
        try (MappingIterator<JsonNode> documents =
                ApiServer.YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
            documents.forEachRemaining(this::add);
        }
        return this;
    }

    private void add(JsonNode item) {
        String kind = item.path("apiVersion").asText() + " " + item.path("kind").asText();
        byKind.computeIfAbsent(kind, key -> new ArrayList<>()).add(item);
    }

    /** What could not be loaded, and why; empty when all is there. */
    List<String> load() {
        refuseForeignServer();
        Set<String> known = new HashSet<>();
        for (List<String> kind : KINDS) {
            known.add(kind.get(0) + " " + kind.get(1));
            for (JsonNode item : byKind.getOrDefault(kind.get(0) + " " + kind.get(1), List.of())) {
                put(kind, item.deepCopy());
            }
        }
        byKind.keySet().stream()
                .filter(kind -> !known.contains(kind) && !LEFT_OUT.contains(kind.substring(kind.indexOf(' ') + 1)))
                .forEach(kind -> refused.add("DumpLoader does not know where objects go that are " + kind));
        KINDS.stream().filter(kind -> kind.get(0).equals(RBAC)).forEach(this::removeOthers);
        return refused;
    }

    private void refuseForeignServer() {
        Set<String> nodes = names("v1 Node");
        admin.get("/api/v1/nodes").body().path("items").forEach(node -> {
            String name = node.path("metadata").path("name").asText();
            if (!nodes.contains(name)) {
                throw new IllegalStateException("the server has a node " + name
                        + ", which the dump has not: it seems to" + " be in use. Give the replay a server of its own");
            }
        });
    }

    private Set<String> names(String kind) {
        Set<String> names = new HashSet<>();
        byKind.getOrDefault(kind, List.of()).forEach(item -> names.add(id(item)));
        return names;
    }

    private static String id(JsonNode item) {
        JsonNode meta = item.path("metadata");
        String namespace = meta.path("namespace").asText("");
        return (namespace.isEmpty() ? "" : namespace + "/") + meta.path("name").asText();
    }

    private void put(List<String> kind, ObjectNode item) {
        clean(item);
        String collection =
                collection(kind, item.path("metadata").path("namespace").asText(""));
        String object = collection + "/" + item.path("metadata").path("name").asText();
        boolean exists = admin.get(object).isGood();
        Answer answer;
        if (exists && kind.get(1).endsWith("Binding")) {
            admin.delete(object); // roleRef cannot be changed
            answer = admin.post(collection, item);
        } else if (exists && (kind.get(0).equals(RBAC) || kind.get(1).equals("Namespace"))) {
            answer = admin.put(object, item);
        } else if (exists) {
            return; // since a replay before
        } else {
            answer = admin.post(collection, item);
        }
        if (!answer.isGood()) {
            refused.add(kind.get(1) + " " + id(item) + ": " + answer.message());
        }
    }

    /** What the server gives out itself. */
    private static void clean(ObjectNode item) {
        ObjectNode meta = (ObjectNode) item.path("metadata");
        meta.remove(List.of("uid", "resourceVersion", "creationTimestamp", "managedFields", "ownerReferences"));
        meta.remove(List.of("generation", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"));
        item.remove("status");
        if (item.path("kind").asText().equals("Job")) {
            ObjectNode spec = (ObjectNode) item.path("spec");
            spec.remove("selector");
            ObjectNode template = (ObjectNode) spec.path("template").path("metadata");
            template.remove("labels");
        }
        if (item.path("kind").asText().equals("Service")) {
            ObjectNode spec = (ObjectNode) item.path("spec");
            if (!spec.path("clusterIP").asText("").equals("None")) {
                spec.remove(List.of("clusterIP", "clusterIPs"));
            }
        }
    }

    private void removeOthers(List<String> kind) {
        Set<String> wanted = names(kind.get(0) + " " + kind.get(1));
        admin.get(collection(kind, "")).body().path("items").forEach(item -> {
            if (!wanted.contains(id(item))) {
                admin.delete(
                        collection(kind, item.path("metadata").path("namespace").asText("")) + "/"
                                + item.path("metadata").path("name").asText());
            }
        });
    }

    private static String collection(List<String> kind, String namespace) {
        return (kind.get(0).contains("/") ? "/apis/" : "/api/") + kind.get(0)
                + (namespace.isEmpty() ? "" : "/namespaces/" + namespace)
                + "/" + kind.get(2);
    }
}
