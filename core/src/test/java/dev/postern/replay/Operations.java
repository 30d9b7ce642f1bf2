package dev.postern.replay;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The operations of a JSON patch that cuts use, made to a tree. */
final class Operations {
    private Operations() {}

    static void apply(JsonNode document, JsonNode patch) {
        for (JsonNode operation : patch) {
            JsonPointer at = JsonPointer.compile(operation.path("path").asText());
            JsonNode parent = document.at(at.head());
            String last = at.last().getMatchingProperty();
            switch (operation.path("op").asText()) {
                case "test":
                    if (!document.at(at).equals(operation.path("value"))) {
                        throw new IllegalStateException("the test fails: " + operation + " of " + document.at(at));
                    }
                    break;
                case "remove":
                    if (parent instanceof ArrayNode list) {
                        list.remove(at.last().getMatchingIndex());
                    } else {
                        ((ObjectNode) parent).remove(last);
                    }
                    break;
                default:
                    ((ObjectNode) parent).set(last, operation.path("value"));
            }
        }
    }
}
