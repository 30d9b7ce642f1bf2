package dev.postern.attack.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.ObjectRef;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * A random cluster made of what the tables of the techniques are made of: the objects of a few cases together, so that
 * each technique that there is meets each other one.
 */
public record CatalogueWorld(Map<ObjectRef, JsonNode> objects) {
    private static final ObjectMapper YAML = new YAMLMapper();

    public static Arbitrary<CatalogueWorld> any() {
        List<TechniqueCase> cases = BuiltInRules.all().stream()
                .flatMap(rule -> table(rule.getClass()).cases().stream())
                .filter(row -> row.whyNot().isEmpty())
                .toList();
        return Arbitraries.of(cases)
                .list()
                .uniqueElements()
                .ofMinSize(2)
                .ofMaxSize(6)
                .map(CatalogueWorld::of);
    }

    private static TechniqueCases table(Class<?> rule) {
        try {
            return (TechniqueCases) Class.forName(rule.getName() + "Test")
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(rule.getSimpleName() + " has no table", e);
        }
    }

    /** Of objects of one name that differ the first counts: two cases may call different things the same. */
    private static CatalogueWorld of(List<TechniqueCase> cases) {
        Map<ObjectRef, JsonNode> objects = new TreeMap<>();
        for (TechniqueCase row : cases) {
            for (String document : row.manifests().split("(?m)^---$")) {
                JsonNode object = parse(document);
                if (object.hasNonNull("kind")) {
                    objects.putIfAbsent(ref(object), object);
                }
            }
        }
        return new CatalogueWorld(objects);
    }

    private static JsonNode parse(String document) {
        try {
            return YAML.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(document, e);
        }
    }

    private static ObjectRef ref(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return ObjectRef.of(
                object.path("kind").asText(),
                metadata.path("namespace").asText(),
                metadata.path("name").asText());
    }

    /** Bindings, in order. */
    List<ObjectRef> bindings() {
        return objects.keySet().stream()
                .filter(ref -> ref.kind().endsWith("RoleBinding"))
                .toList();
    }

    /** The same with one more subject in a binding. */
    CatalogueWorld with(ObjectRef binding, String subject) {
        ObjectNode changed = objects.get(binding).deepCopy();
        ArrayNode subjects = changed.withArray("subjects");
        subjects.add(parse(subject.strip().replaceFirst("^- ", "")));
        return with(changed);
    }

    /** The same with one more object. */
    CatalogueWorld with(String manifest) {
        return with(parse(manifest));
    }

    private CatalogueWorld with(JsonNode object) {
        Map<ObjectRef, JsonNode> more = new TreeMap<>(objects);
        more.put(ref(object), object);
        return new CatalogueWorld(more);
    }

    /** Only some of its objects. */
    CatalogueWorld only(Predicate<ObjectRef> wanted) {
        Map<ObjectRef, JsonNode> some = new TreeMap<>(objects);
        some.keySet().removeIf(wanted.negate());
        return new CatalogueWorld(some);
    }

    List<String> namespaces() {
        return objects.keySet().stream()
                .flatMap(ref -> Stream.of(ref.kind().equals("Namespace") ? ref.name() : ref.namespace()))
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    List<String> documents() {
        List<String> documents = new ArrayList<>();
        for (JsonNode object : objects.values()) {
            try {
                documents.add(YAML.writeValueAsString(object));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(object.toString(), e);
            }
        }
        return documents;
    }

    public Analysis analysis() {
        byte[] text = String.join("", documents()).getBytes(UTF_8);
        return Postern.analyze(ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text)))));
    }
}
