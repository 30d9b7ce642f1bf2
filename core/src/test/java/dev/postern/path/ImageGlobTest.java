package dev.postern.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageGlobTest {
    @ParameterizedTest(name = "{0} fits {1}")
    @CsvSource({
        // As written.
        "nginx, nginx",
        "nginx:1.27, nginx:1.27",
        "vendor.example.com/agent:2.1, vendor.example.com/agent:2.1",
        // Without a tag it fits every tag and digest.
        "nginx, nginx:1.27",
        "nginx, nginx@sha256:aa",
        "nginx, nginx:1.27@sha256:aa",
        "nginx:1.27, nginx:1.27@sha256:aa",
        "nginx@sha256:aa, nginx:1.27@sha256:aa",
        // The tag that is implied.
        "nginx:latest, nginx",
        "docker.io/library/nginx:latest, nginx",
        // Docker Hub, in its long forms and its short one.
        "docker.io/library/nginx, nginx:1.27",
        "nginx, docker.io/library/nginx:1.27",
        "nginx, index.docker.io/library/nginx:1.27",
        "docker.io/grafana/grafana, grafana/grafana:11.0.0",
        "grafana/grafana, docker.io/grafana/grafana:11.0.0",
        // A port is no tag.
        "registry:5000/app, registry:5000/app:1",
        "registry:5000/app:latest, registry:5000/app",
        "localhost/app, localhost/app:1",
        // Stars cross slashes.
        "vendor.example.com/*, vendor.example.com/edge/agent:2.1",
        "*/agent, vendor.example.com/edge/agent:2.1",
        "docker.io/*, nginx",
        "*, nginx",
        "*:latest, vendor.example.com/agent",
        "nginx:1.2?, nginx:1.27",
        "*@sha256:*, nginx:1.27@sha256:aa",
    })
    void anImageFitsInEachOfItsForms(String glob, String image) {
        assertThat(ImageGlob.parse(glob).fits(image)).isTrue();
    }

    @ParameterizedTest(name = "{0} does not fit {1}")
    @CsvSource({
        "nginx, nginx-exporter",
        "nginx, vendor.example.com/nginx",
        "nginx:1.27, nginx:1.27.1",
        "nginx:1.27, nginx",
        "nginx:latest, nginx:1.27",
        // By a digest the tag is not known to be the latest.
        "nginx:latest, nginx@sha256:aa",
        "docker.io/library/nginx, quay.io/library/nginx",
        "library/agent, vendor.example.com/agent",
        "vendor.example.com/*, vendor.example.com.evil.example/agent",
        "nginx:1.2?, nginx:1.2",
        "NGINX, nginx",
        "registry, registry:5000/app",
    })
    void anImageDoesNotFitOtherwise(String glob, String image) {
        assertThat(ImageGlob.parse(glob).fits(image)).isFalse();
    }

    @Test
    void aContainerThatStatesNoImageFitsNothing() {
        assertThat(ImageGlob.parse("*").fits("")).isFalse();
    }

    @Test
    void anEmptyPatternIsRefusedWithWhatToWrite() {
        assertThatThrownBy(() -> ImageGlob.parse(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write image:REGISTRY/REPOSITORY[:TAG]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nginx:1.2[67]", "{a,b}", "!nginx", "nginx latest", "a\\*", "nginx\u001b[31m", "nginx\u202e"})
    void aCharacterThatNoImageHasIsRefusedAndShownSafely(String glob) {
        assertThatThrownBy(() -> ImageGlob.parse(glob))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no image has")
                .hasMessageNotContaining("\u001b")
                .hasMessageNotContaining("\u202e");
    }
}
