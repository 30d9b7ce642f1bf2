package dev.postern.rbac;

import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which bindings name a user or a group, by scope: all bindings of one request in O(groups + answer). */
final class SubjectIndex {
    /**
     * A binding and the index of the entry of {@code subjects} that names the subject.
     *
     * @param membership what says that the user is in the group that the entry names; nothing where nobody has to
     */
    record Entry(BindingEntry binding, int subject, Support membership) {
        /** The facts that make the user hold the role. */
        Support support() {
            return binding.support(subject).and(membership);
        }
    }

    private static final class Names {
        final Map<String, List<Entry>> users = new HashMap<>();
        final Map<String, List<Entry>> groups = new HashMap<>();
    }

    private final Map<String, Names> byNamespace = new HashMap<>();

    private final Groups groups;

    SubjectIndex(List<BindingEntry> bindings, Groups groups) {
        this.groups = groups;
        for (BindingEntry binding : bindings) {
            for (int i = 0; i < binding.binding().subjects().size(); i++) {
                Entry entry = new Entry(binding, i, Support.NONE);
                binding.subject(i).ifPresent(subject -> add(subject, entry));
            }
        }
    }

    private void add(Subject subject, Entry entry) {
        Names names = byNamespace.computeIfAbsent(entry.binding().scope().namespace(), key -> new Names());
        Map<String, List<Entry>> map = subject instanceof Subject.Group ? names.groups : names.users;
        map.computeIfAbsent(subject.principal(), key -> new ArrayList<>(1)).add(entry);
    }

    /** Cluster-wide bindings of the user and its groups, then those of the namespace unless it is empty. */
    void visit(UserInfo user, String namespace, Consumer<Entry> visitor) {
        visit(user, byNamespace.get(""), visitor);
        if (!namespace.isEmpty()) {
            visit(user, byNamespace.get(namespace), visitor);
        }
    }

    private void visit(UserInfo user, @Nullable Names names, Consumer<Entry> visitor) {
        if (names == null) {
            return;
        }
        names.users.getOrDefault(user.name(), List.of()).forEach(visitor);
        for (String group : new LinkedHashSet<>(user.groups())) {
            Support membership = groups.support(user, group);
            for (Entry entry : names.groups.getOrDefault(group, List.of())) {
                visitor.accept(
                        membership.equals(Support.NONE)
                                ? entry
                                : new Entry(entry.binding(), entry.subject(), membership));
            }
        }
    }
}
