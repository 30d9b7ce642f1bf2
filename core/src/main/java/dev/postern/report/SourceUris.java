package dev.postern.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Names of files as SARIF wants them: relative to a root that the reader of the document knows (the checkout), or else
 * absolute; percent-encoded as RFC 3986 says, with slashes on every system.
 */
final class SourceUris {
    /** The name under which the document speaks of the root. */
    static final String ROOT_ID = "SRCROOT";

    private static final String UNRESERVED = "-._~!$&'()*+,;=@/";

    private final Path root;

    SourceUris(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** Whether the URI of this file is relative to the root. */
    boolean isUnderRoot(String file) {
        return !uri(file).startsWith("file:");
    }

    String uri(String file) {
        Path absolute;
        try {
            absolute = root.resolve(file).normalize();
        } catch (InvalidPathException e) {
            return encoded(file); // no name of a file here, but perhaps where the object was read
        }
        boolean under = absolute.startsWith(root) && !absolute.equals(root);
        String path = (under ? root.relativize(absolute) : absolute).toString().replace('\\', '/');
        return under ? encoded(path) : "file://" + (path.startsWith("/") ? "" : "/") + encoded(path);
    }

    private static String encoded(String path) {
        StringBuilder uri = new StringBuilder();
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            char symbol = (char) (octet & 0xff);
            boolean plain = symbol >= 'a' && symbol <= 'z'
                    || symbol >= 'A' && symbol <= 'Z'
                    || symbol >= '0' && symbol <= '9'
                    || UNRESERVED.indexOf(symbol) >= 0;
            uri.append(plain ? String.valueOf(symbol) : String.format(Locale.ROOT, "%%%02X", (int) symbol));
        }
        return uri.toString();
    }
}
