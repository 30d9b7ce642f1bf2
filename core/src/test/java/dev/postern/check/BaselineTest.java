package dev.postern.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.postern.Analysis;
import dev.postern.check.CheckFinding.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written and read again. */
class BaselineTest {
    private static final LocalDate TODAY = LocalDate.of(2030, 6, 15);
    private static final CheckPolicy POLICY = Clusters.policy(
            Clusters.assertion("paths", "noPath: {from: any-pod, to: cluster-admin, limit: 2}"),
            Clusters.assertion("nodes", "noPath: {from: any-sa, to: any-node, limit: 3}"),
            Clusters.assertion("cheap", "maxEffort: {from: any-pod, to: any-node, atLeast: 4}"),
            Clusters.assertion("flows", "noReach: {from: 'namespace:a', to: 'namespace:b', port: [80, 53/UDP]}"),
            Clusters.assertion("rights", "onlyCan: {verb: get, resource: secrets, allowed: ['sa:a/p0']}"));

    /** Some pods, some of which may do everything or read Secrets, in some order. */
    private static List<String> cluster(Random random) {
        List<String> documents = new ArrayList<>(List.of(Clusters.namespace("a"), Clusters.namespace("b")));
        for (int i = 0; i < 5; i++) {
            String namespace = random.nextBoolean() ? "a" : "b";
            documents.add(Clusters.pod(namespace, "p" + i));
            if (random.nextInt(3) == 0) {
                documents.add(Clusters.admin(namespace, "p" + i));
            }
            if (random.nextInt(3) == 0) {
                String subject = "{kind: ServiceAccount, name: p" + i + ", namespace: " + namespace + "}";
                documents.add(Clusters.reader(random.nextBoolean() ? "a" : "b", "r" + i, subject, ""));
            }
        }
        if (random.nextBoolean()) {
            documents.add(Clusters.isolate("b"));
        }
        return documents;
    }

    private static Check check(List<String> documents) {
        Analysis analysis = Clusters.of(documents.toArray(new String[0]));
        return Check.of(analysis, POLICY);
    }

    @Property(tries = 60)
    void whatIsWrittenIsKnownWhenItIsReadAgainInWhateverOrder(@ForAll long seed) {
        Random random = new Random(seed);
        List<String> documents = cluster(random);
        CheckReport found = check(documents).against(Baseline.EMPTY, TODAY);
        String written = Baseline.of(found).json();

        Collections.shuffle(documents, random);
        Check shuffled = check(documents);
        assertThat(Baseline.of(shuffled.against(Baseline.EMPTY, TODAY)).json()).isEqualTo(written);
        CheckReport again = shuffled.against(read(written), TODAY);
        assertThat(again.findings()).extracting(CheckFinding::status).containsOnly(knownIfAny(found));
        assertThat(again.findings()).hasSameSizeAs(found.findings());
    }

    private static Status[] knownIfAny(CheckReport found) {
        return found.findings().isEmpty() ? new Status[0] : new Status[] {Status.KNOWN};
    }

    private static Baseline read(String json) {
        return BaselineJson.baseline(PolicyYaml.parse("baseline.json", json.getBytes(UTF_8), 1 << 20));
    }

    @Test
    void hostileTitlesComeThrough(@TempDir Path folder) throws IOException {
        Baseline.Entry entry = new Baseline.Entry(
                "0123456789", "a\u202e \u001b[31m \"b\" \\ \ud83d\ude00 </script> \u2028 *x &y", OptionalInt.of(3));
        Baseline baseline =
                new Baseline(ImmutableList.of(new Baseline.Known("A", OptionalInt.of(7), ImmutableList.of(entry))));
        assertThat(baseline.json()).matches("\\p{ASCII}*");
        assertThat(Baseline.read(Files.writeString(folder.resolve("b.json"), baseline.json())))
                .isEqualTo(baseline);
    }

    @Test
    void anotherFileIsNoBaseline() {
        assertThatThrownBy(() -> read("{\"schemaVersion\": 1, \"questions\": []}"))
                .hasMessage("baseline.json:1: 'questions' is no field of a baseline; it has assertions, schemaVersion");
        assertThatThrownBy(() -> read("{\"schemaVersion\": 2}"))
                .hasMessageContaining("this program reads version 1; let --write-baseline write the file again");
        assertThatThrownBy(() -> read("{\"schemaVersion\": 1, \"assertions\": [\n{\"id\": \"A\"},\n{\"id\": \"A\"}]}"))
                .hasMessageStartingWith("baseline.json:3: id: it is there twice");
    }
}
