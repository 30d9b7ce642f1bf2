package dev.postern.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Selectors as kubectl takes them, against the labels app=web, tier=front. */
final class SelectorTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app=web | true",
                "app==web | true",
                "app=db | false",
                "app!=db | true",
                "missing!=db | true",
                "app in (db, web) | true",
                "app notin (db,web) | false",
                "app in (db,web),tier=back | false",
                "app in (db,web),tier | true",
                "!missing | true",
                "!app | false",
                "missing | false",
                "inside=x | false",
            })
    void matches(String selector, boolean expected) {
        assertThat(LabelSelector.parse(selector).matches(Map.of("app", "web", "tier", "front")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "app=web,", "app in web", "a b", "app=(x)", "=x"})
    void whatIsNoSelectorIsRefused(String selector) {
        assertThatThrownBy(() -> LabelSelector.parse(selector))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("app=payments");
    }
}
