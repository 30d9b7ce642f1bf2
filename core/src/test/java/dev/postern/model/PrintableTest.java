package dev.postern.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "web-0", "~!\\u{1b}", "größe", "日本", "😀"})
    void leavesWhatPeopleSee(String text) {
        assertThat(Printable.of(text)).isEqualTo(text);
    }

    /** Control, bidirectional override, zero width, tag, separator, byte order mark, lone surrogate, private use. */
    @ParameterizedTest
    @ValueSource(ints = {0, 7, 0x0a, 0x1b, 0x7f, 0x9b, 0x202e, 0x2066, 0x200b, 0xe0041, 0x2028, 0xfeff, 0xd800, 0xe000})
    void writesDownWhatTheyDoNot(int point) {
        String text = "a" + new String(Character.toChars(point)) + "b";
        assertThat(Printable.of(text)).isEqualTo("a\\u{" + Integer.toHexString(point) + "}b");
    }

    @ParameterizedTest
    @CsvSource({"abcd, 4, abcd", "abcde, 4, abc…", "ab😀d, 4, ab…", "a😀cde, 4, a😀…"})
    void cutsBetweenCharacters(String text, int longest, String shown) {
        assertThat(Printable.of(text, longest)).isEqualTo(shown);
    }
}
