package dev.postern.check;

import dev.postern.model.SourceRef;
import java.util.List;
import java.util.Map;

/** A value of a policy file, with where it stands. Scalars are kept as text: the field says what it is to be. */
sealed interface PolicyNode {
    SourceRef place();

    /** What it is, for messages. */
    String kind();

    /** @param plain whether it stands without quotes */
    record Scalar(String text, boolean plain, SourceRef place) implements PolicyNode {
        @Override
        public String kind() {
            return text.isEmpty() ? "nothing" : "a single value";
        }
    }

    record Sequence(List<PolicyNode> items, SourceRef place) implements PolicyNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** In the order of the file. */
    record Mapping(Map<String, Field> fields, SourceRef place) implements PolicyNode {
        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** @param key where the field's name stands */
    record Field(SourceRef key, PolicyNode value) {}
}
