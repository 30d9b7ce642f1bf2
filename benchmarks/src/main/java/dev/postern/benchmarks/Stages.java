package dev.postern.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is measured. Each stage returns a number that depends on all of its work, so that none of it can be left out. */
final class Stages {
    /** As fast as Jackson goes on keys it has never seen: interning them costs a fifth and gains nothing here. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private Stages() {}

    /** The yardstick: every token of the file, and nothing done with it. */
    static long tokenise(Path file) throws IOException {
        long tokens = 0;
        try (InputStream in = Files.newInputStream(file);
                JsonParser parser = JSON.createParser(in)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }

    static ClusterSnapshot read(Path file) {
        ClusterSnapshot snapshot = ClusterSnapshot.read(file);
        if (snapshot.cluster().pods().isEmpty()) {
            throw new IllegalStateException(file + " was read without a pod: " + snapshot.diagnostics());
        }
        return snapshot;
    }

    /** The graph, built anew. */
    static Analysis graph(ClusterSnapshot snapshot) {
        Analysis analysis = Postern.analyze(snapshot);
        analysis.graph();
        return analysis;
    }

    /** What {@code postern paths} asks by default; the number of paths found. */
    static long paths(Analysis analysis) {
        long found = 0;
        for (Place from : List.of(Place.internet(), Place.anyPod())) {
            for (Place to : List.of(Place.clusterAdmin(), Place.anyNode())) {
                found += analysis.paths(PathQuery.from(from).to(to)).paths().size();
            }
        }
        return found;
    }
}
