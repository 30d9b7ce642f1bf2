package dev.postern.samples;

import dev.postern.Analysis;
import dev.postern.attack.Vertex;
import dev.postern.model.Basis;
import dev.postern.model.Evidence;
import dev.postern.model.SourceRef;
import dev.postern.path.AttackPath;
import dev.postern.path.AttackPaths;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.path.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The cheapest plans of one analysis as text that is compared exactly: of the default questions, by effort, then in the
 * order of the questions and of their answers.
 */
final class PlanText {
    private static final int PLANS = 10;

    private static final List<PathQuery> QUESTIONS = List.of(
            PathQuery.from(Place.internet()).to(Place.clusterAdmin()),
            PathQuery.from(Place.internet()).to(Place.anyNode()),
            PathQuery.from(Place.anyPod()).to(Place.clusterAdmin()),
            PathQuery.from(Place.anyPod()).to(Place.anyNode()));

    private record Plan(PathQuery question, AttackPath path) {}

    private final Analysis analysis;
    private final String root;

    /** {@code root}: what file names begin with and the text leaves out. */
    PlanText(Analysis analysis, String root) {
        this.analysis = analysis;
        this.root = root;
    }

    /** The plans, each by its id. */
    Map<String, String> plans() {
        List<Plan> plans = new ArrayList<>();
        for (PathQuery question : QUESTIONS) {
            AttackPaths answer = analysis.paths(question.cheapest(PLANS));
            answer.paths().forEach(path -> plans.add(new Plan(question, path)));
        }
        plans.sort(Comparator.comparingInt(plan -> plan.path().effort()));
        List<Plan> cheapest = plans.subList(0, Math.min(PLANS, plans.size()));
        Map<Evidence, SourceRef> places = analysis.locate(cheapest.stream()
                .flatMap(plan -> plan.path().steps().stream())
                .flatMap(step -> step.evidence().stream())
                .collect(Collectors.toSet()));
        Map<String, String> texts = new LinkedHashMap<>();
        for (Plan plan : cheapest) {
            String other = texts.put(plan.path().id(), text(plan, places));
            if (other != null) {
                throw new IllegalStateException(
                        "two plans are called " + plan.path().id());
            }
        }
        return texts;
    }

    private String text(Plan plan, Map<Evidence, SourceRef> places) {
        AttackPath path = plan.path();
        StringBuilder text = new StringBuilder()
                .append(String.join(
                        "  ",
                        path.id(),
                        "effort " + path.effort(),
                        path.confidence().name()))
                .append("  ")
                .append(plan.question().from().get(0).notation())
                .append(" -> ")
                .append(plan.question().to().notation())
                .append('\n');
        for (Step step : path.steps()) {
            String from = step.from().stream().map(Vertex::describe).collect(Collectors.joining(" and "));
            text.append("  ")
                    .append(step.type().id())
                    .append("  ")
                    .append(from)
                    .append(" -> ")
                    .append(step.to().describe())
                    .append('\n');
            for (Evidence evidence : step.evidence()) {
                text.append("    ").append(line(evidence, places)).append('\n');
            }
        }
        return text.toString();
    }

    private String line(Evidence evidence, Map<Evidence, SourceRef> places) {
        String field = evidence.field();
        String value = evidence.value();
        String fact = field.isEmpty() ? value : value.isEmpty() ? field : field + " = " + value;
        String place = places.getOrDefault(evidence, SourceRef.NONE).toString();
        return evidence.object()
                + "  " + fact
                + (place.isEmpty() ? "" : "  " + (place.startsWith(root) ? place.substring(root.length()) : place))
                + (evidence.basis() == Basis.STATED
                        ? ""
                        : "  (" + evidence.basis().name().toLowerCase(Locale.ROOT) + ")");
    }
}
