package dev.postern.path;

import com.google.common.collect.ImmutableSet;
import java.util.Locale;

/**
 * The ways to write the image of a container. A name without a registry is one of Docker Hub's, and there one without a
 * slash is in {@code library/}; an image that states neither tag nor digest has the tag {@code latest}. Source: the
 * reference grammar of distribution ({@code reference.ParseNormalizedNamed}), by which runtimes read the field.
 */
final class ImageName {
    private static final String HUB = "docker.io";
    private static final String OLD_HUB = "index.docker.io";
    private static final String OFFICIAL = "library/";
    private static final String LATEST = "latest";

    private final ImmutableSet<String> names;
    private final String tag;
    private final String digest;

    private ImageName(ImmutableSet<String> names, String tag, String digest) {
        this.names = names;
        this.tag = tag;
        this.digest = digest;
    }

    /** Reads the text of a container's {@code image}; nothing is refused. */
    static ImageName of(String written) {
        int at = written.indexOf('@');
        String digest = at < 0 ? "" : written.substring(at);
        String tagged = at < 0 ? written : written.substring(0, at);
        // A colon in front of the last slash belongs to the registry's port.
        int colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
        String name = colon < 0 ? tagged : tagged.substring(0, colon);
        String tag = colon >= 0 ? tagged.substring(colon) : digest.isEmpty() ? ":" + LATEST : "";
        return new ImageName(names(name), tag, digest);
    }

    private static ImmutableSet<String> names(String written) {
        int slash = written.indexOf('/');
        String first = slash < 0 ? "" : written.substring(0, slash);
        boolean registry = first.contains(".")
                || first.contains(":")
                || first.equals("localhost")
                || !first.toLowerCase(Locale.ROOT).equals(first);
        String host = registry ? first : HUB;
        String path = registry ? written.substring(slash + 1) : written;
        if (!host.equals(HUB) && !host.equals(OLD_HUB)) {
            return ImmutableSet.of(written);
        }
        String full = path.contains("/") ? path : OFFICIAL + path;
        String familiar = full.startsWith(OFFICIAL) ? full.substring(OFFICIAL.length()) : full;
        return ImmutableSet.of(written, HUB + "/" + full, familiar);
    }

    /** Every form: each name alone, with its tag, with its digest, with both. */
    ImmutableSet<String> forms() {
        ImmutableSet.Builder<String> forms = ImmutableSet.builder();
        for (String name : names) {
            forms.add(name, name + tag, name + digest, name + tag + digest);
        }
        return forms.build();
    }
}
