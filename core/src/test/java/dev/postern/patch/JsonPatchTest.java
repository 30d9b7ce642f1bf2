package dev.postern.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.model.Change.Format;
import dev.postern.model.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 6902 (appendix A) and RFC 7396 (appendix A), and messages. */
class JsonPatchTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{foo: bar} | [{op: add, path: /baz, value: qux}] | {baz: qux, foo: bar}",
                "{foo: [bar, baz]} | [{op: add, path: /foo/1, value: qux}] | {foo: [bar, qux, baz]}",
                "{baz: qux, foo: bar} | [{op: remove, path: /baz}] | {foo: bar}",
                "{foo: [bar, qux, baz]} | [{op: remove, path: /foo/1}] | {foo: [bar, baz]}",
                "{baz: qux, foo: bar} | [{op: replace, path: /baz, value: boo}] | {baz: boo, foo: bar}",
                "{foo: {bar: baz, waldo: fred}, qux: {corge: grault}} | [{op: move, from: /foo/waldo, path: /qux/thud}]"
                        + " | {foo: {bar: baz}, qux: {corge: grault, thud: fred}}",
                "{foo: [all, grass, cows, eat]} | [{op: move, from: /foo/1, path: /foo/3}] | {foo: [all, cows, eat, grass]}",
                "{baz: qux, foo: [a, 2, c]} | [{op: test, path: /baz, value: qux}, {op: test, path: /foo/1, value: 2}]"
                        + " | {baz: qux, foo: [a, 2, c]}",
                "{foo: bar} | [{op: add, path: /child, value: {grandchild: {}}}] | {foo: bar, child: {grandchild: {}}}",
                "{foo: bar} | [{op: add, path: /baz, value: qux, xyz: 123}] | {foo: bar, baz: qux}",
                "{/: 9, ~1: 10} | [{op: test, path: /~01, value: 10}] | {/: 9, ~1: 10}",
                "{foo: [bar]} | [{op: add, path: /foo/-, value: [abc, def]}] | {foo: [bar, [abc, def]]}",
                "{a: 1.0} | [{op: test, path: /a, value: 1}] | {a: 1}",
                "{a: {b: 1}} | [{op: copy, from: /a, path: /c}] | {a: {b: 1}, c: {b: 1}}",
                "{a: {b: 1}} | [{op: move, from: /a, path: /a}] | {a: {b: 1}}",
                "{'': 1} | [{op: replace, path: /, value: 2}] | {'': 2}",
                "{a: 1} | [{op: replace, path: '', value: {b: 2}}] | {b: 2}",
            })
    void operations(String document, String patch, String expected) {
        assertThat(apply(document, Format.JSON, patch)).isEqualTo(Trees.of(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{a: b} | {a: c} | {a: c}",
                "{a: b} | {b: c} | {a: b, b: c}",
                "{a: b} | {a: null} | {}",
                "{a: b, b: c} | {a: null} | {b: c}",
                "{a: [b]} | {a: c} | {a: c}",
                "{a: c} | {a: [b]} | {a: [b]}",
                "{a: {b: c}} | {a: {b: d, c: null}} | {a: {b: d}}",
                "{a: [{b: c}]} | {a: [1]} | {a: [1]}",
                "{e: null} | {a: 1} | {e: null, a: 1}",
                "{} | {a: {bb: {ccc: null}}} | {a: {bb: {}}}",
            })
    void mergePatches(String document, String patch, String expected) {
        assertThat(apply(document, Format.MERGE, patch)).isEqualTo(Trees.of(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{op: test, path: /a, value: hunter3}] | operation 0: test failed: \"/a\" has another value",
                "[{op: remove, path: /b/c}] | operation 0: there is nothing at \"/b\": the object has no field",
                "[{op: remove, path: /list/7}] | there is nothing at \"/list/7\": the list ends at index 1",
                "[{op: replace, path: /list/-, value: 1}] | - is the end, to add at",
                "[{op: add, path: /list/01, value: 1}] | is no index",
                "[{op: add, path: /a/b, value: 1}] | \"/a/b\" leads into a string, which has nothing inside",
                "[{op: add, path: a, value: 1}] | does not begin with a slash",
                "[{op: add, path: /a~2, value: 1}] | a ~ that is not part of ~0",
                "[{op: add, path: /a}] | it has no \"value\"",
                "[{op: replace, path: /new, value: 1}] | An operation \"add\" makes it",
                "[{op: merge, path: /a}] | \"merge\" is no \"op\"; there are add, remove, replace, move, copy, test",
                "[{path: /a}] | it has no \"op\"",
                "[{op: remove}] | it has no \"path\"",
                "[{op: move, from: /map, path: /map/in}] | \"/map\" cannot be moved into itself",
                "[{op: remove, path: ''}] | the whole object cannot be removed by a patch; delete it",
                "[{op: replace, path: '', value: 3}] | replaces the whole object by a number",
                "[7] | operation 0: it is a number",
                "{a: b} | a map of the fields to change is a patch of type merge or strategic",
            })
    void whatDoesNotApplySaysWhy(String patch, String message) {
        String document = "{a: hunter2, list: [x, y], map: {in: {}}}";
        assertThatThrownBy(() -> apply(document, Format.JSON, patch))
                .isInstanceOf(PatchException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("hunter");
    }

    @Test
    void copiesThatDoubleEachOtherEnd() {
        StringBuilder patch = new StringBuilder("[{op: add, path: /x, value: [0]}");
        for (int i = 0; i < 60; i++) {
            patch.append(", {op: copy, from: /x, path: /x/-}");
        }
        assertThatThrownBy(() -> apply("{}", Format.JSON, patch + "]"))
                .isInstanceOf(PatchException.class)
                .hasMessageContaining("copies more than an object of the API can hold");
    }

    private static JsonValue apply(String document, Format format, String patch) {
        return DocumentPatch.apply((JsonValue.Obj) Trees.of(document), format, Trees.of(patch));
    }
}
