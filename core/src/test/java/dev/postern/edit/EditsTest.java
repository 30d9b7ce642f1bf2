package dev.postern.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.Namespace;
import dev.postern.model.ObjectRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EditsTest {
    private static final ObjectRef SHOP = ObjectRef.cluster("Namespace", "shop");
    private static final String ENFORCE = "metadata.labels[pod-security.kubernetes.io/enforce]";

    private final Edits edits =
            Edits.of(Cluster.builder().add(Namespace.implied("shop")).build());

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "restricted", "strictest"})
    void aStandardThatIsEnforcedIsNotLoweredToCloseAPath(String level) {
        assertThat(edits.removing(Evidence.stated(SHOP, ENFORCE, level))).isEmpty();
    }

    @Test
    void anOpenNamespaceIsLabelled() {
        assertThat(edits.removing(Evidence.stated(SHOP, ENFORCE, "privileged"))).isNotEmpty();
        assertThat(edits.removing(Evidence.byDefault(SHOP, ENFORCE, "privileged")))
                .first()
                .satisfies(edit -> assertThat(edit.describe())
                        .isEqualTo("label Namespace shop pod-security.kubernetes.io/enforce=baseline"));
    }
}
