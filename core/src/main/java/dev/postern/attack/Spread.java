package dev.postern.attack;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Confidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.rbac.Combined;
import dev.postern.rbac.Permit;
import dev.postern.rbac.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Spreads one right over the objects it covers, in linear size: whoever has the right for a whole namespace reaches the
 * namespace's hub, whoever has it everywhere or in every namespace reaches a hub of that and from there each namespace's,
 * and only a right limited by {@code resourceNames} gets edges of its own to the objects named.
 *
 * <p>Hubs are laid out when the rule is done ({@link Edges#whenDone}), for it is known only then who has the right where:
 * one that nobody has leads nowhere, and a namespace that nobody's right ends at needs no hub of its own.
 */
public final class Spread {
    /**
     * An object that the right leads to.
     *
     * @param namespace empty for cluster-scoped objects
     * @param names the object's name as {@code resourceNames} would give it; several for a group of equal pods
     */
    public record Target(
            String namespace, ImmutableSet<String> names, Vertex vertex, Confidence confidence, Support support) {
        public Target(String namespace, String name, Vertex vertex, Support support) {
            this(namespace, ImmutableSet.of(name), vertex, Confidence.CERTAIN, support);
        }
    }

    /** Targets of one namespace may lead to one vertex: one edge with several grounds. */
    private record Ending(Vertex vertex, Confidence confidence) {}

    /**
     * Somebody who has the right all over a scope.
     *
     * @param unless what must not be there yet
     */
    private record Entrant(
            ImmutableList<Vertex> premises, Scope scope, List<Support> supports, Optional<ObjectRef> unless) {}

    private final Facts facts;
    private final Edges edges;
    private final String right;
    private final String description;
    private final boolean toHubs;
    private final boolean administrators;
    private final TreeMap<String, List<Target>> targets = new TreeMap<>();
    private final List<Entrant> entrants = new ArrayList<>();
    /** By scope and name; filled when the first right limited by names comes. */
    private final Map<Scope, Map<String, List<Target>>> byName = new HashMap<>();

    private Spread(Facts facts, Edges edges, String right, String description, boolean toHubs, boolean administrators) {
        this.facts = facts;
        this.edges = edges;
        this.right = right;
        this.description = description;
        this.toHubs = toHubs;
        this.administrators = administrators;
    }

    /**
     * Spreads a right: what it leads to, for {@code cluster-admin} and for whoever is added.
     *
     * @param right short name of the right, unique among techniques, for instance {@code exec}
     * @param description completes "may …", for instance {@code run commands in pods}
     */
    public static Spread of(Facts facts, Edges edges, String right, String description, List<Target> targets) {
        return over(new Spread(facts, edges, right, description, false, true), targets);
    }

    /**
     * As {@link #of}, where the right only leads on to hubs: the edges to the targets are silent too, and the technique
     * stands on the edges that leave those hubs.
     */
    public static Spread toHubs(Facts facts, Edges edges, String right, String description, List<Target> targets) {
        return over(new Spread(facts, edges, right, description, true, true), targets);
    }

    /** As {@link #of}, where {@code cluster-admin} needs no such step, because it gets everything there in nearer ways. */
    public static Spread ofOthers(Facts facts, Edges edges, String right, String description, List<Target> targets) {
        return over(new Spread(facts, edges, right, description, false, false), targets);
    }

    /** As {@link #ofOthers}, where the right only leads on to hubs, as in {@link #toHubs}. */
    public static Spread ofOthersToHubs(
            Facts facts, Edges edges, String right, String description, List<Target> targets) {
        return over(new Spread(facts, edges, right, description, true, false), targets);
    }

    private static Spread over(Spread spread, List<Target> targets) {
        for (Target target : targets) {
            spread.targets
                    .computeIfAbsent(target.namespace(), key -> new ArrayList<>())
                    .add(target);
        }
        spread.edges.whenDone(spread::layOut);
        return spread;
    }

    /** Adds whoever holds the grants that permit the right. */
    public Spread from(List<Permit> permits) {
        for (Permit permit : permits) {
            from(ImmutableList.of(facts.vertex(permit.grant())), permit.scope(), permit.names(), permit.supports());
        }
        return this;
    }

    /**
     * Adds whoever holds several permissions at once.
     *
     * @param named which of the permissions' names limit the objects reached
     */
    public Spread fromCombined(List<Combined> holders, int named) {
        for (Combined combined : holders) {
            from(
                    facts.premises(combined.holder(), combined.gained()),
                    combined.scope(),
                    combined.names().get(named),
                    combined.supports());
        }
        return this;
    }

    /** Adds whoever has all of {@code premises}, for objects in a scope, limited to names unless there are none. */
    public void from(
            List<? extends Vertex> premises, Scope scope, ImmutableSortedSet<String> names, List<Support> supports) {
        if (targets.isEmpty() || isOfAdministrators(premises)) {
            return; // an administrator's role leads to cluster-admin, and from there to every hub
        }
        if (names.isEmpty()) {
            enter(new Entrant(ImmutableList.copyOf(premises), scope, supports, Optional.empty()));
            return;
        }
        for (Target object : named(scope, names)) {
            List<Support> both = supports.stream()
                    .map(support -> support.and(object.support()))
                    .toList();
            reach(premises, object.vertex()).confidence(object.confidence()).because(both);
        }
    }

    /** Adds whoever has all of {@code premises}, for every object in a scope, provided that another is not there yet. */
    public void fromUnless(ObjectRef object, List<? extends Vertex> premises, Scope scope, List<Support> supports) {
        if (!isOfAdministrators(premises)) {
            enter(new Entrant(ImmutableList.copyOf(premises), scope, supports, Optional.of(object)));
        }
    }

    private boolean isOfAdministrators(List<? extends Vertex> premises) {
        for (Vertex premise : premises) {
            if (facts.isClusterAdminRole(premise)) {
                return true;
            }
        }
        return false;
    }

    private void enter(Entrant entrant) {
        if (hasTargets(entrant.scope())) {
            entrants.add(entrant);
        }
    }

    private boolean hasTargets(Scope scope) {
        if (targets.isEmpty() || scope.isOneNamespace()) {
            return targets.containsKey(scope.namespace());
        }
        return scope.isClusterWide() || !targets.lastKey().isEmpty();
    }

    private void layOut() {
        if (targets.isEmpty() || (entrants.isEmpty() && !administrators)) {
            return;
        }
        Set<Scope> entered = enteredScopes();
        boolean inEvery = entered.contains(Scope.EVERY_NAMESPACE);
        if (inEvery && entered.contains(Scope.CLUSTER)) {
            edges.silent(hub(Scope.CLUSTER), hub(Scope.EVERY_NAMESPACE)).byDefinition();
        }
        Scope wide = inEvery ? Scope.EVERY_NAMESPACE : Scope.CLUSTER;
        Map<String, Map<Ending, List<Support>>> endings = endings();
        Set<Ending> contested = contested(endings);
        endings.forEach((namespace, grounds) -> {
            Scope scope = scope(namespace);
            boolean own = entered.contains(scope) || grounds.keySet().stream().anyMatch(contested::contains);
            if (own && !scope.isClusterWide() && entered.contains(wide)) {
                edges.silent(hub(wide), hub(scope)).byDefinition();
                entered.add(scope);
            }
            Scope from = own || scope.isClusterWide() ? scope : wide;
            if (entered.contains(from)) {
                ImmutableList<Vertex> hub = ImmutableList.of(hub(from));
                grounds.forEach((end, supports) ->
                        reach(hub, end.vertex()).confidence(end.confidence()).because(supports));
            }
        });
    }

    /** The hubs that somebody comes to. */
    private Set<Scope> enteredScopes() {
        Set<Scope> entered = new HashSet<>();
        for (Entrant entrant : entrants) {
            Edges.Edge edge = edges.silentJoin(entrant.premises(), hub(entrant.scope()));
            entrant.unless()
                    .map(object -> edge.provided(object, "is not there yet"))
                    .orElse(edge)
                    .because(entrant.supports());
            entered.add(entrant.scope());
        }
        if (administrators) {
            edges.silent(new ClusterAdmin(), hub(Scope.CLUSTER)).byDefinition();
            entered.add(Scope.CLUSTER);
        }
        return entered;
    }

    private Map<String, Map<Ending, List<Support>>> endings() {
        Map<String, Map<Ending, List<Support>>> endings = new TreeMap<>();
        targets.forEach((namespace, objects) -> {
            Map<Ending, List<Support>> grounds = new LinkedHashMap<>();
            for (Target object : objects) {
                grounds.computeIfAbsent(new Ending(object.vertex(), object.confidence()), key -> new ArrayList<>())
                        .add(object.support());
            }
            endings.put(namespace, grounds);
        });
        return endings;
    }

    /** What several namespaces lead to on different grounds: from one hub it would be one edge with the grounds of all. */
    private static Set<Ending> contested(Map<String, Map<Ending, List<Support>>> endings) {
        Map<Ending, List<Support>> first = new HashMap<>();
        Set<Ending> contested = new HashSet<>();
        endings.forEach((namespace, grounds) -> grounds.forEach((end, supports) -> {
            // Targets of one namespace are what lies in it, for the most part: no other leads there.
            if (!end.vertex().namespace().equals(namespace) && !contested.contains(end)) {
                List<Support> others = first.putIfAbsent(end, supports);
                if (others != null
                        && !others.equals(supports)
                        && !Set.copyOf(others).equals(Set.copyOf(supports))) {
                    contested.add(end);
                }
            }
        }));
        return contested;
    }

    /** The targets in a scope that have one of these names. O(names + answer), after O(targets) once. */
    private Set<Target> named(Scope scope, Set<String> names) {
        if (byName.isEmpty()) {
            targets.values().forEach(objects -> objects.forEach(this::index));
        }
        Map<String, List<Target>> inScope = byName.getOrDefault(scope, Map.of());
        Set<Target> found = new LinkedHashSet<>();
        names.forEach(name -> found.addAll(inScope.getOrDefault(name, List.of())));
        return found;
    }

    private void index(Target target) {
        Set<Scope> scopes = new HashSet<>(Set.of(Scope.CLUSTER));
        if (!target.namespace().isEmpty()) {
            scopes.add(Scope.EVERY_NAMESPACE);
            scopes.add(scope(target.namespace()));
        }
        for (Scope scope : scopes) {
            for (String name : target.names()) {
                byName.computeIfAbsent(scope, key -> new HashMap<>())
                        .computeIfAbsent(name, key -> new ArrayList<>())
                        .add(target);
            }
        }
    }

    private Edges.Edge reach(List<? extends Vertex> premises, Vertex object) {
        return toHubs ? edges.silentJoin(premises, object) : edges.join(premises, object);
    }

    private static Scope scope(String namespace) {
        return namespace.isEmpty() ? Scope.CLUSTER : Scope.namespace(namespace);
    }

    private May hub(Scope scope) {
        return new May(
                right,
                scope.isClusterWide() ? "*" : scope.namespace(),
                description + (scope.isOneNamespace() ? " of namespace " + scope.namespace() : " of every namespace"));
    }
}
