package dev.postern.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectMeta;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.RoleRef;
import dev.postern.model.SubjectEntry;
import java.util.Optional;

/** Reads {@code rbac.authorization.k8s.io/v1} objects as the vectors write them. */
final class RbacJson {
    private RbacJson() {}

    static Cluster cluster(JsonNode objects) {
        Cluster.Builder builder = Cluster.builder();
        objects.forEach(object -> builder.add(object(object)));
        return builder.build();
    }

    static KubernetesObject object(JsonNode object) {
        return object.path("kind").asText().endsWith("Binding") ? binding(object) : role(object);
    }

    static Role role(JsonNode object) {
        Optional<ImmutableList<LabelSelector>> selectors = Optional.empty();
        if (object.has("aggregationRule")) {
            ImmutableList.Builder<LabelSelector> list = ImmutableList.builder();
            object.path("aggregationRule").path("clusterRoleSelectors").forEach(s -> list.add(selector(s)));
            selectors = Optional.of(list.build());
        }
        boolean clusterRole = object.path("kind").asText().equals("ClusterRole");
        return new Role(meta(object), clusterRole, rules(object.path("rules")), selectors);
    }

    static RoleBinding binding(JsonNode object) {
        ImmutableList.Builder<SubjectEntry> subjects = ImmutableList.builder();
        object.path("subjects").forEach(subject -> subjects.add(subject(subject)));
        JsonNode ref = object.path("roleRef");
        return new RoleBinding(
                meta(object),
                object.path("kind").asText().equals("ClusterRoleBinding"),
                new RoleRef(ref.path("kind").asText(), ref.path("name").asText()),
                subjects.build());
    }

    static SubjectEntry subject(JsonNode subject) {
        return new SubjectEntry(
                subject.path("kind").asText(),
                subject.path("namespace").asText(),
                subject.path("name").asText());
    }

    static ImmutableList<PolicyRule> rules(JsonNode rules) {
        ImmutableList.Builder<PolicyRule> list = ImmutableList.builder();
        rules.forEach(rule -> list.add(new PolicyRule(
                strings(rule.path("verbs")),
                strings(rule.path("apiGroups")),
                strings(rule.path("resources")),
                strings(rule.path("resourceNames")),
                strings(rule.path("nonResourceURLs")))));
        return list.build();
    }

    static ImmutableList<String> strings(JsonNode array) {
        ImmutableList.Builder<String> strings = ImmutableList.builder();
        array.forEach(item -> strings.add(item.asText()));
        return strings.build();
    }

    private static ObjectMeta meta(JsonNode object) {
        JsonNode meta = object.path("metadata");
        return ObjectMeta.of(meta.path("namespace").asText(), meta.path("name").asText())
                .withLabels(map(meta.path("labels")));
    }

    private static LabelSelector selector(JsonNode selector) {
        ImmutableList.Builder<LabelRequirement> expressions = ImmutableList.builder();
        selector.path("matchExpressions").forEach(expression -> {
            LabelRequirement.Operator operator =
                    switch (expression.path("operator").asText()) {
                        case "In" -> LabelRequirement.Operator.IN;
                        case "NotIn" -> LabelRequirement.Operator.NOT_IN;
                        case "Exists" -> LabelRequirement.Operator.EXISTS;
                        case "DoesNotExist" -> LabelRequirement.Operator.DOES_NOT_EXIST;
                        default -> throw new IllegalArgumentException(expression.toString());
                    };
            expressions.add(new LabelRequirement(
                    expression.path("key").asText(),
                    operator,
                    ImmutableSortedSet.copyOf(strings(expression.path("values")))));
        });
        return new LabelSelector(map(selector.path("matchLabels")), expressions.build());
    }

    private static ImmutableSortedMap<String, String> map(JsonNode object) {
        ImmutableSortedMap.Builder<String, String> map = ImmutableSortedMap.naturalOrder();
        object.fields()
                .forEachRemaining(
                        entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map.buildOrThrow();
    }
}
