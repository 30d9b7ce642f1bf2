package dev.postern.attack.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.attack.rule.Program.Gain;
import dev.postern.attack.rule.Program.Kind;
import dev.postern.model.Outcome;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ProgramsTest {
    static Iterable<Program> rows() {
        return Programs.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRowSaysWhyAndWhereThatIsWritten(Program row) {
        assertThat(row.why()).isNotBlank().doesNotEndWith(".");
        assertThat(row.source()).startsWith("https://");
        assertThat(row.images())
                .isNotEmpty()
                .allSatisfy(image -> assertThat(image).isNotEmpty());
        assertThat(row.port()).isBetween(0, 65_535);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRowIsOpenByDefaultOrBySomethingThatIsStated(Program row) {
        if (row.isConsole()) {
            assertThat(row.byDefault() || row.conditions().stream().anyMatch(condition -> condition.kind() == Kind.IF))
                    .as(row.name())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aVersionIsOne(Program row) {
        assertThat(row.conditions())
                .filteredOn(condition -> condition.kind() == Kind.BEFORE || condition.kind() == Kind.FROM)
                .allSatisfy(condition ->
                        assertThat(ProgramImage.version(condition.subject())).isPresent());
    }

    @Test
    void aProgramThatAnotherRowNamesIsThere() {
        Set<String> names = Programs.all().stream().map(Program::name).collect(Collectors.toSet());
        assertThat(Programs.all().stream().map(Program::other).filter(other -> !other.isEmpty()))
                .isNotEmpty()
                .isSubsetOf(names);
    }

    @Test
    void aProgramWithoutAStepIsListedAllTheSame() {
        assertThat(Programs.all().stream()
                        .filter(row -> row.gain() == Gain.NOTHING)
                        .map(Program::name))
                .contains("Prometheus", "Alertmanager", "Grafana", "Elasticsearch", "Rancher", "etcd");
    }

    @ParameterizedTest(name = "{0} is of {1}: {2}")
    @CsvSource({
        "jenkins:1.651, library/jenkins, true",
        "docker.io/jenkins:1.651, library/jenkins, true",
        "index.docker.io/jenkins, library/jenkins, true",
        "jenkins/jenkins:2.4, library/jenkins, false",
        "example.com/jenkins:1.651, library/jenkins, false",
        "example.com:5000/a/b/weaveworks/scope, weaveworks/scope, true",
        "weaveworks/scope:1@sha256:00, weaveworks/scope, true",
        "weaveworks/scope/x, weaveworks/scope, false",
        "example.com/tiller, tiller, true",
        "example.com/tiller-x, tiller, false",
        "'', tiller, false",
        "/, tiller, false",
        "':', tiller, false",
        "'@', tiller, false",
    })
    void anImageIsKnownByTheEndOfItsPath(String image, String name, boolean is) {
        assertThat(ProgramImage.of(image).isOf(List.of(name.split("/")))).isEqualTo(is);
    }

    @ParameterizedTest(name = "{0} before {1}: {2}")
    @CsvSource({
        "v1.6.3, 1.7, ALLOWED",
        "1.7.0, 1.7, DENIED",
        "1.7, 1.7, DENIED",
        "1, 1.7, UNKNOWN",
        "2, 2.0, DENIED",
        "1.10.0, 1.10.1, ALLOWED",
        "1.10.1-debian-9-r3, 1.10.1, DENIED",
        "1.9, 1.10.1, ALLOWED",
        "1.10, 1.10.1, UNKNOWN",
        "26-dind, 19.03, DENIED",
        "99999999999, 1, DENIED",
    })
    void aTagOfFewerNumbersMoves(String tag, String bound, Outcome expected) {
        Outcome before = ProgramImage.version(tag)
                .map(version -> ProgramImage.isBefore(
                        version, ProgramImage.version(bound).orElseThrow()))
                .orElse(Outcome.DENIED);
        assertThat(before).isEqualTo(expected);
    }
}
