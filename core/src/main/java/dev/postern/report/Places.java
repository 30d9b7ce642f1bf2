package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.model.Evidence;
import dev.postern.model.SourceRef;
import dev.postern.path.AttackPath;
import dev.postern.path.AttackPaths;
import dev.postern.path.SingleEdit;
import dev.postern.path.Step;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where every fact of some answers stands, looked up together so that each file is read once. */
final class Places {
    /** Knows of no place. */
    static final Places NONE = new Places(Map.of());

    private final Map<Evidence, SourceRef> places;

    private Places(Map<Evidence, SourceRef> places) {
        this.places = places;
    }

    static Places of(Analysis analysis, List<AttackPaths> answers) {
        Set<Evidence> cited = new LinkedHashSet<>();
        for (AttackPaths answer : answers) {
            for (AttackPath path : answer.paths()) {
                for (Step step : path.steps()) {
                    cited.addAll(step.evidence());
                }
            }
            for (SingleEdit edit : answer.singleEdits()) {
                cited.add(edit.fact());
            }
        }
        return new Places(analysis.locate(cited));
    }

    static Places of(Analysis analysis, Stream<Evidence> cited) {
        return new Places(analysis.locate(cited.collect(Collectors.toCollection(LinkedHashSet::new))));
    }

    SourceRef of(Evidence evidence) {
        return places.getOrDefault(evidence, SourceRef.NONE);
    }
}
