package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.model.Change;
import dev.postern.model.Change.Format;
import dev.postern.model.ObjectRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchReaderTest {
    @Test
    void eachDocumentOfAFileNamesWhatItPatches() {
        String file = String.join(
                "\n",
                "# a comment",
                "---",
                "apiVersion: apps/v1",
                "kind: Deployment",
                "metadata: {name: cart, namespace: shop, labels: {a: b}}",
                "spec: {replicas: 2}",
                "---",
                "# nothing",
                "---",
                "kind: ClusterRole",
                "metadata: {name: r}",
                "rules: []",
                "---",
                "{kind: Secret, metadata: {name: s}, $patch: delete}",
                "---",
                "{apiVersion: kyverno.io/v1, kind: ClusterPolicy, metadata: {name: p}, spec: {}}");
        assertThat(PatchReader.patches(file, "default"))
                .containsExactly(
                        Change.patch(
                                ObjectRef.of("Deployment", "shop", "cart"),
                                Format.STRATEGIC,
                                "{\"spec\":{\"replicas\":2},\"metadata\":{\"labels\":{\"a\":\"b\"}}}"),
                        Change.patch(ObjectRef.cluster("ClusterRole", "r"), Format.STRATEGIC, "{\"rules\":[]}"),
                        Change.delete(ObjectRef.of("Secret", "default", "s")),
                        Change.patch(ObjectRef.cluster("ClusterPolicy", "p"), Format.MERGE, "{\"spec\":{}}"));
    }

    @Test
    void alsoAListIsAPatch() {
        ObjectRef pod = ObjectRef.of("Pod", "a", "p");
        assertThat(PatchReader.patch(pod, "[]")).isEqualTo(Change.patch(pod, Format.JSON, "[]"));
        assertThat(PatchReader.patch(pod, "{}")).isEqualTo(Change.patch(pod, Format.STRATEGIC, "{}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | there is no patch in the file",
                "{spec: {}} | the patch at line 1 does not say what it patches",
                "[{op: remove}] | the patch at line 1 does not say what it patches",
                "{kind: Pod, metadata: {}} | does not say what it patches",
                "{kind: Widget, metadata: {name: a}} | objects of kind Widget are not analysed",
                "{kind: [ | the patch cannot be read",
            })
    void whatNamesNothingSaysSo(String file, String message) {
        assertThatThrownBy(() -> PatchReader.patches(file, "default"))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining(message);
    }
}
