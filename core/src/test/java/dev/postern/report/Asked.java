package dev.postern.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.path.AttackPaths;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An analysis and its answers, for the tests of formats. */
public record Asked(Analysis analysis, List<AttackPaths> answers) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public static final Path ROOT =
            Path.of(System.getProperty("postern.root", "..")).toAbsolutePath().normalize();

    /** The four usual questions about a folder or file. */
    public static Asked of(Path input) {
        return of(
                input,
                PathQuery.from(Place.internet()).to(Place.clusterAdmin()).cheapest(10),
                PathQuery.from(Place.internet()).to(Place.anyNode()).cheapest(10),
                PathQuery.from(Place.anyPod()).to(Place.clusterAdmin()).cheapest(10),
                PathQuery.from(Place.anyPod()).to(Place.anyNode()).cheapest(10));
    }

    public static Asked of(Path input, PathQuery... queries) {
        Analysis analysis = Postern.analyze(ClusterSnapshot.read(input));
        return new Asked(analysis, Stream.of(queries).map(analysis::paths).toList());
    }

    public static Path scenario(String name) {
        return ROOT.resolve("samples/scenarios").resolve(name);
    }

    public static List<Path> scenarios() {
        try (Stream<Path> folders = Files.list(ROOT.resolve("samples/scenarios"))) {
            return folders.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From any pod to cluster-admin, where everything on the way is called by one name. */
    public static Asked named(Path folder, String name) {
        StringBuilder lines = new StringBuilder();
        ObjectNode account = object("v1", "ServiceAccount", name);
        ObjectNode pod = object("v1", "Pod", name);
        ObjectNode spec = pod.putObject("spec");
        spec.put("serviceAccountName", name);
        spec.putArray("containers").addObject().put("name", name).put("image", "web");
        ObjectNode binding = object("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", name);
        binding.putObject("roleRef")
                .put("apiGroup", "rbac.authorization.k8s.io")
                .put("kind", "ClusterRole")
                .put("name", "cluster-admin");
        binding.putArray("subjects")
                .addObject()
                .put("kind", "ServiceAccount")
                .put("name", name)
                .put("namespace", "shop");
        ObjectNode list = MAPPER.createObjectNode().put("apiVersion", "v1").put("kind", "List");
        list.putArray("items").add(account).add(pod).add(binding);
        lines.append(list.toPrettyString());
        try {
            Path file = Files.writeString(folder.resolve("cluster.json"), escapedSurrogates(lines));
            return of(file, PathQuery.from(Place.anyPod()).to(Place.clusterAdmin()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode object(String version, String kind, String name) {
        ObjectNode object = MAPPER.createObjectNode().put("apiVersion", version).put("kind", kind);
        object.putObject("metadata").put("name", name).put("namespace", "shop");
        return object;
    }

    /** Half a surrogate pair cannot be encoded, but JSON can name it. */
    private static String escapedSurrogates(CharSequence json) {
        StringBuilder text = new StringBuilder();
        json.chars().forEach(unit -> {
            if (Character.isSurrogate((char) unit)) {
                text.append(String.format("\\u%04x", unit));
            } else {
                text.append((char) unit);
            }
        });
        return text.toString();
    }
}
