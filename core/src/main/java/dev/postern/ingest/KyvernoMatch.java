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

    /** One alternative, or several conditions. */
    private static final class Block {
        private boolean pods;
        private boolean understood = true;
        private ImmutableList<String> namespaces = ImmutableList.of();

        private KyvernoMatch match() {
            return new KyvernoMatch(pods, understood, namespaces);
        }
    }

    /** What is matched by all alternatives together. */
    static KyvernoMatch read(Values in) {
        List<KyvernoMatch> all = alternatives(in);
        boolean pods = all.stream().anyMatch(KyvernoMatch::pods);
        boolean understood = all.stream().allMatch(KyvernoMatch::understood);
        boolean anywhere = all.stream().anyMatch(match -> match.namespaces().isEmpty());
        ImmutableList<String> namespaces =
                all.stream().flatMap(match -> match.namespaces().stream()).collect(ImmutableList.toImmutableList());
        // One alternative without namespaces looks at all of them; whether at pods, is not told apart here.
        boolean mixed = anywhere && !namespaces.isEmpty();
        return new KyvernoMatch(pods, understood && !mixed, mixed ? ImmutableList.of() : namespaces);
    }

    /** Each alternative by itself. What is said beside the alternatives makes none of them understood. */
    static List<KyvernoMatch> alternatives(Values in) {
        List<Block> blocks = new ArrayList<>();
        boolean understood = true;
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "any" -> list(in, blocks);
                    case "all" -> {
                        list(in, blocks);
                        understood &= blocks.size() <= 1;
                    }
                    case "resources" -> {
                        Block block = new Block();
                        resources(in, block);
                        blocks.add(block);
                    }
                    default -> {
                        understood &= in.isNull();
                        in.skip();
                    }
                }
            }
        }
        boolean plain = understood;
        return blocks.stream()
                .map(block -> {
                    block.understood &= plain;
                    return block.match();
                })
                .toList();
    }

    private static void list(Values in, List<Block> blocks) {
        if (in.array()) {
            while (in.element()) {
                Block block = new Block();
                if (in.object()) {
                    while (in.next()) {
                        if (in.key().equals("resources")) {
                            resources(in, block);
                        } else {
                            block.understood = false;
                            in.skip();
                        }
                    }
                }
                blocks.add(block);
            }
        }
    }

    private static void resources(Values in, Block block) {
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "kinds" -> block.pods |= in.strings().stream().anyMatch(KyvernoMatch::isPod);
                    case "namespaces" -> block.namespaces = in.strings();
                    default -> {
                        block.understood &= in.isNull();
                        in.skip();
                    }
                }
            }
        }
    }

    /** {@code Pod}, {@code v1/Pod} or a pattern; {@code Pod/exec} is another thing. */
    private static boolean isPod(String kind) {
        String last = kind.substring(kind.lastIndexOf('/') + 1);
        return new Wildcard(last).matches("Pod");
    }
}
