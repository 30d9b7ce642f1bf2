package dev.postern.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The published schema and the reader agree, on policies and on what is nearly one. */
class PolicySchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY = """
            {"schemaVersion": 1, "assertions": [
              {"id": "A", "reason": "r", "owner": "o", "expires": "2030-12-31", "noPath": {"from": ["internet", "any-pod"],
                "to": "cluster-admin", "limit": 3, "assume": 1, "maxEffort": 9, "minConfidence": "likely",
                "mayBeAbsent": true}},
              {"id": "B", "reason": "r", "noReach": {"from": "pod:a/b", "to": "namespace:c", "port": [80, "53/UDP"]}},
              {"id": "C", "reason": "r", "onlyCan": {"verb": ["get"], "resource": "secrets", "name": "n",
                "namespace": "m", "allowed": ["sa:a/b*", "user:c", "group:d"]}},
              {"id": "D", "reason": "r", "maxEffort": {"from": "any-pod", "to": "any-node", "atLeast": 8, "limit": 2,
                "assume": 0, "minConfidence": "certain", "mayBeAbsent": false}}],
             "ignore": [{"finding": "01234567ab", "assertion": "A", "reason": "r", "owner": "o",
               "expires": "2030-01-01"}]}""";

    /** What a hand may put in place of a value. */
    private static final List<String> STRAYS =
            List.of("\"\"", "\" \"", "[]", "{}", "[[\"a\"]]", "\"no such\\nvalue\"", "{\"x\": \"y\"}");

    /** In place of a number: text that is all digits is text to the reader, whatever the quotes. */
    private static final List<String> NUMBERS = List.of("-1", "0", "99999999", "1.5");

    private final JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(CheckPolicy.class.getResourceAsStream("policy.schema.json"));

    @Property(tries = 1500)
    void theReaderTakesWhatTheSchemaTakes(@ForAll long seed) throws JsonProcessingException {
        Random random = new Random(seed);
        JsonNode policy = JSON.readTree(POLICY);
        int changes = random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            change(policy, random);
        }
        boolean valid = schema.validate(policy).isEmpty();
        String text = JSON.writeValueAsString(policy);
        assertThat(reads(text)).as(text).isEqualTo(valid);
    }

    private static boolean reads(String text) {
        try {
            CheckPolicy.parse("policy.json", text.getBytes(UTF_8));
            return true;
        } catch (PolicyException e) {
            return false;
        }
    }

    private static void change(JsonNode policy, Random random) throws JsonProcessingException {
        List<JsonNode> holders = new ArrayList<>();
        collect(policy, holders);
        JsonNode holder = holders.get(random.nextInt(holders.size()));
        if (holder instanceof ArrayNode list) {
            if (list.isEmpty() || random.nextInt(3) == 0) {
                list.removeAll();
            } else {
                int at = random.nextInt(list.size());
                list.set(at, stray(list.get(at), random));
            }
            return;
        }
        ObjectNode object = (ObjectNode) holder;
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || random.nextInt(4) == 0) {
            object.put("another", "value");
        } else if (random.nextInt(3) == 0) {
            object.remove(names.get(random.nextInt(names.size())));
        } else {
            String name = names.get(random.nextInt(names.size()));
            object.set(name, stray(object.get(name), random));
        }
    }

    private static JsonNode stray(JsonNode before, Random random) throws JsonProcessingException {
        List<String> strays = before.isNumber() && random.nextBoolean() ? NUMBERS : STRAYS;
        return JSON.readTree(strays.get(random.nextInt(strays.size())));
    }

    private static void collect(JsonNode node, List<JsonNode> holders) {
        if (node.isContainerNode()) {
            holders.add(node);
            node.forEach(child -> collect(child, holders));
        }
    }
}
