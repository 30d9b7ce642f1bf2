package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of ports and labels, as the API server takes and refuses them. */
class NamesTest {
    /** Around the letters and digits of ASCII, and one that is a letter elsewhere. */
    private static final List<String> OTHERS = List.of("`", "{", "@", "[", "/", ":", " ", "é");

    @ParameterizedTest
    @ValueSource(strings = {"http", "a", "z", "1a", "a0", "9z", "web-https", "a-b-c", "a23456789012345"})
    void a_port_s_name_has_a_letter_and_single_hyphens_within(String name) {
        assertThat(Names.isPort(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "80",
                "1-2",
                "-",
                "-a",
                "a-",
                "a--b",
                "a-b-",
                "HTTP",
                "hTtp",
                "a_b",
                "a.b",
                "a234567890123456"
            })
    void any_other_name_of_a_port_is_refused(String name) {
        assertThat(Names.isPort(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "z", "A", "Z", "0", "9", "a.b_c-d", "a..b", "v1.2-RC_3"})
    void a_label_s_value_has_dots_dashes_and_underscores_within(String value) {
        assertThat(Names.isLabelValue(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", ".", "-a", "a-", "_a", "a_", ".a", "a.", "a/b"})
    void any_other_value_of_a_label_is_refused(String value) {
        assertThat(Names.isLabelValue(value)).isFalse();
    }

    @Test
    void a_label_s_value_has_at_most_63_characters() {
        assertThat(Names.isLabelValue("x".repeat(63))).isTrue();
        assertThat(Names.isLabelValue("x".repeat(64))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "App_1", "a/b", "example.com/app", "0.a-b.c9/X", "a-b/c", "a--b/c"})
    void a_label_s_key_is_a_name_perhaps_behind_a_domain(String key) {
        assertThat(Names.isLabelKey(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/", "/a", "a/", "a/b/c", "A/b", "a..b/c", "-a/b", "a-/b", ".a/b", "a./b", "a.-b/c", "a-.b/c",
                "a_b/c"
            })
    void any_other_key_of_a_label_is_refused(String key) {
        assertThat(Names.isLabelKey(key)).isFalse();
    }

    @Test
    void a_key_s_domain_has_at_most_253_characters() {
        assertThat(Names.isLabelKey("x".repeat(253) + "/a")).isTrue();
        assertThat(Names.isLabelKey("x".repeat(254) + "/a")).isFalse();
    }

    @Test
    void other_characters_are_in_no_name() {
        for (String other : OTHERS) {
            String name = "a" + other + "b";
            assertThat(Names.isPort(name)).as(name).isFalse();
            assertThat(Names.isLabelValue(name)).as(name).isFalse();
            assertThat(Names.isLabelKey(name + "/c")).as(name + "/c").isFalse();
        }
    }
}
