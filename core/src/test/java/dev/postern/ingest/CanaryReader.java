package dev.postern.ingest;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** The process that {@link CanaryTest} looks into: reads a folder, prints all it knows, and leaves a heap dump behind. */
final class CanaryReader {
    private CanaryReader() {}

    public static void main(String[] args) throws Exception {
        ClusterSnapshot snapshot = ClusterSnapshot.read(Path.of(args[0]));
        System.out.println(snapshot.inventory());
        snapshot.diagnostics().forEach(System.out::println);
        System.out.println(Snapshots.facts(snapshot.cluster()));
        System.out.flush();
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(args[1], true);
        // The snapshot must still be there when the heap is dumped.
        System.out.println("done " + snapshot.inventory().understood());
    }
}
