package dev.postern.samples;

import static dev.postern.model.Subject.serviceAccount;
import static dev.postern.network.Endpoint.workload;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Decision;
import dev.postern.network.Flow;
import dev.postern.rbac.AccessReview;
import java.nio.file.Path;

/** Asks the authorities single questions: may that request be made, can that packet pass. */
public final class Decisions {
    private Decisions() {}

    public static void main(String[] args) {
        Analysis analysis = Postern.analyze(ClusterSnapshot.read(Path.of(args[0])));
        Decision exec = analysis.decide(AccessReview.of(serviceAccount("shop", "ci-deployer"))
                .verb("create")
                .resource("pods/exec")
                .in("shop"));
        Decision dial = analysis.decide(
                Flow.from(workload("shop", "web")).to(workload("shop", "db")).tcp(5432));
        System.out.println("exec: " + exec.outcome() + " because " + exec.evidence());
        System.out.println("dial: " + dial.outcome() + " because " + dial.evidence());
    }
}
