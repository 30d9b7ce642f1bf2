package dev.postern.report;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Vertex;
import dev.postern.model.Confidence;
import dev.postern.path.AttackPath;
import dev.postern.path.Step;

/** A path of another effort and confidence. */
record Rated(AttackPath path, String rating, int effort) implements AttackPath {
    @Override
    public String id() {
        return path.id();
    }

    @Override
    public ImmutableList<Vertex> start() {
        return path.start();
    }

    @Override
    public Vertex target() {
        return path.target();
    }

    @Override
    public ImmutableList<Step> steps() {
        return path.steps();
    }

    @Override
    public int distinctEffort() {
        return effort;
    }

    @Override
    public Confidence confidence() {
        return Confidence.valueOf(rating);
    }
}
