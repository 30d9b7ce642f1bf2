package dev.postern.internal.graph;

import java.util.List;

/** What the questions about plans share: bounds once, one set of search arrays, one meter. */
final class PlanEngine {

    private final Question question;
    private final Bounds bounds;
    private final Meter meter;
    private final ArcSignature signature;
    private final ConstrainedSearch search;

    PlanEngine(Question question, ArcSignature signature, Limits limits) {
        this.question = question;
        this.signature = signature;
        this.bounds = new Bounds(question);
        this.meter = new Meter(limits);
        this.search = new ConstrainedSearch(bounds, meter);
    }

    Question question() {
        return question;
    }

    Bounds bounds() {
        return bounds;
    }

    Plans cheapest(int k) {
        return cheapest(k, bounds.view(), Subspace.ALL);
    }

    /**
     * The cheapest plans on {@code overlay}, which must lack arcs of the question's view and have no others: the bounds then
     * still hold.
     */
    Plans cheapest(int k, GraphView overlay, Subspace subspace) {
        if (!overlay.aliveVertex(question.target())) {
            return new Plans(List.of(), false);
        }
        return new PlanEnumeration(bounds, overlay, k, signature, search, meter).enumerate(subspace, k);
    }
}
