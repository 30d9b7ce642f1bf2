package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Vertex;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A step of a plan that leaves one zone for another.
 *
 * @param step the number of the step in its plan, from 1
 * @param from the zone it leaves; empty where the attacker comes from none, as a user does who has been in no pod yet
 * @param to the zone it enters
 */
public record ZoneCrossing(int step, Optional<Zone> from, Zone to) {
    /** The crossings of a plan, in order. What lies in no zone belongs to the zone it was got from. */
    static ImmutableList<ZoneCrossing> of(ImmutableList<Vertex> start, ImmutableList<Step> steps) {
        Map<Vertex, Optional<Zone>> zones = new HashMap<>();
        start.forEach(vertex -> zones.put(vertex, Zone.of(vertex)));
        ImmutableList.Builder<ZoneCrossing> crossings = ImmutableList.builder();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            Optional<Zone> left = Optional.empty();
            boolean within = false;
            Optional<Zone> entered = Zone.of(step.to());
            for (Vertex premise : step.from()) {
                Optional<Zone> zone = zones.getOrDefault(premise, Zone.of(premise));
                within |= zone.isPresent() && zone.equals(entered);
                left = left.or(() -> zone);
            }
            zones.put(step.to(), entered.isPresent() ? entered : left);
            if (entered.isPresent() && !within) {
                crossings.add(new ZoneCrossing(i + 1, left, entered.get()));
            }
        }
        return crossings.build();
    }
}
