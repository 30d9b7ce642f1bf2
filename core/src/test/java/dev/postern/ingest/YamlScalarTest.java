package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ingest.Cursor.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlScalarTest {
    @ParameterizedTest
    @ValueSource(strings = {"y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"})
    void readsEveryYaml11WordForTrue(String text) {
        assertThat(YamlScalar.ofPlain(text)).isEqualTo(new YamlScalar(Kind.BOOLEAN, 0, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"})
    void readsEveryYaml11WordForFalse(String text) {
        assertThat(YamlScalar.ofPlain(text)).isEqualTo(new YamlScalar(Kind.BOOLEAN, 0, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~", "null", "Null", "NULL"})
    void readsNull(String text) {
        assertThat(YamlScalar.ofPlain(text).kind()).isEqualTo(Kind.NULL);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "80, 80",
        "-1, -1",
        "+12, 12",
        "0644, 420",
        "0o644, 420",
        "0x1F, 31",
        "-0x10, -16",
        "0b101, 5",
        "1_000, 1000",
        "08, 8",
        "1e3, 1000",
        "80.0, 80",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808"
    })
    void readsIntegersInGosNotations(String text, long value) {
        assertThat(YamlScalar.ofPlain(text)).isEqualTo(new YamlScalar(Kind.INTEGER, value, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "-.5", ".inf", "-.Inf", ".NaN", "1e-3", "9223372036854775808", "1e300"})
    void readsFractionsAndWhatFitsNoLong(String text) {
        assertThat(YamlScalar.ofPlain(text).kind()).isEqualTo(Kind.FRACTION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1:30",
                "2024-01-01",
                "10.0.0.1",
                "10.0.0.0/8",
                "yEs",
                "tru",
                "nULL",
                "v1",
                "-",
                "--",
                "0x",
                "0xg",
                "1.2.3",
                "+",
                ".",
                "..",
                "-x",
                "_1",
                "on ",
                "1e",
                "0b2",
                "١٢"
            })
    void readsEverythingElseAsText(String text) {
        assertThat(YamlScalar.ofPlain(text).kind()).isEqualTo(Kind.STRING);
    }
}
