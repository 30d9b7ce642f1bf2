package dev.postern.path;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Manifests as somebody would have them who has made an edit: what the edit says, done to the text. */
final class EditedManifests {
    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[([^\\]]+)]");
    private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

    private final String text;

    EditedManifests(String text) {
        this.text = text;
    }

    ClusterSnapshot snapshot() {
        return read(text);
    }

    /** What is read of them after the edit. */
    ClusterSnapshot after(Edit edit) {
        List<Map<String, Object>> documents = documents();
        apply(edit, documents);
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        return read(yaml.dumpAll(documents.iterator()));
    }

    private static ClusterSnapshot read(String text) {
        return ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text.getBytes(UTF_8)))));
    }

    private List<Map<String, Object>> documents() {
        List<Map<String, Object>> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
            if (document != null) {
                documents.add(map(document));
            }
        }
        return documents;
    }

    private static void apply(Edit edit, List<Map<String, Object>> documents) {
        String what = edit.description();
        String field = edit.fact().field();
        if (what.startsWith("label Namespace")) {
            map(metadata(find(edit, documents)).computeIfAbsent("labels", key -> new LinkedHashMap<>()))
                    .put(ENFORCE, "baseline");
        } else if (what.startsWith("add a NetworkPolicy")) {
            documents.add(closing(edit, find(edit, documents)));
        } else if (what.startsWith("delete ")) {
            documents.remove(find(edit, documents));
        } else if (what.startsWith("narrow ")) {
            remove(find(edit, documents), field.replaceAll("(rules\\[\\d+]).*", "$1"));
        } else if (what.contains(": false on ")) {
            set(find(edit, documents), field, false);
        } else if (what.endsWith(" to ClusterIP")) {
            set(find(edit, documents), "spec.type", "ClusterIP");
        } else {
            remove(find(edit, documents), field);
        }
    }

    /** A policy that lets nobody at the pods. */
    private static Map<String, Object> closing(Edit edit, Map<String, Object> document) {
        Map<String, Object> pod = document.get("kind").equals("Pod")
                ? document
                : map(map(document.get("spec")).get("template"));
        Object labels = metadata(pod).getOrDefault("labels", Map.of());
        return Map.of(
                "apiVersion",
                "networking.k8s.io/v1",
                "kind",
                "NetworkPolicy",
                "metadata",
                Map.of("name", "closed", "namespace", edit.fact().object().namespace()),
                "spec",
                Map.of("podSelector", Map.of("matchLabels", labels), "policyTypes", List.of("Ingress")));
    }

    private static Map<String, Object> find(Edit edit, List<Map<String, Object>> documents) {
        for (Map<String, Object> document : documents) {
            Map<String, Object> metadata = metadata(document);
            boolean cluster = edit.fact().object().namespace().isEmpty();
            if (document.get("kind").equals(edit.fact().object().kind())
                    && metadata.get("name").equals(edit.fact().object().name())
                    && (cluster
                            || metadata.getOrDefault("namespace", "default")
                                    .equals(edit.fact().object().namespace()))) {
                return document;
            }
        }
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("apiVersion", "v1");
        made.put("kind", edit.fact().object().kind());
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", edit.fact().object().name());
        if (!edit.fact().object().namespace().isEmpty()) {
            metadata.put("namespace", edit.fact().object().namespace());
        }
        made.put("metadata", metadata);
        documents.add(made);
        return made;
    }

    private static Map<String, Object> metadata(Map<String, Object> document) {
        return map(document.computeIfAbsent("metadata", key -> new LinkedHashMap<>()));
    }

    private static void set(Map<String, Object> document, String field, Object value) {
        List<String> steps = steps(field);
        map(at(document, steps.subList(0, steps.size() - 1))).put(steps.get(steps.size() - 1), value);
    }

    private static void remove(Map<String, Object> document, String field) {
        List<String> steps = steps(field);
        String last = steps.get(steps.size() - 1);
        Object parent = at(document, steps.subList(0, steps.size() - 1));
        if (parent instanceof List<?> list) {
            list.remove(Integer.parseInt(last));
        } else if (map(parent).remove(last) == null) {
            throw new IllegalStateException("nothing to remove at " + field + " of " + document);
        }
    }

    private static Object at(Object node, List<String> steps) {
        Object current = node;
        for (String step : steps) {
            current = current instanceof List<?> list
                    ? list.get(Integer.parseInt(step))
                    : map(current).computeIfAbsent(step, key -> new LinkedHashMap<>());
        }
        return current;
    }

    private static List<String> steps(String field) {
        List<String> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(field);
        while (matcher.find()) {
            steps.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return steps;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }
}
