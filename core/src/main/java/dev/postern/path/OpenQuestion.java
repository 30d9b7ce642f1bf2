package dev.postern.path;

import dev.postern.attack.AttackGraph;
import dev.postern.attack.Facts;
import dev.postern.attack.SearchSpace;
import dev.postern.internal.graph.GraphView;
import dev.postern.internal.graph.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A question in the terms of the graph: the space to search, the edges that count, where it starts and where it ends.
 *
 * @param view the edges that the query's bounds and exclusions leave
 * @param question empty if the input holds nothing of the start or of the target
 * @param notes what the reader must know about the start and the target
 */
record OpenQuestion(
        SearchSpace space,
        GraphView view,
        Targets target,
        Starts starts,
        Optional<Question> question,
        List<String> notes) {
    /**
     * Opens a question.
     *
     * @throws IllegalArgumentException if it asks for a place that cannot be a target, has several starts that stand for
     *     alternatives, or names a technique that there is not
     */
    static OpenQuestion of(Facts facts, AttackGraph graph, PathQuery query) {
        PathConstraints constraints = query.constraints();
        Exclusions exclusions = new Exclusions(facts, query.constraints(), query.minConfidence());
        constraints.through().forEach(technique -> Exclusions.check(graph, technique));
        int fromOutside = query.from().contains(Place.internet()) ? 1 : 0;
        Targets target = Targets.of(
                facts, exclusions.open(graph, query.assumptionBudget() - fromOutside, query.to()), query.to());
        SearchSpace space = target.space();
        Starts starts = Starts.of(facts, space, query.from(), Optional.of(query.to()));
        List<String> notes = new ArrayList<>(starts.notes());
        notes.addAll(target.notes());
        GraphView view = exclusions.view(space, notes);
        Optional<Question> question = Optional.empty();
        if (target.vertex().isEmpty() && target.notes().isEmpty()) {
            notes.add("nothing in the input leads to " + query.to().notation());
        } else if (target.vertex().isPresent() && starts.count() > 0) {
            question = Optional.of(new Question(
                    view, starts.footholds(), target.vertex().getAsInt(), query.assumptionBudget(), query.maxEffort()));
        }
        return new OpenQuestion(space, view, target, starts, question, notes);
    }
}
