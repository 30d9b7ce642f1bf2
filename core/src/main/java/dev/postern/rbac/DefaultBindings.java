package dev.postern.rbac;

import dev.postern.model.Cluster;
import dev.postern.model.ObjectRef;
import dev.postern.model.PolicyRule;
import dev.postern.model.SubjectEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which objects of an input are those that the API server made itself, unchanged or with less in them. */
final class DefaultBindings {
    private final Policy defaults = Policy.of(Cluster.builder().build(), true);
    private final Map<ObjectRef, BindingEntry> bindings = new HashMap<>();

    DefaultBindings() {
        defaults.bindings().forEach(binding -> bindings.put(binding.binding().ref(), binding));
    }

    boolean isDefault(RoleEntry role) {
        return defaults.role(role.ref()).isPresent();
    }

    /** Whether a binding gives nobody more than the default one of its name does. */
    boolean isDefault(BindingEntry entry) {
        BindingEntry known = bindings.get(entry.binding().ref());
        if (known == null || !known.binding().roleRef().equals(entry.binding().roleRef())) {
            return false;
        }
        Set<SubjectEntry> subjects = new HashSet<>(known.binding().subjects());
        Set<PolicyRule> rules =
                new HashSet<>(known.role().map(RoleEntry::policyRules).orElseThrow());
        return subjects.containsAll(entry.binding().subjects())
                && entry.role().stream()
                        .flatMap(role -> role.policyRules().stream())
                        .allMatch(rules::contains);
    }
}
