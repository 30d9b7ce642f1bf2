package dev.postern.model;

import java.util.Locale;

/**
 * The image of a container, taken apart. A name without a registry is one of Docker Hub's, and there one without a slash is
 * in {@code library/}. Source: the reference grammar of distribution ({@code reference.ParseNormalizedNamed}), by which
 * runtimes read the field.
 *
 * @param name as written, without tag and digest
 * @param tag with the colon in front; empty when there is none
 * @param digest with the at sign in front; empty when there is none
 */
public record ImageReference(String name, String tag, String digest) {
    private static final String OFFICIAL = "library/";

    /** Reads the text of a container's {@code image}; nothing is refused. */
    public static ImageReference parse(String written) {
        int at = written.indexOf('@');
        String tagged = at < 0 ? written : written.substring(0, at);
        // A colon in front of the last slash belongs to the registry's port.
        int colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
        return new ImageReference(
                colon < 0 ? tagged : tagged.substring(0, colon),
                colon < 0 ? "" : tagged.substring(colon),
                at < 0 ? "" : written.substring(at));
    }

    /** The registry as written; empty when none is. */
    public String registry() {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean registry = first.contains(".")
                || first.contains(":")
                || first.equals("localhost")
                || !first.toLowerCase(Locale.ROOT).equals(first);
        return registry ? first : "";
    }

    public boolean isOnDockerHub() {
        String registry = registry();
        return registry.isEmpty() || registry.equals("docker.io") || registry.equals("index.docker.io");
    }

    /** The repository in its registry, on Docker Hub in its full form. */
    public String path() {
        String registry = registry();
        String path = registry.isEmpty() ? name : name.substring(registry.length() + 1);
        return isOnDockerHub() && !path.contains("/") ? OFFICIAL + path : path;
    }

    /** {@link #path()} as people write it: without {@code library/} on Docker Hub. */
    public String familiarPath() {
        String path = path();
        return isOnDockerHub() && path.startsWith(OFFICIAL) ? path.substring(OFFICIAL.length()) : path;
    }
}
