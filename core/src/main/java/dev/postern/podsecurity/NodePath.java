package dev.postern.podsecurity;

import com.google.common.base.Splitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Paths of a Linux node, compared by ancestry. Canonical form: absolute, no empty, {@code .} or {@code ..} segment, no
 * trailing slash, and {@code /run} for {@code /var/run}, which is a symbolic link to it on every current distribution.
 *
 * <p>Because it is a link with an absolute target, a mount of {@code /var} does not show what lies in {@code /run}: inside
 * the container the link points into the container's own tree.
 */
final class NodePath {
    private static final Splitter SEGMENTS = Splitter.on('/').omitEmptyStrings();

    private NodePath() {}

    /** The canonical form; a relative path counts from the root. {@code ..} never leads above the root. */
    static String canonical(String path) {
        return below("", path);
    }

    /**
     * The canonical form of {@code relative} inside {@code base}; {@code ..} never leads out of {@code base}, and neither
     * does the link {@code /var/run} when the base is {@code /var}: the kubelet refuses such a {@code subPath}.
     */
    static String join(String base, String relative) {
        String canonicalBase = canonical(base);
        return below(canonicalBase.equals("/") ? "" : canonicalBase, relative);
    }

    private static String below(String base, String path) {
        Deque<String> kept = new ArrayDeque<>();
        for (String segment : SEGMENTS.split(path)) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        List<String> segments = new ArrayList<>(kept);
        if (base.isEmpty()
                && segments.size() >= 2
                && segments.get(0).equals("var")
                && segments.get(1).equals("run")) {
            segments.remove(0);
        }
        String joined = String.join("/", segments);
        if (joined.isEmpty()) {
            return base.isEmpty() ? "/" : base;
        }
        return base + "/" + joined;
    }

    /** Whether {@code ancestor} is {@code path} or a directory above it. Both must be canonical. */
    static boolean covers(String ancestor, String path) {
        return ancestor.equals("/")
                || ancestor.equals(path)
                || (path.length() > ancestor.length()
                        && path.startsWith(ancestor)
                        && path.charAt(ancestor.length()) == '/');
    }
}
