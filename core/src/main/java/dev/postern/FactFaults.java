package dev.postern;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.Efforts;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Cluster;
import dev.postern.model.ClusterFacts;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Finds facts that were read and yet say nothing of this cluster: efforts of no technique, crown jewels that are not there. */
final class FactFaults {
    private static final int SHOWN = 120;

    /** By the fact, what is wrong with it. */
    private final Map<Evidence, String> found = new LinkedHashMap<>();

    private FactFaults() {}

    /** O(facts); their files are read again only where there are faults. */
    static ImmutableList<Diagnostic> of(ClusterSnapshot snapshot) {
        FactFaults faults = new FactFaults();
        for (ClusterFacts facts : snapshot.cluster().facts()) {
            faults.efforts(facts);
            faults.crownJewels(facts, snapshot.cluster());
        }
        ImmutableMap<Evidence, SourceRef> places = snapshot.locate(faults.found.keySet());
        ImmutableList.Builder<Diagnostic> diagnostics = ImmutableList.builder();
        faults.found.forEach((fact, message) -> diagnostics.add(new Diagnostic(
                Diagnostic.Severity.WARNING,
                "fact-about-nothing",
                Printable.of(fact.field(), SHOWN) + " " + message,
                places.getOrDefault(fact, SourceRef.NONE))));
        return diagnostics.build();
    }

    private void efforts(ClusterFacts facts) {
        facts.effort().forEach((technique, effort) -> {
            if (!Efforts.table().containsKey(technique)) {
                found.put(
                        facts.evidence("effort." + technique, effort.toString()),
                        "is of no technique: did you mean " + nearest(technique) + "? postern explain lists them all");
            }
        });
    }

    private void crownJewels(ClusterFacts facts, Cluster cluster) {
        for (ClusterFacts.Jewel jewel : facts.crownJewels()) {
            // A Secret that something mounts need not be in the input.
            jewel.object()
                    .filter(object -> !object.kind().equals("Secret") && !cluster.contains(object))
                    .ifPresent(object -> found.put(
                            facts.evidence(jewel.field(), object.toString()),
                            "names " + shown(object) + ", which is not in the input"));
        }
    }

    private static String shown(ObjectRef object) {
        return Printable.of(object.toString(), SHOWN);
    }

    private static String nearest(String technique) {
        return Efforts.table().keySet().stream()
                .min(Comparator.comparing((String id) -> distance(technique.toUpperCase(Locale.ROOT), id))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /** Levenshtein's: how many letters to put in, take out or replace. Texts beyond what an id can be are cut. */
    private static int distance(String text, String id) {
        String a = text.length() > SHOWN ? text.substring(0, SHOWN) : text;
        int[] last = new int[id.length() + 1];
        for (int j = 0; j <= id.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[id.length() + 1];
            row[0] = i;
            for (int j = 1; j <= id.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == id.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
            }
            last = row;
        }
        return last[id.length()];
    }
}
