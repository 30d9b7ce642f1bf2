package dev.postern.edit;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ObjectRef;
import dev.postern.model.RoleBinding;
import dev.postern.model.SubjectEntry;

/** Takes one of several subjects out of a binding. */
public record RemoveSubject(ObjectRef object, SubjectEntry subject) implements Edit {
    @Override
    public EditKind kind() {
        return EditKind.REMOVE_SUBJECT;
    }

    @Override
    public String describe() {
        String name = subject.namespace().isEmpty() ? subject.name() : subject.namespace() + "/" + subject.name();
        return "remove " + subject.kind() + " " + name + " from the subjects of " + object;
    }

    @Override
    public void applyTo(Draft draft) {
        draft.update(
                RoleBinding.class,
                object,
                binding -> new RoleBinding(
                        binding.meta(),
                        binding.clusterRoleBinding(),
                        binding.roleRef(),
                        binding.subjects().stream()
                                .filter(entry -> !entry.equals(subject))
                                .collect(ImmutableList.toImmutableList())));
    }
}
