package dev.postern.attack.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.attack.AttackGraph;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.ContainerControl;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.Internet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds of every graph that the rules derive. */
class AttackGraphProperties {
    @Provide
    Arbitrary<World> worlds() {
        return World.any();
    }

    @Provide
    Arbitrary<String> subjects() {
        return World.subject();
    }

    @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
    void aSubjectMoreInABindingTakesNothingAway(
            @ForAll("worlds") World world, @ForAll("subjects") String subject, @ForAll @IntRange(max = 9) int binding) {
        AttackGraph before = TechniqueEdges.graph(world.cluster());
        Closure less = new Closure(Closure.edges(before));
        Closure more = new Closure(
                Closure.edges(TechniqueEdges.graph(world.with(subject, binding).cluster())));
        for (Vertex start : before.vertices()) {
            if (start instanceof Identity || start instanceof ContainerControl || start instanceof Internet) {
                List<Vertex> starts = Closure.starts(start);
                assertThat(more.from(starts, Closure::counts))
                        .as("from " + start.id())
                        .containsAll(less.from(starts, Closure::counts));
            }
        }
    }

    @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
    void theOrderOfObjectsChangesNothing(@ForAll("worlds") World world, @ForAll long seed) {
        List<String> shuffled = new ArrayList<>(world.documents());
        Collections.shuffle(shuffled, new Random(seed));
        AttackGraph one = TechniqueEdges.graph(world.cluster());
        AttackGraph other = TechniqueEdges.graph(Manifests.cluster(shuffled.toArray(new String[0])));
        assertThat(other.vertices()).isEqualTo(one.vertices());
        assertThat(Closure.edges(other)).isEqualTo(Closure.edges(one));
    }
}
