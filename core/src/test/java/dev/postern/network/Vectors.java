package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.model.Outcome;
import dev.postern.model.Protocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Recorded verdicts on packets between the ends of small worlds, one world a line. */
final class Vectors {
    private static final Path FOLDER = Path.of(System.getProperty("postern.vectors", "../../shared/vectors"));
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Compares the packets of one world, adds those that differ, and says how many there were. */
    interface Comparison {
        int of(Map<String, Object> world, List<String> deviations) throws IOException;
    }

    /** Whether a packet passes. */
    interface Answers {
        Outcome of(String source, String destination, Protocol protocol, int port);
    }

    private Vectors() {}

    /**
     * Compares every world of a file, prints how many packets were compared, and fails on any that differs.
     *
     * @param name of the file below the folder of vectors
     */
    static void compare(String name, String title, Comparison comparison) throws IOException {
        Path file = FOLDER.resolve(name + ".jsonl.gz");
        assumeTrue(Files.exists(file), "no vectors at " + file + ": not compared");
        int compared = 0;
        List<String> deviations = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                compared += comparison.of(Fields.map(JSON.readValue(line, Map.class)), deviations);
            }
        }
        System.out.printf(
                "conformance %s: compared %d, agree %d, deviations %d%n",
                title, compared, compared - deviations.size(), deviations.size());
        assertThat(compared).isPositive();
        assertThat(deviations).isEmpty();
    }

    /** Compares the packets of a world of which nothing is told but their ends and ports. */
    static int packets(Map<String, Object> world, Answers answers, List<String> deviations) {
        List<Map<String, Object>> packets = Fields.maps(world, "packets");
        for (Map<String, Object> packet : packets) {
            Outcome outcome = answers.of(
                    Fields.text(packet, "src"),
                    Fields.text(packet, "dst"),
                    Protocol.valueOf(Fields.text(packet, "protocol")),
                    Fields.number(packet, "port", 0));
            Outcome expected = Boolean.TRUE.equals(packet.get("allowed")) ? Outcome.ALLOWED : Outcome.DENIED;
            if (outcome != expected) {
                deviations.add(Fields.text(world, "id") + " " + packet + " but was " + outcome);
            }
        }
        return packets.size();
    }
}
