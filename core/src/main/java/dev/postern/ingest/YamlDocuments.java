package dev.postern.ingest;

import java.io.IOException;
import java.io.InputStream;

/**
 * Splits YAML into its documents by lines alone, so that a broken document does not take the rest of the file with it.
 *
 * <p>A line that begins with {@code ---} or {@code ...} ends a document wherever it stands: YAML forbids such lines
 * inside scalars. Comments and directives in front of a marker belong to the document that the marker begins.
 */
final class YamlDocuments {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private boolean endOfInput;

    private int line;
    private boolean atLineStart = true;
    private int previous;

    private int firstLine = 1;
    private boolean marked;
    private boolean hasContent;
    private boolean ended = true;
    private boolean template;
    private boolean endsAfterThisLine;

    /** @param line in which the text begins, from 1 */
    YamlDocuments(InputStream in, int line) {
        this.in = in;
        this.line = line;
    }

    /** Moves to the next document, past what is left of this one; false at the end of the input. */
    boolean next() throws IOException {
        InputStream rest = text();
        byte[] sink = new byte[8192];
        while (!ended) {
            if (rest.read(sink, 0, sink.length) < 0) {
                break;
            }
        }
        if (!fill(1)) {
            return false;
        }
        firstLine = line;
        marked = false;
        hasContent = false;
        template = false;
        ended = false;
        previous = 0;
        return true;
    }

    /** Line of the input, from 1, at which the document's text begins. */
    int firstLine() {
        return firstLine;
    }

    /** Whether two opening braces in a row were passed: a template that was not rendered. */
    boolean sawTemplate() {
        return template;
    }

    /** The bytes of the current document. */
    InputStream text() {
        return new InputStream() {
            private final byte[] one = new byte[1];

            @Override
            public int read() throws IOException {
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int start, int length) throws IOException {
                return copy(target, start, length);
            }
        };
    }

    private int copy(byte[] target, int start, int length) throws IOException {
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        int copied = 0;
        while (copied < length) {
            if (position == limit && !fill(1)) {
                ended = true;
                break;
            }
            if (atLineStart) {
                if (copied > 0 && limit - position < 4) {
                    break; // looking ahead may move the buffer: hand over what there is first
                }
                if (isEnd()) {
                    ended = true;
                    break;
                }
                atLineStart = false;
            }
            byte next = buffer[position++];
            target[start + copied++] = next;
            if (next == '\n') {
                line++;
                atLineStart = true;
                if (endsAfterThisLine) {
                    endsAfterThisLine = false;
                    ended = true;
                    break;
                }
            } else if (next == '{' && previous == '{') {
                template = true;
            }
            previous = next;
        }
        return copied == 0 ? -1 : copied;
    }

    /** Looks at the line ahead: whether it begins the next document. */
    private boolean isEnd() throws IOException {
        fill(4);
        if (isMarker('-')) {
            boolean split = marked || hasContent;
            marked = true;
            return split;
        }
        if (isMarker('.')) {
            endsAfterThisLine = true;
            return false;
        }
        if (!hasContent) {
            int first = firstOfLine();
            hasContent = first != '#' && first != '\n' && first != '\r' && first != '%';
        }
        return false;
    }

    private boolean isMarker(char c) {
        if (limit - position < 3 || buffer[position] != c || buffer[position + 1] != c || buffer[position + 2] != c) {
            return false;
        }
        if (limit - position == 3) {
            return true;
        }
        int after = buffer[position + 3];
        return after == ' ' || after == '\t' || after == '\r' || after == '\n';
    }

    /** First character of the line that is no space; any letter when the buffer ends before it. */
    private int firstOfLine() {
        for (int i = position; i < limit; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t') {
                return buffer[i];
            }
        }
        return endOfInput ? '\n' : 'x';
    }

    /** Sees to it that that many bytes are in the buffer; false when the input ends before. */
    private boolean fill(int wanted) throws IOException {
        if (limit - position >= wanted) {
            return true;
        }
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        while (limit < wanted && !endOfInput) {
            int read = in.read(buffer, limit, buffer.length - limit);
            endOfInput = read < 0;
            limit += Math.max(0, read);
        }
        return limit >= wanted;
    }
}
