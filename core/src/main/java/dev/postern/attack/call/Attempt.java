package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.attack.Facts;
import dev.postern.attack.Vertex;
import dev.postern.model.ObjectRef;
import dev.postern.rbac.AccessReview;
import dev.postern.rbac.Grant;
import dev.postern.rbac.Permission;
import dev.postern.rbac.UserInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A step about to be made: by whom, from what, to what. Several actors when the step has premises that different
 * identities hold; each request belongs to one of them.
 */
record Attempt(Facts facts, Rights rights, ImmutableList<Actor> actors, ImmutableList<Vertex> from, Vertex to) {
    static final String RBAC = "rbac.authorization.k8s.io";

    /** The first actor who may make a request on a resource; {@code name} is empty where the request has none. */
    Optional<UserInfo> who(String verb, String apiGroup, String resource, String namespace, String name) {
        return actors.stream()
                .filter(actor -> may(actor, verb, apiGroup, resource, namespace, name))
                .findFirst()
                .map(Actor::user);
    }

    /** The same, by one of the actors alone. */
    Attempt by(Actor actor) {
        return new Attempt(facts, rights, ImmutableList.of(actor), from, to);
    }

    /** The first actor who may create an object of a kind, under whatever name will do. */
    Optional<Creator> creator(
            String apiGroup, String resource, String kind, String namespace, Predicate<String> usable) {
        return who("create", apiGroup, resource, namespace, "")
                .map(user -> new Creator(user, Optional.empty()))
                .or(() -> names(apiGroup, resource, namespace).stream()
                        .filter(usable)
                        .filter(name -> !facts.cluster().contains(ObjectRef.of(kind, namespace, name)))
                        .flatMap(name -> applier(apiGroup, resource, namespace, name).stream())
                        .findFirst());
    }

    /** The first actor who may create an object of that very name. */
    Optional<Creator> creatorOf(String apiGroup, String resource, String namespace, String name) {
        return who("create", apiGroup, resource, namespace, "")
                .map(user -> new Creator(user, Optional.empty()))
                .or(() -> applier(apiGroup, resource, namespace, name));
    }

    private Optional<Creator> applier(String apiGroup, String resource, String namespace, String name) {
        return actors.stream()
                .filter(actor -> may(actor, "create", apiGroup, resource, namespace, name)
                        && may(actor, "patch", apiGroup, resource, namespace, name))
                .findFirst()
                .map(actor -> new Creator(actor.user(), Optional.of(name)));
    }

    /** Names to which somebody's right to create is limited. */
    private ImmutableSortedSet<String> names(String apiGroup, String resource, String namespace) {
        Permission create = Permission.of("create", apiGroup, resource);
        Permission there = namespace.isEmpty() ? create.clusterScoped() : create.inNamespace();
        return facts.rbac().permits(there.byName()).stream()
                .flatMap(permit -> permit.names().stream())
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    }

    /** Whether an actor may make a request, by what it held before or by what it has given to itself since. */
    boolean may(Actor actor, String verb, String apiGroup, String resource, String namespace, String name) {
        AccessReview review = AccessReview.of(actor.user())
                .verb(verb)
                .group(apiGroup)
                .resource(resource)
                .in(namespace)
                .named(name);
        return facts.rbac().decide(review).isAllowed()
                || actor.gained().stream().anyMatch(grant -> rights.permits(grant, review));
    }

    /** Whether an actor holds a grant, by a binding of itself or of one of its groups, or by a step before. */
    boolean holds(Actor actor, Grant grant) {
        return actor.gained().contains(grant)
                || rights.holds(actor.subject(), grant)
                || facts.rbac().groupsOf(actor.subject()).stream().anyMatch(group -> rights.holds(group, grant));
    }

    /** Every requests that is needed, or none. */
    @SafeVarargs
    static ImmutableList<ApiCall> all(Optional<ApiCall>... calls) {
        return all(List.of(calls));
    }

    static ImmutableList<ApiCall> all(List<Optional<ApiCall>> calls) {
        return calls.stream().allMatch(Optional::isPresent)
                ? calls.stream().map(Optional::orElseThrow).collect(ImmutableList.toImmutableList())
                : ImmutableList.of();
    }
}
