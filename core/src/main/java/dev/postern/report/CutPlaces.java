package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.path.AttackPath;
import dev.postern.remediation.Remediation;
import java.util.stream.Stream;

/** Where the facts and objects of a cut stand. */
final class CutPlaces {
    private CutPlaces() {}

    static Places of(Analysis analysis, Remediation cut) {
        Stream<Evidence> edits = cut.edits().stream()
                .flatMap(edit -> Stream.concat(
                        edit.cuts().stream(), Stream.of(object(edit.edit().object()))));
        Stream<Evidence> reasons = cut.infeasible().stream()
                .flatMap(infeasible -> infeasible.reasons().stream())
                .map(reason -> reason.fact());
        Stream<AttackPath> paths =
                Stream.concat(cut.infeasible().stream().map(Remediation.Infeasible::path), cut.remaining().stream());
        Stream<Evidence> steps = paths.flatMap(path -> path.steps().stream()).flatMap(step -> step.evidence().stream());
        return Places.of(analysis, Stream.of(edits, reasons, steps).flatMap(facts -> facts));
    }

    /** The object as a whole. */
    static Evidence object(ObjectRef object) {
        return Evidence.stated(object, "", "");
    }
}
