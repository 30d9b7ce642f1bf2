package dev.postern.path;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.postern.attack.AttackEdge;
import dev.postern.attack.Vertex;
import dev.postern.model.Confidence;
import java.nio.charset.StandardCharsets;

/** A plan as found. {@code edges}: those of the graph that it consists of, silent ones too, in the order of the steps. */
record FoundPath(
        String id,
        ImmutableList<Vertex> start,
        Vertex target,
        ImmutableList<Step> steps,
        int effort,
        int distinctEffort,
        Confidence confidence,
        ImmutableList<AttackEdge> edges)
        implements AttackPath {
    private static final int ID_LENGTH = 10;

    /** Hashes what the plan does, without what tells equal pods or nodes apart. */
    static String idOf(Vertex target, ImmutableList<Step> steps) {
        Hasher hasher = Hashing.sha256().newHasher();
        for (Step step : steps) {
            put(hasher, step.type().id());
            step.from().forEach(vertex -> put(hasher, Signatures.groupOf(vertex)));
            put(hasher, Signatures.groupOf(step.to()));
        }
        put(hasher, target.id());
        return hasher.hash().toString().substring(0, ID_LENGTH);
    }

    private static void put(Hasher hasher, String text) {
        hasher.putInt(text.length()).putString(text, StandardCharsets.UTF_8);
    }
}
