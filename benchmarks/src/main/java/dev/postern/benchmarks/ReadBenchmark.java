package dev.postern.benchmarks;

import dev.postern.ingest.ClusterSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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

/** Reading a dump, beside tokenising the same bytes with Jackson. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class ReadBenchmark {
    /** Which synthetic cluster. */
    @Param({"1k", "10k"})
    public String preset = "1k";

    private Path json = Path.of("");
    private Path yaml = Path.of("");

    /** Writes the files. */
    @Setup(Level.Trial)
    public void write() throws IOException {
        json = SyntheticFile.json(preset);
        yaml = SyntheticFile.yaml(preset);
    }

    /** The yardstick. */
    @Benchmark
    public long tokenise() throws IOException {
        return Stages.tokenise(json);
    }

    /** The reader on JSON. */
    @Benchmark
    public ClusterSnapshot readJson() {
        return Stages.read(json);
    }

    /** The reader on YAML. */
    @Benchmark
    public ClusterSnapshot readYaml() {
        return Stages.read(yaml);
    }
}
