package dev.postern.ingest;

import dev.postern.model.ClusterFacts;
import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reports facts that contradict each other; as with objects, that in the smallest place counts, in whatever order files come. */
final class FactContradictions {
    /** Code of the error. */
    static final String CODE = "contradicting-facts";

    private final Report report;
    private final FieldLocator places = FieldLocator.open();
    private final Map<String, Said> first = new HashMap<>();

    private record Said(ClusterFacts facts, String field, String value) {}

    FactContradictions(Report report) {
        this.report = report;
    }

    /** O(facts); files with contradictions are read again. */
    void look(List<ClusterFacts> inOrder) {
        for (ClusterFacts facts : inOrder) {
            facts.kubernetesVersion()
                    .ifPresent(version -> said(facts, ClusterFacts.VERSION, ClusterFacts.VERSION, version.toString()));
            facts.plugin().ifPresent(plugin -> said(facts, ClusterFacts.PLUGIN, ClusterFacts.PLUGIN, plugin));
            facts.enforced()
                    .ifPresent(value -> said(facts, ClusterFacts.ENFORCED, ClusterFacts.ENFORCED, value.toString()));
            facts.publicApiServer()
                    .ifPresent(value ->
                            said(facts, ClusterFacts.EXPOSURE, ClusterFacts.EXPOSURE, value ? "public" : "private"));
            facts.users()
                    .forEach(user -> said(
                            facts,
                            user.field(),
                            "groups of user " + user.name(),
                            user.groups().stream().sorted().distinct().toList().toString()));
            facts.effort()
                    .forEach((technique, effort) ->
                            said(facts, "effort." + technique, "effort of " + technique, effort.toString()));
        }
    }

    private void said(ClusterFacts facts, String field, String about, String value) {
        Said now = new Said(facts, field, value);
        Said known = first.putIfAbsent(about, now);
        if (known != null && !known.value().equals(value)) {
            report.error(
                    CODE,
                    Printable.of(about, Limits.SHOWN) + " is said otherwise, "
                            + Printable.of(known.value(), Limits.SHOWN) + ", at " + place(known)
                            + ", and that counts; leave one of the two out",
                    place(now));
        }
    }

    private SourceRef place(Said said) {
        return places.locate(said.facts().meta().origin(), said.field());
    }
}
