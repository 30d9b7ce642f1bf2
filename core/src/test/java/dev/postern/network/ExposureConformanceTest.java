package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * What netpol-analyzer says that an ingress controller reaches, in each of its cases that has an Ingress or a Route. Left out
 * are its cases of networks that users define and of virtual machines, which are not part of the model.
 */
@EnabledIf("isThere")
class ExposureConformanceTest {
    private static final Path CASES =
            Path.of(System.getProperty("postern.corpus", "../../shared/corpus")).resolve("netpol-analyzer");
    private static final Pattern LINE = Pattern.compile("\\{ingress-controller} => (\\S+)/(\\S+)\\[(\\w+)] : (.*)");
    private static final Pattern OTHER_NETWORKS = Pattern.compile("c?udn_|nad_");
    private static final Pattern CONNECTION = Pattern.compile("(TCP|UDP|SCTP) (\\S+)");

    static boolean isThere() {
        return Files.isDirectory(CASES);
    }

    @Test
    void what_an_ingress_controller_reaches_is_exposed() throws IOException {
        int compared = 0;
        List<String> deviations = new ArrayList<>();
        try (Stream<Path> cases = Files.list(CASES)) {
            for (Path each : cases.sorted().toList()) {
                Path expected = each.resolve("expected-connlist.txt");
                boolean other =
                        OTHER_NETWORKS.matcher(each.getFileName().toString()).lookingAt();
                if (other || !Files.exists(expected) || !holdsRoutes(each.resolve("input"))) {
                    continue;
                }
                compared++;
                TreeSet<String> theirs = theirs(expected);
                TreeSet<String> ours = ours(each.resolve("input"));
                if (!theirs.equals(ours)) {
                    deviations.add(each.getFileName() + ": theirs " + theirs + ", ours " + ours);
                }
            }
        }
        System.out.printf(
                "conformance network exposure: compared %d, agree %d, deviations %d%n",
                compared, compared - deviations.size(), deviations.size());
        assertThat(compared).isGreaterThan(5);
        assertThat(deviations).isEmpty();
    }

    private static boolean holdsRoutes(Path input) throws IOException {
        ClusterSnapshot snapshot = ClusterSnapshot.read(List.of(Input.path(input)));
        return !snapshot.cluster().ingresses().isEmpty()
                || !snapshot.cluster().openShiftRoutes().isEmpty();
    }

    private static TreeSet<String> theirs(Path file) throws IOException {
        TreeSet<String> reached = new TreeSet<>();
        for (String line : Files.readAllLines(file)) {
            Matcher entry = LINE.matcher(line.strip());
            if (!entry.matches()) {
                continue;
            }
            Matcher connection = CONNECTION.matcher(entry.group(4));
            while (connection.find()) {
                for (String port : connection.group(2).split(",", -1)) {
                    if (!port.isEmpty()) {
                        reached.add(entry.group(1) + "/" + entry.group(2) + " " + connection.group(1) + " " + port);
                    }
                }
            }
        }
        return reached;
    }

    private static TreeSet<String> ours(Path input) {
        TreeSet<String> reached = new TreeSet<>();
        Network.of(ClusterSnapshot.read(List.of(Input.path(input))).cluster()).entryPoints().stream()
                .filter(entry -> List.of("Ingress", "Route").contains(entry.how()))
                .forEach(entry -> {
                    ObjectRef owner = entry.backend().owner();
                    reached.add(owner.qualifiedName() + " " + entry.protocol() + " " + entry.port());
                });
        return reached;
    }
}
