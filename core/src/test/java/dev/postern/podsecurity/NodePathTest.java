package dev.postern.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodePathTest {
    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource({
        "/, /",
        "//, /",
        "/., /",
        "'', /",
        "/etc, /etc",
        "/etc/, /etc",
        "//etc///kubernetes//, /etc/kubernetes",
        "/./etc/./kubernetes/., /etc/kubernetes",
        "etc, /etc",
        "/var/run, /run",
        "/var/run/, /run",
        "/var/./run//docker.sock, /run/docker.sock",
        "/var/runtime, /var/runtime",
        "/srv/var/run, /srv/var/run",
        "/var, /var",
        "/var/lib/../run, /run",
        "/../../etc, /etc",
        "/etc/.., /",
        "/etc/..., /etc/...",
    })
    void canonicalForm(String path, String canonical) {
        assertThat(NodePath.canonical(path)).isEqualTo(canonical);
    }

    @ParameterizedTest(name = "{0} covers {1}: {2}")
    @CsvSource({
        "/, /etc, true",
        "/, /, true",
        "/etc, /etc, true",
        "/etc, /etc/kubernetes, true",
        "/etc, /etcetera, false",
        "/etc, /etcetera/x, false",
        "/etc/kubernetes, /etc, false",
        "/run/docker.sock, /run/docker.sock2, false",
        "/run/docker.sock2, /run/docker.sock, false",
        "/var, /run/docker.sock, false",
        "/r, /run, false",
        "/run, /run/docker.sock, true",
    })
    void ancestry(String ancestor, String path, boolean covers) {
        assertThat(NodePath.covers(ancestor, path)).isEqualTo(covers);
    }

    @ParameterizedTest(name = "{1} below {0} is {2}")
    @CsvSource({
        "/, home/app, /home/app",
        "/, '', /",
        "/data/, a//b, /data/a/b",
        "/data, '', /data",
        "/data, ../../etc, /data/etc",
        "/data, .., /data",
        "/data, /etc, /data/etc",
        "/, var/run/docker.sock, /run/docker.sock",
        "/var/run, docker.sock, /run/docker.sock",
    })
    void subPathsStayInTheirVolume(String base, String relative, String joined) {
        assertThat(NodePath.join(base, relative)).isEqualTo(joined);
    }

    @Test
    void theLinkFromVarToRunDoesNotLeadOutOfAVolumeAtVar() {
        assertThat(NodePath.join("/var", "run/docker.sock")).isEqualTo("/var/run/docker.sock");
    }
}
