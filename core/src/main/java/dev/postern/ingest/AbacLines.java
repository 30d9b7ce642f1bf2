package dev.postern.ingest;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Policy files of the ABAC authorizer: one JSON object a line, empty lines, and lines that begin with {@code #}. Here such
 * a file is told from others, and its comments are blanked, so that what is left reads as JSON with its lines and offsets.
 *
 * <p>A file is one if its first line with contents is an object of {@link AbacPolicyReader#GROUP}. Of files whose lines have
 * no version only those called {@code *.jsonl} are taken for one, and only if the first line has fields of a policy and no
 * others: anything else that happens to be JSON lines is no policy that allows everybody everything.
 */
final class AbacLines {
    private static final Splitter LINES = Splitter.on('\n');
    private static final ImmutableSet<String> FIELDS =
            ImmutableSet.of("user", "group", "readonly", "resource", "namespace", "nonResourcePath");
    /** A flat object: its keys with strings or booleans. */
    private static final Pattern FLAT = Pattern.compile(
            "\\{\\s*\"(\\w+)\"\\s*:\\s*(\"[^\"\\\\]*\"|true|false)(\\s*,\\s*\"\\w+\"\\s*:\\s*(\"[^\"\\\\]*\"|true|false))*\\s*}");

    private static final Pattern KEY = Pattern.compile("\"(\\w+)\"\\s*:");

    private AbacLines() {}

    static boolean looksLikePolicies(byte[] head, String file) {
        Optional<String> first = LINES.splitToStream(new String(head, StandardCharsets.UTF_8))
                .map(line -> line.startsWith("\uFEFF") ? line.substring(1).strip() : line.strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst();
        if (first.isEmpty() || !first.get().startsWith("{")) {
            return false;
        }
        String line = first.get();
        boolean versioned = line.contains("\"" + AbacPolicyReader.GROUP + "/") && line.contains("\"kind\"");
        return versioned || isCalledLines(file) && isUnversioned(line);
    }

    private static boolean isUnversioned(String line) {
        if (!FLAT.matcher(line).matches()) {
            return false;
        }
        Matcher keys = KEY.matcher(line);
        while (keys.find()) {
            if (!FIELDS.contains(keys.group(1))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isCalledLines(String file) {
        return file.endsWith(".jsonl") || file.endsWith(".jsonl.gz");
    }

    /** The same bytes with each comment turned into spaces. */
    static InputStream withoutComments(InputStream in) {
        return new FilterInputStream(in) {
            private boolean beginning = true;
            private boolean comment;

            @Override
            public int read() throws IOException {
                int next = in.read();
                if (next == '\n') {
                    beginning = true;
                    comment = false;
                    return next;
                }
                if (beginning && next == '#') {
                    comment = true;
                }
                beginning &= next == ' ' || next == '\t' || next == '\r';
                return comment && next >= 0 ? ' ' : next;
            }

            @Override
            public int read(byte[] target, int start, int length) throws IOException {
                int count = 0;
                while (count < length) {
                    int next = read();
                    if (next < 0) {
                        return count == 0 ? -1 : count;
                    }
                    target[start + count++] = (byte) next;
                }
                return count;
            }

            @Override
            public boolean markSupported() {
                return false;
            }
        };
    }
}
