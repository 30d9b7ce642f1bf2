package dev.postern.ingest;

import dev.postern.model.Printable;
import java.nio.charset.StandardCharsets;

/**
 * Tells where the tokens of a JSON text (RFC 8259) end, and what they say. Strings are scanned eight bytes at a time.
 * Everything is checked, also what is passed over, UTF-8 included.
 */
final class JsonScanner {
    /** Characters of a name; as Jackson has it. */
    private static final int NAME_LENGTH = 50_000;

    /** Characters of a number; as Jackson has it. */
    private static final int NUMBER_LENGTH = 1000;

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long SPACES = ' ' * ONES;

    private final JsonBytes in;
    private final boolean[] objects = new boolean[Limits.DEPTH + 1];

    /** Whether the string that was scanned last is ASCII without escapes. */
    private boolean plain;

    JsonScanner(JsonBytes in) {
        this.in = in;
    }

    boolean isPlain() {
        return plain;
    }

    /** Passes over the string that begins here. */
    void string() {
        byte[] bytes = in.bytes;
        int i = in.at + 1;
        plain = true;
        while (true) {
            long stops = stops(JsonBytes.eight(bytes, i));
            if (stops == 0) {
                i += 8;
                continue;
            }
            i += Long.numberOfTrailingZeros(stops) >>> 3;
            byte b = bytes[i];
            if (b == '"') {
                in.at = i + 1;
                return;
            }
            in.at = i;
            if (b == '\\') {
                plain = false;
                escape();
            } else if (b < 0) {
                plain = false;
                in.has(4);
                int length = Utf8.length(in.bytes, in.at);
                if (length == 0) {
                    throw malformed("this is not valid UTF-8");
                }
                in.at += length;
            } else if (in.at < in.end) {
                throw unexpected();
            } else if (in.start != JsonBytes.NOWHERE && in.at - in.start > Limits.STRING_LENGTH) {
                throw tooLarge();
            } else if (!in.more()) {
                throw truncated();
            }
            i = in.at;
            bytes = in.bytes;
        }
    }

    /** The high bit of each byte that is a quote, a backslash, a control character or no ASCII; the lowest is exact. */
    private static long stops(long eight) {
        long quote = eight ^ QUOTES;
        long backslash = eight ^ BACKSLASHES;
        return (quote - ONES & ~quote | backslash - ONES & ~backslash | eight - SPACES & ~eight | eight) & HIGH;
    }

