package dev.postern.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.model.Evidence;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.ObjectRef;
import dev.postern.podsecurity.Admission.Level;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NamespaceLabelsTest {
    private static final String PREFIX = "pod-security.kubernetes.io/";
    private static final String ENFORCE = PREFIX + "enforce";
    private static final String VERSION = PREFIX + "enforce-version";
    private static final ObjectRef SHOP = ObjectRef.cluster("Namespace", "shop");

    static Stream<Arguments> labels() {
        return Stream.of(
                arguments(Map.of(ENFORCE, "privileged"), Level.PRIVILEGED, "latest"),
                arguments(Map.of(ENFORCE, "baseline"), Level.BASELINE, "latest"),
                arguments(Map.of(ENFORCE, "restricted"), Level.RESTRICTED, "latest"),
                arguments(Map.of(ENFORCE, "Privileged"), Level.RESTRICTED, "latest"),
                arguments(Map.of(ENFORCE, "default"), Level.RESTRICTED, "latest"),
                arguments(Map.of(ENFORCE, ""), Level.RESTRICTED, "latest"),
                arguments(Map.of(ENFORCE, "privileged "), Level.RESTRICTED, "latest"),
                arguments(Map.of(ENFORCE, "baseline", VERSION, "v1.24"), Level.BASELINE, "v1.24"),
                arguments(Map.of(ENFORCE, "baseline", VERSION, "latest"), Level.BASELINE, "latest"),
                arguments(Map.of(ENFORCE, "baseline", VERSION, "1.24"), Level.BASELINE, "latest"),
                arguments(Map.of(ENFORCE, "baseline", VERSION, "v1.024"), Level.BASELINE, "latest"),
                arguments(Map.of(ENFORCE, "baseline", VERSION, "v2.0"), Level.BASELINE, "latest"),
                arguments(Map.of(PREFIX + "audit", "restricted"), Level.PRIVILEGED, "latest"),
                arguments(Map.of(PREFIX + "warn", "restricted"), Level.PRIVILEGED, "latest"),
                arguments(Map.of("pod-security.kubernetes.io", "restricted"), Level.PRIVILEGED, "latest"),
                arguments(Map.of("enforce", "restricted"), Level.PRIVILEGED, "latest"),
                arguments(Map.of(), Level.PRIVILEGED, "latest"));
    }

    @ParameterizedTest(name = "{0} enforces {1} {2}")
    @MethodSource("labels")
    void enforced(Map<String, String> labels, Level level, String version) {
        Admission admission = Worlds.security(Worlds.namespace("shop", labels)).admission("shop");
        assertThat(admission.level()).isEqualTo(level);
        assertThat(admission.version()).isEqualTo(version);
        // A raw block device takes a volume besides, which no level looks at.
        for (Escape.Kind kind : EnumSet.complementOf(EnumSet.of(Escape.Kind.RAW_BLOCK))) {
            assertThat(admission.admits(kind)).isEqualTo(level == Level.PRIVILEGED);
        }
    }

    @Test
    void theEvidenceIsTheLabelOrTheDefault() {
        PodSecurity labelled = Worlds.security(Worlds.namespace("shop", Map.of(ENFORCE, "baseline")));
        assertThat(labelled.admission("shop").support().facts())
                .containsExactly(Evidence.stated(SHOP, "metadata.labels[" + ENFORCE + "]", "baseline"));
        PodSecurity plain = Worlds.security(Worlds.namespace("shop", Map.of()));
        assertThat(plain.admission("shop").support().facts())
                .containsExactly(Evidence.byDefault(SHOP, "metadata.labels[" + ENFORCE + "]", "privileged"));
    }

    @Test
    void aNamespaceThatTheInputDoesNotHoldHasNoLabel() {
        assertThat(Worlds.security().admission("shop").level()).isEqualTo(Level.PRIVILEGED);
    }

    @Test
    void serversBeforeTheFeatureIgnoreTheLabel() {
        PodSecurity old = PodSecurity.of(
                Worlds.cluster(List.of(), Worlds.namespace("shop", Map.of(ENFORCE, "restricted"))),
                new KubernetesVersion(1, 22));
        assertThat(old.admission("shop").level()).isEqualTo(Level.PRIVILEGED);
    }
}
