package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Wildcard;
import java.util.ArrayList;
import java.util.List;

/**
 * What a rule of Kyverno looks at, or leaves out.
 *
 * @param pods whether pods are among it, when they are created
 * @param understood whether the namespaces are all that limits it
 */
record KyvernoMatch(boolean pods, boolean understood, ImmutableList<String> namespaces) {
    static final KyvernoMatch NOTHING = new KyvernoMatch(false, true, ImmutableList.of());

    /** The alternatives or conditions that one list holds. */
    private static final class Blocks {
        private int count;
        private boolean pods;
        private boolean understood = true;
        private final List<String> namespaces = new ArrayList<>();
        private boolean anywhere;
    }

    static KyvernoMatch read(Values in) {
        Blocks blocks = new Blocks();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "any" -> list(in, blocks);
                    case "all" -> {
                        list(in, blocks);
                        blocks.understood &= blocks.count <= 1;
                    }
                    case "resources" -> {
                        blocks.count++;
                        resources(in, blocks);
                    }
                    default -> {
                        blocks.understood &= in.isNull();
                        in.skip();
                    }
                }
            }
        }
        // One alternative without namespaces looks at all of them; whether at pods, is not told apart here.
        boolean mixed = blocks.anywhere && !blocks.namespaces.isEmpty();
        return new KyvernoMatch(
                blocks.pods,
                blocks.understood && !mixed,
                mixed ? ImmutableList.of() : ImmutableList.copyOf(blocks.namespaces));
    }

    private static void list(Values in, Blocks blocks) {
        if (in.array()) {
            while (in.element()) {
                blocks.count++;
                if (in.object()) {
                    while (in.next()) {
                        if (in.key().equals("resources")) {
                            resources(in, blocks);
                        } else {
                            blocks.understood = false;
                            in.skip();
                        }
                    }
                }
            }
        }
    }

    private static void resources(Values in, Blocks blocks) {
        boolean limited = false;
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "kinds" -> blocks.pods |= in.strings().stream().anyMatch(KyvernoMatch::isPod);
                    case "namespaces" -> {
                        ImmutableList<String> named = in.strings();
                        limited = !named.isEmpty();
                        blocks.namespaces.addAll(named);
                    }
                    default -> {
                        blocks.understood &= in.isNull();
                        in.skip();
                    }
                }
            }
        }
        blocks.anywhere |= !limited;
    }

    /** {@code Pod}, {@code v1/Pod} or a pattern; {@code Pod/exec} is another thing. */
    private static boolean isPod(String kind) {
        String last = kind.substring(kind.lastIndexOf('/') + 1);
        return new Wildcard(last).matches("Pod");
    }
}
