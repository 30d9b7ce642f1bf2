package dev.postern.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WildcardTest {
    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "Pod, Pod, true",
        "Pod, Pods, false",
        "P?d, Pod, true",
        "*, Pod, true",
        "*, '', true",
        "'', '', true",
        "'', a, false",
        "*Set, Pod, false",
        "*d, Pod, true",
        "a*b*c, axxbxxc, true",
        "a*b*c, axxcxxb, false",
        "kube-*, kube-system, true",
        "kube-*, my-kube-system, false",
    })
    void aPatternFitsTheWholeText(String pattern, String text, boolean fits) {
        assertThat(new Wildcard(pattern).matches(text)).isEqualTo(fits);
    }

    /** Going back to every star would take more than the age of the world. */
    @Test
    void manyStarsTakeNoLongTime() {
        assertThat(new Wildcard("*a".repeat(2_000) + "b").matches("a".repeat(10_000)))
                .isFalse();
    }
}
