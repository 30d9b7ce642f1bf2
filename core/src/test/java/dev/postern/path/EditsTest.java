package dev.postern.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EditsTest {
    private static final ObjectRef SHOP = ObjectRef.cluster("Namespace", "shop");
    private static final String ENFORCE = "metadata.labels[pod-security.kubernetes.io/enforce]";

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "restricted", "strictest"})
    void aStandardThatIsEnforcedIsNotLoweredToCloseAPath(String level) {
        assertThat(Edits.removing(Evidence.stated(SHOP, ENFORCE, level))).isEmpty();
    }

    @Test
    void anOpenNamespaceIsLabelled() {
        assertThat(Edits.removing(Evidence.stated(SHOP, ENFORCE, "privileged"))).isPresent();
        assertThat(Edits.removing(Evidence.byDefault(SHOP, ENFORCE, "privileged")))
                .hasValueSatisfying(edit -> assertThat(edit.description())
                        .isEqualTo("label Namespace shop pod-security.kubernetes.io/enforce=baseline"));
    }
}
