package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.model.Evidence;
import dev.postern.model.SourceRef;
import dev.postern.path.AnalysisDiff;
import dev.postern.path.PathChange;
import dev.postern.path.PathChange.Kind;
import java.util.stream.Stream;

/** Where the facts of a comparison stand: those of plans that vanished in the older input, all others in the newer. */
record DiffPlaces(Places older, Places newer) {
    static DiffPlaces of(Analysis older, Analysis newer, AnalysisDiff diff) {
        return new DiffPlaces(Places.of(older, facts(diff, true)), Places.of(newer, facts(diff, false)));
    }

    private static Stream<Evidence> facts(AnalysisDiff diff, boolean vanished) {
        return diff.answers().stream()
                .flatMap(answer -> answer.changes().stream())
                .filter(change -> isOld(change) == vanished)
                .flatMap(change -> change.facts().stream());
    }

    /** What a plan lost can only be shown where it was. */
    private static boolean isOld(PathChange change) {
        return change.kind() == Kind.VANISHED || change.kind() == Kind.DEARER || change.kind() == Kind.LESS_SURE;
    }

    SourceRef of(PathChange change, Evidence fact) {
        return (isOld(change) ? older : newer).of(fact);
    }
}
