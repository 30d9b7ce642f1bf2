package dev.postern.ingest;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The text of a YAML document for SnakeYAML's scanner, which looks ahead to the end of a scalar or comment. Its own
 * reader copies all of that again for every thousand characters, so that a line of 100 MB takes hours; this one grows
 * geometrically. Marks hold a place and no text, which might be a secret.
 */
final class YamlText extends StreamReader {
    private static final String NAME = "input";
    private static final int[] NO_TEXT = {};

    private final Reader reader;
    private final int firstLine;
    private final char[] chars = new char[8192];
    private int[] data = new int[8192];
    private int pointer;
    private int length;
    private boolean endOfText;
    private boolean badCharacter;
    private int index;
    private int documentIndex;
    private int line;
    private int column;

    /** {@code firstLine}: the line of the input, from 1, at which the text begins. */
    YamlText(Reader reader, int firstLine) {
        super(Reader.nullReader());
        this.reader = reader;
        this.firstLine = firstLine;
    }

    @Override
    public Mark getMark() {
        return new Mark(NAME, index, line, column, NO_TEXT, 0);
    }

    @Override
    public int peek() {
        return pointer < length || has(0) ? data[pointer] : '\0';
    }

    @Override
    public int peek(int ahead) {
        return pointer + ahead < length || has(ahead) ? data[pointer + ahead] : '\0';
    }

    @Override
    public String prefix(int count) {
        int available = available(count); // may move the data
        return new String(data, pointer, available);
    }

    @Override
    public String prefixForward(int count) {
        String prefix = prefix(count);
        int available = available(count);
        pointer += available;
        index += available;
        documentIndex += available;
        // The scanner asks for no line break in this way.
        column += available;
        return prefix;
    }

    private int available(int count) {
        return count == 0 ? 0 : has(count - 1) ? count : length - pointer;
    }

    @Override
    public void forward() {
        forward(1);
    }

    @Override
    public void forward(int count) {
        for (int i = 0; i < count && has(0); i++) {
            int c = data[pointer++];
            index++;
            documentIndex++;
            if (c == '\n' || c == '\r' && peek() != '\n') {
                line++;
                column = 0;
            } else if (c == 0x85 || c == 0x2028 || c == 0x2029) {
                column = 0; // breaks to YAML 1.1, not to an editor: no new line for people
            } else if (c != 0xFEFF) {
                column++;
            }
        }
    }

    @Override
    public int getColumn() {
        return column;
    }

    @Override
    public int getDocumentIndex() {
        return documentIndex;
    }

    @Override
    public void resetDocumentIndex() {
        documentIndex = 0;
    }

    @Override
    public int getIndex() {
        return index;
    }

    @Override
    public int getLine() {
        return line;
    }

    /** Whether there is a character that far ahead; reads until there is. */
    private boolean has(int ahead) {
        while (pointer + ahead >= length && !endOfText) {
            fill();
        }
        return pointer + ahead < length;
    }

    private void fill() {
        if (badCharacter) {
            throw controlCharacter();
        }
        int rest = length - pointer;
        if (rest > Limits.STRING_LENGTH) {
            throw new MalformedInput("too-large", "a string or comment is too long", firstLine + line, column + 1);
        }
        int[] target = rest > data.length / 2 ? new int[data.length * 2] : data;
        System.arraycopy(data, pointer, target, 0, rest);
        data = target;
        pointer = 0;
        length = rest;
        int room = Math.min(chars.length - 1, data.length - rest);
        int read = read(0, room);
        if (read > 0 && Character.isHighSurrogate(chars[read - 1])) {
            read += Math.max(0, read(read, 1));
        }
        if (read < 0) {
            endOfText = true;
            return;
        }
        take(read);
    }

    private void take(int read) {
        for (int i = 0; i < read; ) {
            int point = Character.codePointAt(chars, i, read);
            if (!StreamReader.isPrintable(point)) {
                badCharacter = true;
                return;
            }
            data[length++] = point;
            i += Character.charCount(point);
        }
    }

    private int read(int start, int count) {
        try {
            return reader.read(chars, start, count);
        } catch (CharacterCodingException e) {
            throw new MalformedInput("malformed", "this is not UTF-8 text", lineAhead(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MalformedInput controlCharacter() {
        return new MalformedInput("malformed", "this is not valid YAML: it holds control characters", lineAhead(), 0);
    }

    /** The line at which the characters read so far end. */
    private int lineAhead() {
        return firstLine
                + line
                + (int) Arrays.stream(data, pointer, length)
                        .filter(c -> c == '\n')
                        .count();
    }
}
