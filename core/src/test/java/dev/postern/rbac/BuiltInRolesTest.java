package dev.postern.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.postern.model.Basis;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectMeta;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.SubjectEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The built-in policy against Kubernetes' own list. With {@code -Dpostern.regenerate=true} the resource is written from
 * that list: do so when the list is replaced by that of a newer version.
 */
class BuiltInRolesTest {
    private static final String HEADER = """
            # What an API server of Kubernetes v1.36 creates by itself, one object a paragraph.
            # Roles: "verbs groups resources [names]" ("core" is the group without a name) or "verbs url urls".
            # Bindings: the role, then a subject a line. Written by BuiltInRolesTest; aggregated rules are computed.
            """;

    @Test
    void everyDefaultObjectIsBuiltIn() throws IOException {
        JsonNode items = Vectors.json("defaults-v1.36.json").path("items");
        if (Boolean.getBoolean("postern.regenerate")) {
            Files.writeString(
                    Path.of("src/main/resources/dev/postern/rbac", BuiltInRoles.RESOURCE), HEADER + text(items));
        }
        assertThat(BuiltInRoles.parse((HEADER + text(items)).lines().toList())).isEqualTo(BuiltInRoles.load());

        Policy policy = Policy.of(Cluster.builder().build(), true);
        for (JsonNode item : items) {
            KubernetesObject expected = RbacJson.object(item);
            if (expected instanceof Role role) {
                RoleEntry actual = policy.role(role.ref()).orElseThrow();
                assertThat(actual.role().meta().labels()).isEqualTo(role.meta().labels());
                assertThat(actual.role().aggregationSelectors()).isEqualTo(role.aggregationSelectors());
                assertThat(new HashSet<>(actual.policyRules())).isEqualTo(new HashSet<>(role.rules()));
                assertThat(actual.basis()).isEqualTo(Basis.ASSUMED);
            } else {
                assertThat(policy.bindings().stream().map(BindingEntry::binding))
                        .anyMatch(binding -> binding.ref().equals(expected.ref())
                                && binding.roleRef().equals(((RoleBinding) expected).roleRef())
                                && binding.subjects().equals(((RoleBinding) expected).subjects()));
            }
        }
        assertThat(policy.roles().size() + policy.bindings().size()).isEqualTo(items.size());
    }

    @Test
    void theResourceIsCompact() {
        BuiltInRoles builtIn = BuiltInRoles.load();
        assertThat(builtIn.roles()).hasSize(76);
        assertThat(builtIn.bindings()).hasSize(57);
    }

    private static String text(JsonNode items) {
        List<String> lines = new ArrayList<>();
        for (JsonNode item : items) {
            KubernetesObject object = RbacJson.object(item);
            if (object instanceof Role role) {
                lines.add(role.kind() + " " + name(role.meta()));
                role.meta().labels().forEach((key, value) -> {
                    if (!key.equals(BuiltInRoles.LABEL)) {
                        lines.add(" label " + key + " " + value);
                    }
                });
                role.aggregationSelectors().orElse(ImmutableList.of()).forEach(s -> lines.add(" " + aggregate(s)));
                if (role.aggregationSelectors().isEmpty()) {
                    role.rules().forEach(rule -> lines.add(" " + rule(rule)));
                }
            } else {
                RoleBinding binding = (RoleBinding) object;
                lines.add(binding.kind() + " " + name(binding.meta()) + " "
                        + binding.roleRef().kind() + " " + binding.roleRef().name());
                binding.subjects().forEach(subject -> lines.add(" " + subject.kind() + " " + name(subject)));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String rule(PolicyRule rule) {
        if (!rule.nonResourceURLs().isEmpty()) {
            return String.join(",", rule.verbs()) + " url " + String.join(",", rule.nonResourceURLs());
        }
        List<String> groups = rule.apiGroups().stream()
                .map(group -> group.isEmpty() ? "core" : group)
                .toList();
        String names = rule.resourceNames().isEmpty() ? "" : " " + String.join(",", rule.resourceNames());
        return String.join(",", rule.verbs()) + " " + String.join(",", groups) + " "
                + String.join(",", rule.resources()) + names;
    }

    private static String aggregate(LabelSelector selector) {
        return "aggregate "
                + selector.matchLabels().firstKey() + " "
                + selector.matchLabels().firstEntry().getValue();
    }

    private static String name(ObjectMeta meta) {
        return meta.namespace().isEmpty() ? meta.name() : meta.namespace() + "/" + meta.name();
    }

    private static String name(SubjectEntry subject) {
        return subject.namespace().isEmpty() ? subject.name() : subject.namespace() + "/" + subject.name();
    }
}
