package dev.postern.samples;

import static dev.postern.path.PathQuery.from;
import static dev.postern.path.Place.clusterAdmin;
import static dev.postern.path.Place.internet;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.path.AttackPath;
import java.nio.file.Path;

/** The shortest program that embeds Postern; the README shows its body. */
public final class TenLines {
    private TenLines() {}

    /** Prints how the internet becomes cluster-admin, for a folder of manifests. */
    public static void main(String[] args) {
        Analysis analysis = Postern.analyze(ClusterSnapshot.read(Path.of(args[0])));
        for (AttackPath path :
                analysis.paths(from(internet()).to(clusterAdmin()).cheapest(10))) {
            System.out.println("effort " + path.effort() + ", " + path.confidence());
            path.steps().forEach(step -> System.out.println("  " + step.describe() + "  because " + step.evidence()));
        }
    }
}
