package dev.postern.check;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.postern.Analysis;
import dev.postern.attack.Vertex;
import dev.postern.model.Cluster;
import dev.postern.path.AttackPath;
import dev.postern.path.AttackPaths;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks for paths. */
final class PathAnswers {
    private final Analysis analysis;
    private final Supplier<ImmutableList<Vertex>> vertices;

    PathAnswers(Analysis analysis) {
        this.analysis = analysis;
        this.vertices = Suppliers.memoize(() -> analysis.graph().vertices());
    }

    Answer about(Assertion.NoPath assertion) {
        return about(assertion, assertion.query(), assertion.mayBeAbsent());
    }

    Answer about(Assertion.AtLeastEffort assertion) {
        return about(assertion, assertion.query().withMaxEffort(assertion.effort() - 1), assertion.mayBeAbsent());
    }

    /** One path more than wanted is asked for: whether there is one tells whether the list is complete. */
    private Answer about(Assertion assertion, PathQuery query, boolean mayBeAbsent) {
        AttackPaths answer = analysis.paths(query.cheapest(query.limit() + 1));
        List<AttackPath> found =
                answer.paths().subList(0, Math.min(query.limit(), answer.paths().size()));
        List<Violation> violations = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        found.stream()
                .filter(path -> ids.add(path.id()))
                .forEach(path -> violations.add(Violation.of(path, title(path))));
        if (answer.truncated() && found.isEmpty()) {
            violations.add(Violation.undecided(
                    "the search was cut short before it found a path",
                    "whether there is a path: bound the question by maxEffort or minConfidence",
                    "cut short"));
        }
        if (!mayBeAbsent) {
            absent(query, answer)
                    .ifPresent(place -> violations.add(Violation.undecided(
                            "the input holds no " + place.notation(),
                            "what " + place.notation()
                                    + " is: correct the name, or write mayBeAbsent: true if this input need not have it",
                            "absent",
                            place.notation())));
        }
        return new Answer(
                assertion,
                ImmutableList.copyOf(violations),
                answer.singleEdits(),
                cutAt(answer, found),
                notes(query, answer, found));
    }

    private static OptionalInt cutAt(AttackPaths answer, List<AttackPath> found) {
        if (answer.truncated()) {
            return OptionalInt.of(0);
        }
        return found.size() < answer.paths().size()
                ? OptionalInt.of(found.get(found.size() - 1).effort())
                : OptionalInt.empty();
    }

    private static ImmutableList<String> notes(PathQuery query, AttackPaths answer, List<AttackPath> found) {
        ImmutableList.Builder<String> notes = ImmutableList.<String>builder().addAll(answer.notes());
        if (answer.truncated() && !found.isEmpty()) {
            notes.add("the search was cut short: there may be further paths, cheaper ones among them");
        } else if (found.size() < answer.paths().size()) {
            notes.add("these are the " + query.limit()
                    + " cheapest paths, and there are more: raise the limit to see them");
        }
        return notes.build();
    }

    /** What the path does, without what tells equal pods apart. */
    static String title(AttackPath path) {
        String start = path.start().stream().map(Vertex::describe).collect(Collectors.joining(" + "));
        return start + " to " + path.target().describe() + " by "
                + path.steps().stream().map(step -> step.type().id()).collect(Collectors.joining(", "));
    }

    /** The first place of a question that the input says nothing of. */
    private Optional<Place> absent(PathQuery query, AttackPaths answer) {
        Optional<Place> named = Stream.concat(query.from().stream(), Stream.of(query.to()))
                .filter(place -> !isThere(place))
                .findFirst();
        return named.isPresent() || answer.starts() > 0
                ? named
                : Optional.of(query.from().get(0));
    }

    /** Pods and images are looked for by whoever answers: a question whose start is none of them has no start. */
    private boolean isThere(Place place) {
        if (!(place instanceof Place.Named named)) {
            return true;
        }
        switch (named.kind()) {
            case "namespace":
                return analysis.snapshot().cluster().namespaceNames().contains(named.name());
            case "sa":
            case "secret":
            case "node":
            case "user":
            case "group":
                return isInGraph(place) || isObject(named);
            default:
                return true;
        }
    }

    private boolean isInGraph(Place place) {
        return Collections.binarySearch(Lists.transform(vertices.get(), Vertex::id), place.notation()) >= 0;
    }

    private boolean isObject(Place.Named place) {
        Cluster cluster = analysis.snapshot().cluster();
        switch (place.kind()) {
            case "sa":
                return cluster.serviceAccounts().stream()
                        .anyMatch(account -> account.meta().namespace().equals(place.namespace())
                                && account.meta().name().equals(place.name()));
            case "secret":
                return cluster.secret(place.namespace(), place.name()).isPresent();
            case "node":
                return cluster.node(place.name()).isPresent();
            default:
                return false;
        }
    }
}
