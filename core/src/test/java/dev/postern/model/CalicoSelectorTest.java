package dev.postern.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calico's language of selectors: what it takes, what binds closer, and what is no selector. */
class CalicoSelectorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "all();all()",
                "global( );global()",
                "has( a.b/c );has(a.b/c)",
                "a=='b';a == 'b'",
                "a == \"it's\";a == \"it's\"",
                "a!='b';a != 'b'",
                "a in {'y','x', 'x',};a in {'x', 'y'}",
                "a in { };a in {}",
                "a not  in {\"\"};a not in {''}",
                "a notin {'b'};a not in {'b'}",
                "a contains 'b';a contains 'b'",
                "a starts with 'b';a starts with 'b'",
                "a startswith 'b';a starts with 'b'",
                "a ends \t with 'b';a ends with 'b'",
                "! ! !has(a);!has(a)",
                "!!has(a);has(a)",
                "!a == 'b' && has(c) || has(d);((!a == 'b' && has(c)) || has(d))",
                "has(a) && (has(b) || has(c)) && !(has(d));(has(a) && (has(b) || has(c)) && !has(d))",
                "has(a)||has(b)&&has(c);(has(a) || (has(b) && has(c)))",
                "((a == 'b'));a == 'b'",
                "has == 'has(';has == 'has('",
                "in in {'in'};in in {'in'}",
                "a == 'b || all()';a == 'b || all()'",
            })
    void notations(String text, String expected) {
        assertThat(CalicoSelector.parse(text).notation()).isEqualTo(expected);
        assertThat(CalicoSelector.parse(expected)).isEqualTo(CalicoSelector.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "has(",
                "has(a",
                "has()",
                "has (a)",
                "all",
                "all(a)",
                "!",
                "()",
                "(all()",
                "all())",
                "all() all()",
                "all() & all()",
                "all() && || all()",
                "a",
                "a = 'b'",
                "a === 'b'",
                "a ! = 'b'",
                "a == b",
                "a == 'b",
                "a == 'b\"",
                "a == '' 'b'",
                "'a' == 'b'",
                "a in 'b'",
                "a in {'b'",
                "a in {b}",
                "a in {,}",
                "a in {'b' 'c'}",
                "a not {'b'}",
                "a starts 'b'",
                "a exists",
                "a\n== 'b'",
                "a == 'b';",
                "ä == 'b'",
                "a==\u00a0'b'",
            })
    void no_selectors(String text) {
        assertThat(CalicoSelector.parse(text)).isInstanceOf(CalicoSelector.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t "})
    void blanks_are_everything(String text) {
        assertThat(CalicoSelector.parse(text)).isEqualTo(new CalicoSelector.All());
    }

    @Test
    void bounds_hold_without_an_exception() {
        String open = "(".repeat(CalicoSelector.MAX_DEPTH);
        String close = ")".repeat(CalicoSelector.MAX_DEPTH);
        assertThat(CalicoSelector.parse(open + "all()" + close)).isEqualTo(new CalicoSelector.All());
        assertThat(CalicoSelector.parse("(" + open + "all()" + close + ")")).isInstanceOf(CalicoSelector.Invalid.class);
        assertThat(CalicoSelector.parse("!".repeat(CalicoSelector.MAX_LENGTH - 5) + "all()"))
                .isInstanceOf(CalicoSelector.Not.class);
        assertThat(CalicoSelector.parse(" ".repeat(CalicoSelector.MAX_LENGTH + 1)))
                .isInstanceOf(CalicoSelector.Invalid.class);
        assertThat(CalicoSelector.parse("!(".repeat(8000))).isInstanceOf(CalicoSelector.Invalid.class);
    }

    @Test
    void whatever_is_written_gives_a_selector_or_a_fault_and_reads_again_as_itself() {
        String[] words = {
            "all()",
            "global()",
            "has(",
            ")",
            "(",
            "!",
            "&&",
            "||",
            "a",
            " ",
            "==",
            "!=",
            "'b'",
            "\"",
            "in",
            "not",
            "{",
            "}",
            ",",
            "contains",
            "starts with",
            "ends",
            "with",
            "\u0000",
            "'"
        };
        Random random = new Random(7);
        int selectors = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(10); j >= 0; j--) {
                text.append(words[random.nextInt(words.length)]);
            }
            CalicoSelector selector = CalicoSelector.parse(text.toString());
            if (!(selector instanceof CalicoSelector.Invalid)) {
                selectors++;
                assertThat(CalicoSelector.parse(selector.notation())).isEqualTo(selector);
            }
        }
        assertThat(selectors).isGreaterThan(100);
    }
}
