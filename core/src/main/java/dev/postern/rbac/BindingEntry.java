package dev.postern.rbac;

import dev.postern.model.Basis;
import dev.postern.model.Evidence;
import dev.postern.model.RoleBinding;
import dev.postern.model.Subject;
import dev.postern.model.SubjectEntry;
import dev.postern.model.Support;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A binding with the role it refers to; empty when there is no such role, or none that this binding may refer to. */
record BindingEntry(RoleBinding binding, Basis basis, Scope scope, Optional<RoleEntry> role) {
    /** By name: comparing the contents would cost a visit of every subject. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BindingEntry entry && binding.ref().equals(entry.binding.ref());
    }

    @Override
    public int hashCode() {
        return binding.ref().hashCode();
    }

    Optional<Grant> grant() {
        return role.map(entry -> new Grant(entry.ref(), scope));
    }

    /**
     * Whom the i-th entry of {@code subjects} names (E9). Empty for unknown kinds, empty names, and accounts without a
     * namespace in a ClusterRoleBinding: these match nobody.
     */
    Optional<Subject> subject(int index) {
        SubjectEntry entry = binding.subjects().get(index);
        if (entry.name().isEmpty()) {
            return Optional.empty();
        }
        switch (entry.kind()) {
            case "User":
                return Optional.of(Subject.user(entry.name()));
            case "Group":
                return Optional.of(Subject.group(entry.name()));
            case "ServiceAccount":
                String namespace = entry.namespace().isEmpty() ? scope.namespace() : entry.namespace();
                return namespace.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Subject.serviceAccount(namespace, entry.name()));
            default:
                return Optional.empty();
        }
    }

    /** Everybody whom its entries name. */
    List<Subject> subjects() {
        return IntStream.range(0, binding.subjects().size())
                .mapToObj(this::subject)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The facts that make the i-th subject hold the role. */
    Support support(int index) {
        String text = Text.of(binding.subjects().get(index), scope.namespace());
        return Support.of(new Evidence(binding.ref(), "subjects[" + index + "]", text, basis), roleRefEvidence());
    }

    Evidence roleRefEvidence() {
        return new Evidence(binding.ref(), "roleRef", Text.of(binding.roleRef()), basis);
    }
}
