package dev.postern.rbac;

import dev.postern.model.PolicyRule;
import dev.postern.model.Printable;
import dev.postern.model.RoleRef;
import dev.postern.model.SubjectEntry;
import java.util.List;

/** Short printable text for evidence; names are hostile input. */
final class Text {
    private static final int LIMIT = 80;

    private Text() {}

    /** {@code get,list secrets [db]}, {@code * * in *}, {@code get /healthz}. */
    static String of(PolicyRule rule) {
        StringBuilder text = new StringBuilder(String.join(",", rule.verbs()));
        if (!rule.resources().isEmpty() || rule.nonResourceURLs().isEmpty()) {
            text.append(' ').append(String.join(",", rule.resources()));
            if (!rule.apiGroups().equals(List.of(""))) {
                text.append(" in ").append(groups(rule.apiGroups()));
            }
            if (!rule.resourceNames().isEmpty()) {
                text.append(" [").append(String.join(",", rule.resourceNames())).append(']');
            }
        }
        if (!rule.nonResourceURLs().isEmpty()) {
            text.append(' ').append(String.join(",", rule.nonResourceURLs()));
        }
        return printable(text.toString());
    }

    static String of(RoleRef roleRef) {
        return printable(roleRef.kind() + " " + roleRef.name());
    }

    /** The entry as the authorizer reads it: an account without namespace lives in the binding's. */
    static String of(SubjectEntry subject, String bindingNamespace) {
        if (!subject.kind().equals("ServiceAccount")) {
            return printable(subject.kind() + " " + subject.name());
        }
        String namespace = subject.namespace().isEmpty() ? bindingNamespace : subject.namespace();
        return printable("ServiceAccount " + namespace + "/" + subject.name());
    }

    /** Without control characters, cut to what fits a line. */
    static String printable(String text) {
        return Printable.of(text, LIMIT);
    }

    private static String groups(List<String> apiGroups) {
        return String.join(
                ",",
                apiGroups.stream()
                        .map(group -> group.isEmpty() ? "core" : group)
                        .toList());
    }
}
