package dev.postern.rbac;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.io.Resources;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectMeta;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.RoleRef;
import dev.postern.model.SubjectEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The roles and bindings that an API server creates by itself (v1.36), read from a resource of this library.
 *
 * <p>The resource is text: an object a paragraph, one rule, label, aggregation selector or subject a line. {@code
 * BuiltInRolesTest} writes it from Kubernetes' own list and compares the two.
 */
record BuiltInRoles(ImmutableList<Role> roles, ImmutableList<RoleBinding> bindings) {
    static final String RESOURCE = "default-policy-v1.36.txt";
    static final String LABEL = "kubernetes.io/bootstrapping";
    private static final Splitter WORDS = Splitter.on(' ');
    private static final Splitter ITEMS = Splitter.on(',');

    /** They are the same in every cluster: read once. */
    private static final class Known {
        static final BuiltInRoles ROLES = read();
    }

    static BuiltInRoles load() {
        return Known.ROLES;
    }

    private static BuiltInRoles read() {
        try {
            return parse(
                    Resources.readLines(Resources.getResource(BuiltInRoles.class, RESOURCE), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BuiltInRoles parse(List<String> lines) {
        ImmutableList.Builder<Role> roles = ImmutableList.builder();
        ImmutableList.Builder<RoleBinding> bindings = ImmutableList.builder();
        int start = 0;
        while (start < lines.size()) {
            int end = start + 1;
            while (end < lines.size() && lines.get(end).startsWith(" ")) {
                end++;
            }
            if (!lines.get(start).startsWith("#")) {
                List<String> head = WORDS.splitToList(lines.get(start));
                List<List<String>> body = lines.subList(start + 1, end).stream()
                        .map(line -> WORDS.splitToList(line.strip()))
                        .toList();
                if (head.size() == 2) {
                    roles.add(role(head, body));
                } else {
                    bindings.add(binding(head, body));
                }
            }
            start = end;
        }
        return new BuiltInRoles(roles.build(), bindings.build());
    }

    private static Role role(List<String> head, List<List<String>> body) {
        ImmutableList.Builder<PolicyRule> rules = ImmutableList.builder();
        ImmutableSortedMap.Builder<String, String> labels = ImmutableSortedMap.naturalOrder();
        labels.put(LABEL, "rbac-defaults");
        List<LabelSelector> selectors = new ArrayList<>();
        for (List<String> line : body) {
            if (line.get(0).equals("label")) {
                labels.put(line.get(1), line.get(2));
            } else if (line.get(0).equals("aggregate")) {
                selectors.add(LabelSelector.ofLabels(ImmutableSortedMap.of(line.get(1), line.get(2))));
            } else {
                rules.add(rule(line));
            }
        }
        return new Role(
                meta(head.get(1)).withLabels(labels.buildOrThrow()),
                head.get(0).equals("ClusterRole"),
                rules.build(),
                selectors.isEmpty() ? Optional.empty() : Optional.of(ImmutableList.copyOf(selectors)));
    }

    private static PolicyRule rule(List<String> words) {
        ImmutableList<String> none = ImmutableList.of();
        ImmutableList<String> verbs = items(words.get(0));
        if (words.get(1).equals("url")) {
            return new PolicyRule(verbs, none, none, none, items(words.get(2)));
        }
        ImmutableList<String> groups = items(words.get(1)).stream()
                .map(group -> group.equals("core") ? "" : group)
                .collect(ImmutableList.toImmutableList());
        ImmutableList<String> names = words.size() > 3 ? items(words.get(3)) : none;
        return new PolicyRule(verbs, groups, items(words.get(2)), names, none);
    }

    private static RoleBinding binding(List<String> head, List<List<String>> body) {
        ImmutableList.Builder<SubjectEntry> subjects = ImmutableList.builder();
        for (List<String> line : body) {
            ObjectMeta name = meta(line.get(1));
            subjects.add(new SubjectEntry(line.get(0), name.namespace(), name.name()));
        }
        return new RoleBinding(
                meta(head.get(1)),
                head.get(0).equals("ClusterRoleBinding"),
                new RoleRef(head.get(2), head.get(3)),
                subjects.build());
    }

    private static ObjectMeta meta(String qualifiedName) {
        int slash = qualifiedName.indexOf('/');
        return slash < 0
                ? ObjectMeta.of("", qualifiedName)
                : ObjectMeta.of(qualifiedName.substring(0, slash), qualifiedName.substring(slash + 1));
    }

    private static ImmutableList<String> items(String list) {
        return ImmutableList.copyOf(ITEMS.split(list));
    }
}
