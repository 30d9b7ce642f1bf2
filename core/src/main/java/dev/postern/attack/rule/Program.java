package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * One row of {@code programs.txt}: a program behind a port, when it asks for no credentials, and what that gives.
 *
 * @param name as people call it; several rows may have it
 * @param images ends of image paths, part by part
 * @param port where it listens; 0 for a program that other rows refer to
 * @param byDefault whether what no manifest shows may close it all the same
 * @param declared whether a port that nothing declares is none of it
 * @param conditions all must hold
 * @param other the program that the gain is of; empty for the program itself
 * @param why why it is open, or why it is no step
 * @param source where that is documented
 */
record Program(
        String name,
        ImmutableList<ImmutableList<String>> images,
        int port,
        boolean byDefault,
        boolean declared,
        ImmutableList<Condition> conditions,
        Gain gain,
        String other,
        String why,
        String source) {
    /** What somebody has who can send it requests. */
    enum Gain {
        /** Acts as the program's service account. */
        ACCOUNT,
        /** Runs code in its container. */
        CONTAINER,
        /** Has requests passed on to another port. */
        PORT,
        NOTHING
    }

    /** What a condition looks at. */
    enum Kind {
        BEFORE,
        FROM,
        IF,
        UNLESS
    }

    /**
     * @param subject a version, or the name of a program, flag or variable as it is written
     * @param setting the setting that is looked for; empty for a switch that is on
     * @param key the key of a ConfigMap that a variable may come from; empty for none
     */
    record Condition(Kind kind, String subject, String setting, String key) {}

    boolean isConsole() {
        return port > 0 && gain != Gain.NOTHING;
    }

    boolean isIn(ProgramImage image) {
        return images.stream().anyMatch((List<String> name) -> image.isOf(name));
    }
}
