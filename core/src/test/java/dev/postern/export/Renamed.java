package dev.postern.export;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Vertex;
import dev.postern.model.Confidence;
import dev.postern.path.AttackPath;
import dev.postern.path.Step;

/** A path whose last step leads to a Secret of another name, so that there may be any number of different ones. */
record Renamed(AttackPath path, String name) implements AttackPath {
    @Override
    public String id() {
        return path.id() + name;
    }

    @Override
    public ImmutableList<Vertex> start() {
        return path.start();
    }

    @Override
    public Vertex target() {
        return new Vertex.SecretRead("shop", name, "");
    }

    @Override
    public ImmutableList<Step> steps() {
        Step last = path.steps().get(path.steps().size() - 1);
        return ImmutableList.<Step>builder()
                .addAll(path.steps().subList(0, path.steps().size() - 1))
                .add(new Step(
                        last.type(),
                        last.from(),
                        target(),
                        last.effort(),
                        last.confidence(),
                        last.evidence(),
                        last.otherGrounds(),
                        last.onDefaults()))
                .build();
    }

    @Override
    public int effort() {
        return path.effort();
    }

    @Override
    public int distinctEffort() {
        return path.distinctEffort();
    }

    @Override
    public Confidence confidence() {
        return path.confidence();
    }
}
