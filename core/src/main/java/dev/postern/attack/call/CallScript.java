package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Facts;
import dev.postern.attack.Vertex;
import dev.postern.model.Subject;
import dev.postern.rbac.ImpersonatedUser;
import dev.postern.rbac.UserInfo;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes down the requests of one plan, step by step in the plan's order: it keeps in mind as whom each thing is held, and
 * what identities have given to themselves.
 */
public final class CallScript {
    /**
     * The requests of one step.
     *
     * @param calls in order; empty where there are none
     * @param reason why there are none; empty where there are some
     */
    public record StepCalls(ImmutableList<ApiCall> calls, String reason) {}

    private static final String NOT_ENOUGH = "the input does not name the object that the request would be about";

    private final Facts facts;
    private final Rights rights;
    private final Map<Vertex, Subject> holders = new HashMap<>();
    private final Map<Subject, Actor> actors = new HashMap<>();

    CallScript(Facts facts, Rights rights, Subject start) {
        this.facts = facts;
        this.rights = rights;
        become(new Vertex.Identity(start), Actor.of(start, facts.rbac()));
        if (start instanceof Subject.Group) {
            // Of a group's member no group of its own is in the graph: see Starts.
            facts.rbac().groupsOf(start).forEach(group -> holders.put(new Vertex.Identity(group), start));
        }
    }

    /**
     * The requests of the next step.
     *
     * @param from what it starts from, hubs folded away
     * @param to what it gains
     */
    public StepCalls next(EdgeType type, ImmutableList<Vertex> from, Vertex to) {
        Attempt attempt = new Attempt(facts, rights, actors(from), from, to);
        CallBuilders.Entry entry = CallBuilders.of(type.id());
        ImmutableList<ApiCall> calls = entry.builder().calls(attempt);
        hold(attempt, calls, to);
        String reason = entry.reason().isEmpty() ? NOT_ENOUGH : entry.reason();
        return new StepCalls(calls, calls.isEmpty() ? reason : "");
    }

    private ImmutableList<Actor> actors(List<Vertex> from) {
        Set<Subject> subjects = new LinkedHashSet<>();
        for (Vertex vertex : from) {
            Subject holder = holders.get(vertex);
            if (holder != null) {
                subjects.add(holder);
            }
        }
        return subjects.stream()
                .flatMap(subject -> Optional.ofNullable(actors.get(subject)).stream())
                .collect(ImmutableList.toImmutableList());
    }

    private void hold(Attempt attempt, List<ApiCall> calls, Vertex to) {
        Optional<ImpersonatedUser> other = calls.size() == 1 ? calls.get(0).inNameOf() : Optional.empty();
        Optional<Actor> first = attempt.actors().stream().findFirst();
        if (other.isPresent()) {
            become(to, impersonated(other.get(), to));
        } else if (to instanceof Vertex.Identity identity) {
            // Without a request it is a group that somebody is in; with one, somebody else who is in it.
            if (identity.subject() instanceof Subject.Group && first.isPresent() && calls.isEmpty()) {
                holders.putIfAbsent(to, first.get().subject());
            } else {
                become(to, Actor.of(identity.subject(), facts.rbac()));
            }
        } else if (to instanceof Vertex.GainedRole gained) {
            RoleEscalations.gainer(attempt)
                    .ifPresent(gainer -> become(to, gainer.gaining(Rights.grant(gained.role()))));
        } else {
            first.ifPresent(actor -> holders.putIfAbsent(to, actor.subject()));
        }
    }

    private static Actor impersonated(ImpersonatedUser other, Vertex to) {
        return to instanceof Vertex.Identity identity
                ? new Actor(identity.subject(), Impersonations.taken(other), ImmutableSet.of())
                : new Actor(
                        Subject.user(other.name()),
                        UserInfo.impersonated(other.name(), other.groups()),
                        ImmutableSet.of());
    }

    private void become(Vertex vertex, Actor actor) {
        holders.putIfAbsent(vertex, actor.subject());
        actors.merge(
                actor.subject(),
                actor,
                (before, now) -> before.gained().size() > now.gained().size() ? before : now);
    }
}
