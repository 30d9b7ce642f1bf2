package dev.postern.check;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.postern.model.Decision;
import dev.postern.path.AttackPath;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One thing that speaks against an assertion, before it is compared with what is known.
 *
 * @param missing the fact that would settle it; empty where it is certain
 */
record Violation(String id, String title, String missing, Optional<AttackPath> path, Optional<Decision> decision) {
    private static final int ID_LENGTH = 10;

    static Violation of(AttackPath path, String title) {
        return new Violation(path.id(), title, "", Optional.of(path), Optional.empty());
    }

    /** A verdict that speaks against it: by what {@code identity} says, and by whether it is certain. */
    static Violation of(Decision decision, String title, String... identity) {
        return new Violation(
                id(decision.isAllowed() ? "" : "?", identity),
                title,
                decision.isAllowed() ? "" : decision.missing(),
                Optional.empty(),
                Optional.of(decision));
    }

    /** The question cannot be decided. */
    static Violation undecided(String title, String missing, String... identity) {
        return new Violation(id("?", identity), title, missing, Optional.empty(), Optional.empty());
    }

    boolean isUnknown() {
        return !missing.isEmpty();
    }

    OptionalInt effort() {
        return path.map(found -> OptionalInt.of(found.effort())).orElse(OptionalInt.empty());
    }

    private static String id(String kind, String... identity) {
        Hasher hasher = Hashing.sha256().newHasher().putString(kind, StandardCharsets.UTF_8);
        for (String part : identity) {
            hasher.putInt(part.length()).putString(part, StandardCharsets.UTF_8);
        }
        return hasher.hash().toString().substring(0, ID_LENGTH);
    }
}
