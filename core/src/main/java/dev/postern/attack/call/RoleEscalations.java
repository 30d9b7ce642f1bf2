package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.ObjectRef;
import dev.postern.rbac.Escalation;
import dev.postern.rbac.Grant;
import java.util.Map;
import java.util.Optional;

/**
 * ROLE_ESCALATE: writes every right into a role that one of the actors is bound to; or into one that the writer creates,
 * or empties, and binds itself to. Nothing is always covered: so a role without rules can be bound before it is filled.
 */
final class RoleEscalations implements CallBuilder {
    private static final ImmutableList<Object> NOTHING = ImmutableList.of();

    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        for (Escalation step : attempt.rights().escalations(attempt.to())) {
            for (Actor actor : attempt.actors()) {
                ImmutableList<ApiCall> calls = calls(attempt, step, new RoleWrites(attempt, actor));
                if (!calls.isEmpty()) {
                    return calls;
                }
            }
        }
        return ImmutableList.of();
    }

    /** Whoever has every right afterwards: the one bound to the role, or the writer. */
    static Optional<Actor> gainer(Attempt attempt) {
        for (Escalation step : attempt.rights().escalations(attempt.to())) {
            for (Actor actor : attempt.actors()) {
                if (step.bound().isPresent()
                        && attempt.holds(actor, step.bound().get())) {
                    return Optional.of(actor);
                }
            }
        }
        return attempt.actors().stream().findFirst();
    }

    private static ImmutableList<ApiCall> calls(Attempt attempt, Escalation step, RoleWrites writes) {
        ObjectRef role = step.role().name().startsWith("(") ? unused(attempt, step.role()) : step.role();
        Grant grant = new Grant(role, step.gained().scope());
        boolean exists = attempt.facts().rbac().hasRole(role);
        Optional<Grant> held = step.bound()
                .or(() -> attempt.actors().stream().anyMatch(actor -> attempt.holds(actor, grant))
                        ? Optional.of(grant)
                        : Optional.empty());
        if (held.isPresent() && attempt.actors().stream().anyMatch(actor -> attempt.holds(actor, held.get()))) {
            return intoHeld(attempt, role, held.get().role(), exists, writes);
        }
        return exists ? intoExisting(role, grant, writes) : intoNew(attempt, role, grant, writes);
    }

    /** Later requests name the role too, so that it cannot be left to the server to name it. */
    private static ObjectRef unused(Attempt attempt, ObjectRef role) {
        int number = 1;
        ObjectRef unused = ObjectRef.of(role.kind(), role.namespace(), PodSpecs.NAME);
        while (attempt.facts().rbac().hasRole(unused)) {
            number++;
            unused = ObjectRef.of(role.kind(), role.namespace(), PodSpecs.NAME + "-" + number);
        }
        return unused;
    }

    private static ImmutableList<ApiCall> intoHeld(
            Attempt attempt, ObjectRef role, ObjectRef bound, boolean exists, RoleWrites writes) {
        if (role.equals(bound)) {
            return Attempt.all(writes.rewrite(role, RoleWrites.EVERYTHING));
        }
        Optional<? extends Map<String, String>> labels = attempt.facts().rbac().labelsInto(bound);
        return labels.isEmpty() || exists
                ? Attempt.all(writes.rewrite(role, RoleWrites.EVERYTHING))
                : Attempt.all(writes.create(role, RoleWrites.EVERYTHING, labels.get()));
    }

    private static ImmutableList<ApiCall> intoExisting(ObjectRef role, Grant grant, RoleWrites writes) {
        return Attempt.all(
                writes.rewrite(role, NOTHING),
                writes.bind(grant, true).or(() -> writes.join(grant, true)),
                writes.rewrite(role, RoleWrites.EVERYTHING));
    }

    private static ImmutableList<ApiCall> intoNew(Attempt attempt, ObjectRef role, Grant grant, RoleWrites writes) {
        ImmutableList<ApiCall> filled =
                Attempt.all(writes.create(role, RoleWrites.EVERYTHING, ImmutableMap.of()), writes.bind(grant, false));
        if (!filled.isEmpty()) {
            return filled;
        }
        ImmutableList<ApiCall> emptied = Attempt.all(
                writes.create(role, NOTHING, ImmutableMap.of()),
                writes.bind(grant, true),
                writes.rewrite(role, RoleWrites.EVERYTHING));
        if (!emptied.isEmpty()) {
            return emptied;
        }
        for (Grant held : attempt.facts().rbac().grants()) {
            Optional<? extends Map<String, String>> labels =
                    attempt.facts().rbac().labelsInto(held.role());
            if (labels.isPresent()
                    && held.scope().equals(grant.scope())
                    && attempt.actors().stream().anyMatch(actor -> attempt.holds(actor, held))) {
                return Attempt.all(writes.create(role, RoleWrites.EVERYTHING, labels.get()));
            }
        }
        return ImmutableList.of();
    }
}
