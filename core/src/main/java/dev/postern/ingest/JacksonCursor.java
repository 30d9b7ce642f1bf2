package dev.postern.ingest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.postern.model.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over Jackson's tokens, which objects in memory are turned into; JSON text has {@link JsonCursor}. Strings that nobody asks for are
 * passed over without being decoded.
 */
final class JacksonCursor implements Cursor {
    private final JsonParser parser;
    private String key = "";

    JacksonCursor(JsonParser parser) {
        this.parser = parser;
    }

    /** Moves to the next top-level value; false at the end of the input. */
    boolean nextDocument() {
        return next() != null;
    }

    @Override
    public Kind kind() {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return Kind.NULL;
        }
        switch (token) {
            case START_OBJECT:
                return Kind.OBJECT;
            case START_ARRAY:
                return Kind.ARRAY;
            case VALUE_STRING:
                return Kind.STRING;
            case VALUE_NUMBER_INT:
                return fitsLong() ? Kind.INTEGER : Kind.FRACTION;
            case VALUE_NUMBER_FLOAT:
                return Kind.FRACTION;
            case VALUE_TRUE:
            case VALUE_FALSE:
                return Kind.BOOLEAN;
            default:
                return Kind.NULL;
        }
    }

    private boolean fitsLong() {
        try {
            JsonParser.NumberType type = parser.getNumberType();
            return type == JsonParser.NumberType.INT || type == JsonParser.NumberType.LONG;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void enterObject() {}

    @Override
    public boolean nextKey() {
        try {
            String name = parser.nextFieldName();
            if (name == null) {
                if (parser.currentToken() == null) {
                    throw truncated();
                }
                return false;
            }
            key = name;
        } catch (IOException e) {
            throw failure(e);
        }
        if (next() == null) {
            throw truncated();
        }
        return true;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public void enterArray() {}

    @Override
    public boolean nextElement() {
        JsonToken token = next();
        if (token == null) {
            throw truncated();
        }
        return token != JsonToken.END_ARRAY;
    }

    @Override
    public String text() {
        try {
            String text = parser.getText();
            return text == null ? "" : text;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public long integer() {
        try {
            return parser.getLongValue();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public boolean bool() {
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    @Override
    public void skip() {
        try {
            parser.skipChildren();
            if (parser.currentToken() == null) {
                throw truncated();
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public int line() {
        return Math.max(0, parser.currentTokenLocation().getLineNr());
    }

    @Override
    public int column() {
        return Math.max(0, parser.currentTokenLocation().getColumnNr());
    }

    @Override
    public long offset() {
        return parser.currentTokenLocation().getByteOffset();
    }

    private @Nullable JsonToken next() {
        try {
            return parser.nextToken();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private MalformedInput truncated() {
        JsonLocation at = parser.currentLocation();
        return new MalformedInput(
                "truncated",
                "the JSON ends in the middle of a value: the file is probably cut off; write it again",
                at.getLineNr(),
                at.getColumnNr());
    }

    /** Jackson's own messages may quote the input, and so a secret: only the shape of the error is passed on. */
    private RuntimeException failure(IOException e) {
        if (!(e instanceof JsonProcessingException json)) {
            return new UncheckedIOException(e);
        }
        if (e instanceof JsonEOFException) {
            return truncated();
        }
        JsonLocation at = json.getLocation() == null ? parser.currentLocation() : json.getLocation();
        String original = String.valueOf(json.getOriginalMessage());
        if (e instanceof StreamConstraintsException) {
            return original.contains("nesting depth")
                    ? new MalformedInput(
                            "too-deep",
                            "objects and lists are nested more than " + Limits.DEPTH + " deep",
                            at.getLineNr(),
                            at.getColumnNr())
                    : new MalformedInput(
                            "too-large", "a name, number or string is too long", at.getLineNr(), at.getColumnNr());
        }
        return new MalformedInput(
                "malformed", "this is not valid JSON" + character(original), at.getLineNr(), at.getColumnNr());
    }

    /** {@code : unexpected character 'x'} where Jackson names one. */
    private static String character(String message) {
        int code = message.indexOf("(code ");
        int end = code < 0 ? -1 : message.indexOf(")", code);
        if (end < 0) {
            return "";
        }
        String digits = message.substring(code + 6, end).replaceAll("\\D.*", "");
        if (digits.isEmpty() || digits.length() > 7) {
            return "";
        }
        int point = Integer.parseInt(digits);
        return Character.isValidCodePoint(point)
                ? ": unexpected character '" + Printable.of(Character.toString(point), Limits.SHOWN) + "'"
                : "";
    }
}
