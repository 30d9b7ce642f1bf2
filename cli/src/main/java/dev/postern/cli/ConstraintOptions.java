package dev.postern.cli;

import dev.postern.path.PathConstraints;
import dev.postern.path.Place;
import dev.postern.path.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What ways must do without, what they must use, and what matters most. */
final class ConstraintOptions {
    private static final String CROWN_JEWELS = "crown-jewels";

    @Option(
            names = "--without-technique",
            paramLabel = "ID",
            description = "Leave out steps of this technique, for instance POD_EXEC; may be repeated.")
    private List<String> without = new ArrayList<>();

    @Option(
            names = "--through-technique",
            paramLabel = "ID",
            description = "Only paths with a step of this technique; may be repeated: each of them then.")
    private List<String> through = new ArrayList<>();

    @Option(
            names = "--avoid",
            paramLabel = "PLACE",
            description = "Leave out paths that touch this place; may be repeated.")
    private List<String> avoid = new ArrayList<>();

    @Option(
            names = "--via",
            paramLabel = "PLACE",
            description = "Only paths that come through this place; may be repeated: each of them then.")
    private List<String> via = new ArrayList<>();

    @Option(
            names = "--without-zone",
            paramLabel = "ZONE",
            description = "Leave out paths that touch a zone: internet, namespace, pod, node or control-plane; may be"
                    + " repeated.")
    private List<String> outside = new ArrayList<>();

    @Option(
            names = "--through-zone",
            paramLabel = "ZONE",
            description = "Only paths that come through such a zone; may be repeated: each of them then.")
    private List<String> across = new ArrayList<>();

    @Option(names = "--max-steps", paramLabel = "N", description = "Leave out paths of more steps.")
    private Optional<Integer> maxSteps = Optional.empty();

    @Option(
            names = "--crown-jewel",
            paramLabel = "SELECTOR",
            description = "Labels of what crown-jewels means, besides what is annotated postern.dev/crown-jewel; may be"
                    + " repeated.")
    private List<String> crownJewels = new ArrayList<>();

    PathConstraints constraints(CommandSpec spec) {
        return QuestionOptions.understood(spec, () -> {
            PathConstraints constraints = PathConstraints.NONE;
            for (String technique : without) {
                constraints = constraints.without(technique.toUpperCase(Locale.ROOT));
            }
            for (String technique : through) {
                constraints = constraints.through(technique.toUpperCase(Locale.ROOT));
            }
            for (String place : avoid) {
                constraints = constraints.avoiding(place(spec, place));
            }
            for (String place : via) {
                constraints = constraints.via(place(spec, place));
            }
            for (String zone : outside) {
                constraints = constraints.outside(Zone.Kind.parse(zone));
            }
            for (String zone : across) {
                constraints = constraints.across(Zone.Kind.parse(zone));
            }
            return maxSteps.isPresent() ? constraints.withMaxSteps(maxSteps.get()) : constraints;
        });
    }

    /** A place as written; which crown jewels there are, other options say. */
    Place place(CommandSpec spec, String text) {
        return QuestionOptions.understood(
                spec,
                () -> text.equals(CROWN_JEWELS)
                        ? Place.crownJewels(crownJewels.toArray(new String[0]))
                        : Place.parse(text));
    }
}
