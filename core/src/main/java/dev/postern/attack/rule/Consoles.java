package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Surroundings;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Outcome;
import dev.postern.model.Protocol;
import dev.postern.model.Support;
import dev.postern.network.Listener;
import java.util.List;

/** The containers of a cluster in which a known program runs that asks for no credentials, or may ask for none. */
final class Consoles {
    /**
     * A container with a row that fits it.
     *
     * @param open that the row's conditions hold, with the facts, or what is missing; never DENIED
     */
    record Found(PodGroup group, Container container, Program program, Decision open) {
        Support facts() {
            return open.supports().get(0);
        }

        boolean isIn(String namespace) {
            return group.namespace().equals(namespace);
        }

        /** What is known to listen on the program's port and belongs to its container, or may. */
        List<Listener> listeners(Surroundings surroundings) {
            return surroundings.listeners(group).stream()
                    .filter(listener -> listener.protocol() == Protocol.TCP)
                    .filter(listener -> listener.isUnknown() ? !program.declared() : listener.port() == program.port())
                    .filter(listener -> listener.container().isEmpty()
                            || listener.container().equals(container.name()))
                    .toList();
        }

        /** Why it is open, in the words of the table. */
        Support why() {
            return Support.of(Evidence.byDefault(
                    group.pod().object(), group.pod().field(container.field()), program.name() + ": " + program.why()));
        }
    }

    /** By name and namespace, so that a program finds its kin without a look at the others. */
    private record Kin(String program, String namespace) {}

    private final ImmutableList<Found> all;
    private final ImmutableListMultimap<Kin, Found> kin;

    private Consoles(ImmutableList<Found> all) {
        this.all = all;
        ImmutableListMultimap.Builder<Kin, Found> byName = ImmutableListMultimap.builder();
        all.forEach(found ->
                byName.put(new Kin(found.program().name(), found.group().namespace()), found));
        this.kin = byName.build();
    }

    /** Looks at each container once; O(containers). */
    static Consoles of(Surroundings surroundings) {
        ImmutableList.Builder<Found> all = ImmutableList.builder();
        for (PodGroup group : surroundings.podGroups()) {
            for (Container container : group.containers()) {
                boolean stays = container.role() == Container.Role.MAIN || container.role() == Container.Role.SIDECAR;
                if (stays && !container.image().isEmpty()) {
                    add(surroundings, group, container, all);
                }
            }
        }
        return new Consoles(all.build());
    }

    private static void add(
            Surroundings surroundings, PodGroup group, Container container, ImmutableList.Builder<Found> all) {
        ProgramImage image = ProgramImage.of(container.image());
        List<Program> programs = Programs.of(image);
        if (programs.isEmpty()) {
            return;
        }
        ProgramSettings settings = new ProgramSettings(surroundings.cluster(), group.pod(), container, image);
        for (Program program : programs) {
            if (program.isConsole() || program.port() == 0) {
                Decision open = settings.decide(program);
                if (open.outcome() != Outcome.DENIED) {
                    all.add(new Found(group, container, program, open));
                }
            }
        }
    }

    ImmutableList<Found> all() {
        return all;
    }

    /** The containers of the program that a row refers to, in the same namespace. */
    ImmutableList<Found> others(Found found) {
        return kin.get(new Kin(found.program().other(), found.group().namespace()));
    }
}
