package dev.postern.benchmarks;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.Pod;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.remediation.CutQuery;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What comes after reading: the model, the graph, the default questions. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class AnalysisBenchmark {
    /** Which synthetic cluster. */
    @Param({"1k", "10k"})
    public String preset = "1k";

    private ClusterSnapshot snapshot = ClusterSnapshot.builder().build();
    private Analysis analysis = Postern.analyze(snapshot);
    private List<KubernetesObject> objects = List.of();

    /** Reads the cluster and builds its graph once. */
    @Setup(Level.Trial)
    public void read() throws IOException {
        snapshot = Stages.read(SyntheticFile.json(preset));
        analysis = Stages.graph(snapshot);
        Cluster cluster = snapshot.cluster();
        objects = Stream.of(
                        cluster.namespaces(),
                        cluster.nodes(),
                        cluster.serviceAccounts(),
                        cluster.roles(),
                        cluster.roleBindings(),
                        cluster.workloads(),
                        cluster.services(),
                        cluster.ingresses(),
                        cluster.networkPolicies(),
                        cluster.secrets(),
                        cluster.configMaps())
                .<KubernetesObject>flatMap(List::stream)
                .toList();
    }

    /** Sorting the objects and finding the owners of pods. */
    @Benchmark
    public Cluster model() {
        Cluster.Builder builder = Cluster.builder();
        objects.forEach(builder::add);
        for (Pod pod : snapshot.cluster().pods()) {
            if (!pod.virtual()) {
                builder.add(pod);
            }
        }
        return builder.build();
    }

    /** The authorities and every technique's edges. */
    @Benchmark
    public Analysis graph() {
        return Stages.graph(snapshot);
    }

    /** The four default questions. */
    @Benchmark
    public long paths() {
        return Stages.paths(analysis);
    }

    /** The smallest cut from the internet to cluster-admin, with its proof; the graph is there. */
    @Benchmark
    public Object cut() {
        return analysis.cut(CutQuery.of(PathQuery.from(Place.internet()).to(Place.clusterAdmin())));
    }
}
