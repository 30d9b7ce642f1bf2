package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cursor over bytes sees what the one over Jackson's tokens sees, and refuses what that refuses. */
class JsonCursorTest {
    private static final String DOCUMENT = """
            {"apiVersion":"v1","kind":"List","items":[
              {"kind":"Pod","metadata":{"name":"a-\\u00e9\\n\\"x\\"","labels":{"é":"日本","app":"😀 smile"}},
               "n":[0,-1,17,123456789012345678,9223372036854775807,9223372036854775808,1.5,-2e10,1E+3,0.25],
               "b":[true,false,null,{},[],"","\\\\\\/\\b\\f\\r\\t\\ud83d\\ude00"]}
            , {"spec" : { "deep":[[[{"x":[1,{"y":"z"}]}]]] } } ]}
            {"second":true} [1] "text" 12 null
            """;

    /** What a walk sees; the last entry tells how it ended. Skips and readings are drawn from the seed. */
    private static List<String> walk(Cursor in, java.util.function.BooleanSupplier nextDocument, long seed) {
        List<String> seen = new ArrayList<>();
        Random random = new Random(seed);
        try {
            while (nextDocument.getAsBoolean()) {
                value(in, random, seen);
            }
            seen.add("end");
        } catch (MalformedInput e) {
            seen.add(e.code());
        }
        return seen;
    }

    private static void value(Cursor in, Random random, List<String> seen) {
        Cursor.Kind kind = in.kind();
        seen.add(kind + " at " + in.line() + ":" + in.column() + " " + in.offset());
        if (random.nextInt(8) == 0) {
            in.skip();
            return;
        }
        switch (kind) {
            case OBJECT -> {
                in.enterObject();
                while (in.nextKey()) {
                    seen.add(in.key());
                    value(in, random, seen);
                }
            }
            case ARRAY -> {
                in.enterArray();
                while (in.nextElement()) {
                    value(in, random, seen);
                }
            }
            case INTEGER -> seen.add("" + in.integer());
            case BOOLEAN -> seen.add("" + in.bool());
            case STRING -> {
                String text = in.text();
                assertThat(in.symbol()).isEqualTo(text);
                seen.add(text);
            }
            default -> seen.add("");
        }
    }

    private static List<String> jackson(byte[] text, long seed) {
        try (JsonParser parser = Json.factory().createParser(text)) {
            JacksonCursor cursor = new JacksonCursor(parser);
            return walk(cursor, cursor::nextDocument, seed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands out the text in drops, so that every place is once the end of the window. */
    private static List<String> ours(byte[] text, long seed, int drop) {
        InputStream drops = new FilterInputStream(new ByteArrayInputStream(text)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(drop, length));
            }
        };
        try (JsonCursor cursor = new JsonCursor(drops)) {
            return walk(cursor, cursor::nextDocument, seed);
        }
    }

    private static void compare(byte[] text, long seed) {
        List<String> expected = jackson(text, seed);
        List<String> found = ours(text, seed, List.of(1, 7, 100, 1 << 16).get((int) (seed % 4)));
        // Jackson lets some ill-formed UTF-8 through, and takes an end behind a comma for a mistake.
        if (isUtf8(text) && !(last(found).equals("truncated") && last(expected).equals("malformed"))) {
            assertThat(last(found)).as(() -> difference(text, expected, found)).isEqualTo(last(expected));
        }
        // One looks at a scalar on arrival, the other when it is read or left: a mistake in it comes one entry apart.
        int common = last(found).equals("end") ? found.size() : Math.min(found.size(), expected.size()) - 1;
        assertThat(found.subList(0, common))
                .as(() -> difference(text, expected, found))
                .isEqualTo(expected.subList(0, common));
    }

    private static String last(List<String> seen) {
        return seen.get(seen.size() - 1);
    }

    private static String difference(byte[] text, List<String> expected, List<String> found) {
        int at = 0;
        while (at < Math.min(expected.size(), found.size()) && expected.get(at).equals(found.get(at))) {
            at++;
        }
        return new String(text, StandardCharsets.UTF_8) + " entry " + at;
    }

    private static boolean isUtf8(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Test
    void seesWhatJacksonSees() {
        for (int seed = 0; seed < 200; seed++) {
            compare(DOCUMENT.getBytes(StandardCharsets.UTF_8), seed);
        }
    }

    @Test
    void refusesWhatJacksonRefuses() {
        Random random = new Random(7);
        String alphabet = "{}[]\",:\\u0123456789eE+-.truefalsn \n\t\r/x\u0001\u00e9\u65e5";
        for (int i = 0; i < 30_000; i++) {
            StringBuilder text = new StringBuilder(DOCUMENT);
            for (int change = 1 + random.nextInt(3); change > 0 && text.length() > 1; change--) {
                int at = random.nextInt(text.length());
                char other = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(4)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, other);
                    case 2 -> text.setCharAt(at, other);
                    default -> text.setLength(Math.max(1, at));
                }
            }
            compare(text.toString().getBytes(StandardCharsets.UTF_8), i);
        }
    }

    @Test
    void checksUtf8AlsoInWhatIsPassedOver() {
        Random random = new Random(11);
        byte[] document = DOCUMENT.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 10_000; i++) {
            byte[] text = document.clone();
            text[random.nextInt(text.length)] = (byte) (0x80 | random.nextInt(0x80));
            compare(text, i);
            if (!isUtf8(text)) {
                assertThat(ours(text, i, 1 << 16)).last().isIn("malformed", "truncated");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {999, 1000, 1001, 5000})
    void isAsDeepAsJackson(int depth) {
        String nested = "[".repeat(depth) + "]".repeat(depth);
        for (int seed = 0; seed < 20; seed++) {
            compare(nested.getBytes(StandardCharsets.UTF_8), seed);
            compare(("{\"a\":" + nested + "}").getBytes(StandardCharsets.UTF_8), seed);
        }
    }

    @Test
    void takesNamesAndNumbersAsLongAsJacksonDoes() {
        for (int seed = 0; seed < 4; seed++) {
            for (int more = -1; more <= 1; more++) {
                compare(("{\"" + "k".repeat(50_000 + more) + "\":1}").getBytes(StandardCharsets.UTF_8), seed);
                compare(("[" + "1".repeat(1000 + more) + "]").getBytes(StandardCharsets.UTF_8), seed);
            }
            compare(("[\"" + "x".repeat(1 << 20) + "\",1]").getBytes(StandardCharsets.UTF_8), seed);
        }
    }
}