    private void escape() {
        if (!in.has(2)) {
            throw truncated();
        }
        in.at++;
        switch (in.bytes[in.at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> in.at++;
            case 'u' -> {
                if (!in.has(5)) {
                    throw truncated();
                }
                in.at++;
                for (int end = in.at + 4; in.at < end; in.at++) {
                    if (Character.digit(in.bytes[in.at], 16) < 0) {
                        throw unexpected();
                    }
                }
            }
            default -> throw unexpected();
        }
    }

    /** Whether a line of YAML's begins here that ends a document: three dashes or dots. */
    boolean isMarker() {
        byte b = in.bytes[in.at];
        if ((b != '-' && b != '.') || column(in.at) != 1 || !in.has(3)) {
            return false;
        }
        if (in.bytes[in.at + 1] != b || in.bytes[in.at + 2] != b) {
            return false;
        }
        return !in.has(4) || in.bytes[in.at + 3] <= ' ';
    }

    /** Passes over the rest of the line. */
    void comment() {
        while (!in.isEnd() && in.bytes[in.at] != '\n' && in.bytes[in.at] != '\r') {
            in.at++;
        }
    }

    /** Whether a document that begins here is YAML, and no JSON. */
    boolean startsYaml() {
        byte b = in.bytes[in.at];
        return b != '{' && b != '[' && b != 0;
    }

    /** Passes over the name of a field and the colon behind it. */
    void name() {
        if (in.next() != '"') {
            throw unexpected();
        }
        long from = in.offset(in.at);
        string();
        if (in.offset(in.at) - from - 2 > NAME_LENGTH) {
            throw tooLarge();
        }
    }

    void colon() {
        if (in.next() != ':') {
            throw unexpected();
        }
        in.at++;
    }

    /** Passes over the number, true, false or null that begins here; what kind of value it is. */
    Cursor.Kind scalar() {
        byte b = in.bytes[in.at];
        if (b == '-' || b >= '0' && b <= '9') {
            return number();
        }
        switch (b) {
            case 't':
                return literal("true", Cursor.Kind.BOOLEAN);
            case 'f':
                return literal("false", Cursor.Kind.BOOLEAN);
            case 'n':
                return literal("null", Cursor.Kind.NULL);
            default:
                throw unexpected();
        }
    }

    private Cursor.Kind literal(String text, Cursor.Kind kind) {
        boolean whole = in.has(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (in.at == in.end) {
                throw truncated();
            }
            if (in.bytes[in.at] != text.charAt(i)) {
                throw unexpected();
            }
            in.at++;
        }
        if (whole && in.has(1) && Character.isJavaIdentifierPart(in.bytes[in.at])) {
            throw unexpected();
        }
        return kind;
    }

    private Cursor.Kind number() {
        if (in.start == JsonBytes.NOWHERE) {
            in.start = in.at;
            Cursor.Kind kind = number();
            in.start = JsonBytes.NOWHERE;
            return kind;
        }
        boolean fraction = false;
        while (true) {
            byte b = in.bytes[in.at];
            if (b >= '0' && b <= '9' || b == '-') {
                in.at++;
            } else if (b == '.' || b == 'e' || b == 'E' || b == '+') {
                fraction = true;
                in.at++;
            } else if (in.at < in.end || !in.more()) {
                break;
            }
            if (in.at - in.start > NUMBER_LENGTH) {
                throw tooLarge();
            }
        }
        int length = in.at - in.start;
        if (fraction || length > 18 || in.bytes[in.start] == '-' || in.bytes[in.start] == '0') {
            return JsonNumber.kind(number(length), this);
        }
        for (int i = in.start; i < in.at; i++) {
            if (in.bytes[i] == '-') {
                throw unexpected();
            }
        }
        return Cursor.Kind.INTEGER;
    }

    private String number(int length) {
        return new String(in.bytes, in.start, length, StandardCharsets.ISO_8859_1);
    }

    /** Passes over the object or array that begins here. */
    void skip(int depth) {
        int inside = 0;
        while (true) {
            byte b = in.next();
            if (b == '"') {
                string();
            } else if (b == '{' || b == '[') {
                boolean object = b == '{';
                if (depth + inside >= Limits.DEPTH) {
                    throw tooDeep();
                }
                objects[inside++] = object;
                in.at++;
                if (in.next() == (object ? '}' : ']')) {
                    in.at++;
                    inside--;
                } else {
                    field(object);
                    continue;
                }
            } else {
                scalar();
            }
            while (true) {
                if (inside == 0) {
                    return;
                }
                boolean object = objects[inside - 1];
                b = in.next();
                if (b == ',') {
                    in.at++;
                    field(object);
                    break;
                }
                if (b != (object ? '}' : ']')) {
                    throw unexpected();
                }
                in.at++;
                inside--;
            }
        }
    }

    private void field(boolean object) {
        if (object) {
            name();
            colon();
        }
    }

    /** Text of the string whose quotes stand at these places. */
    String text(int open, int close) {
        if (plain) {
            return new String(in.bytes, open + 1, close - open - 1, StandardCharsets.ISO_8859_1);
        }
        StringBuilder text = new StringBuilder(close - open);
        int run = open + 1;
        int i = run;
        while (i < close) {
            if (in.bytes[i] != '\\') {
                i++;
                continue;
            }
            text.append(new String(in.bytes, run, i - run, StandardCharsets.UTF_8));
            char escape = (char) in.bytes[i + 1];
            i += 2;
            switch (escape) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    int unit = 0;
                    for (int end = i + 4; i < end; i++) {
                        unit = unit << 4 | Character.digit(in.bytes[i], 16);
                    }
                    text.append((char) unit);
                }
                default -> text.append(escape);
            }
            run = i;
        }
        return text.append(new String(in.bytes, run, close - run, StandardCharsets.UTF_8))
                .toString();
    }

    /** That the byte here cannot stand here, or that there is none. The text itself is not repeated but for one character. */
    MalformedInput unexpected() {
        if (in.isEnd()) {
            return truncated();
        }
        in.has(4);
        int length = Math.max(1, Utf8.length(in.bytes, in.at));
        String character = new String(in.bytes, in.at, length, StandardCharsets.UTF_8);
        return malformed(
                "this is not valid JSON: unexpected character '" + Printable.of(character, Limits.SHOWN) + "'");
    }

    MalformedInput noNumber() {
        return in.isEnd() ? truncated() : malformed("this is not valid JSON: a number is not written as JSON has it");
    }

    private MalformedInput malformed(String message) {
        return failure("malformed", message);
    }

    MalformedInput truncated() {
        return failure(
                "truncated", "the JSON ends in the middle of a value: the file is probably cut off; write it again");
    }

    MalformedInput tooDeep() {
        return failure("too-deep", "objects and lists are nested more than " + Limits.DEPTH + " deep");
    }

    private MalformedInput tooLarge() {
        return failure("too-large", "a name, number or string is too long");
    }

    private MalformedInput failure(String code, String message) {
        return new MalformedInput(code, message, in.line, column(in.at));
    }

    int column(int index) {
        return (int) (in.offset(index) - in.lineStart) + 1;
    }
}
