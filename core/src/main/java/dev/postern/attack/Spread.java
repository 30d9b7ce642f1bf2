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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Spreads one right over the objects it covers, in linear size: whoever has the right for a whole namespace reaches the
 * namespace's hub, whoever has it everywhere reaches the cluster's hub and from there every namespace's, and only a right
 * limited by {@code resourceNames} gets edges of its own to the objects named.
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

    private final Facts facts;
    private final Edges edges;
    private final String right;
    private final String description;
    private final boolean toHubs;
    private final boolean administrators;
    private final Map<String, List<Target>> targets = new TreeMap<>();
    /** By namespace, or {@code *}, and name; filled when the first right limited by names comes. */
    private final Map<String, Map<String, List<Target>>> byName = new HashMap<>();

    private Spread(Facts facts, Edges edges, String right, String description, boolean toHubs, boolean administrators) {
        this.facts = facts;
        this.edges = edges;
        this.right = right;
        this.description = description;
        this.toHubs = toHubs;
        this.administrators = administrators;
    }

    /**
     * Lays out the hubs of a right: what it leads to, for {@code cluster-admin} and for whoever is added.
     *
     * @param right short name of the right, unique among techniques, for instance {@code exec}
     * @param description completes "may …", for instance {@code run commands in pods}
     */
    public static Spread of(Facts facts, Edges edges, String right, String description, List<Target> targets) {
        return laidOut(new Spread(facts, edges, right, description, false, true), targets);
    }

    /**
     * As {@link #of}, where the right only leads on to hubs: the edges to the targets are silent too, and the technique
     * stands on the edges that leave those hubs.
     */
    public static Spread toHubs(Facts facts, Edges edges, String right, String description, List<Target> targets) {
        return laidOut(new Spread(facts, edges, right, description, true, true), targets);
    }

    /** As {@link #of}, where {@code cluster-admin} needs no such step, because it gets everything there in nearer ways. */
    public static Spread ofOthers(Facts facts, Edges edges, String right, String description, List<Target> targets) {
        return laidOut(new Spread(facts, edges, right, description, false, false), targets);
    }

    /** As {@link #ofOthers}, where the right only leads on to hubs, as in {@link #toHubs}. */
    public static Spread ofOthersToHubs(
            Facts facts, Edges edges, String right, String description, List<Target> targets) {
        return laidOut(new Spread(facts, edges, right, description, true, false), targets);
    }

    private static Spread laidOut(Spread spread, List<Target> targets) {
        for (Target target : targets) {
            spread.targets
                    .computeIfAbsent(target.namespace(), key -> new ArrayList<>())
                    .add(target);
        }
        spread.hubs();
        return spread;
    }

    private void hubs() {
        if (targets.isEmpty()) {
            return;
        }
        May everywhere = hub("*");
        if (administrators) {
            edges.silent(new ClusterAdmin(), everywhere).byDefinition();
        }
        targets.forEach((namespace, objects) -> {
            May hub = namespace.isEmpty() ? everywhere : hub(namespace);
            if (!namespace.isEmpty()) {
                edges.silent(everywhere, hub).byDefinition();
            }
            Map<Ending, List<Support>> grounds = new LinkedHashMap<>();
            for (Target object : objects) {
                grounds.computeIfAbsent(new Ending(object.vertex(), object.confidence()), key -> new ArrayList<>())
                        .add(object.support());
            }
            grounds.forEach((end, supports) -> reach(List.of(hub), end.vertex())
                    .confidence(end.confidence())
                    .because(supports));
        });
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
        if (targets.isEmpty() || premises.stream().anyMatch(facts::isClusterAdminRole)) {
            return; // an administrator's role leads to cluster-admin, and from there to every hub
        }
        if (names.isEmpty()) {
            if (scope.isClusterWide() || targets.containsKey(scope.namespace())) {
                edges.silentJoin(premises, hub(scope.isClusterWide() ? "*" : scope.namespace()))
                        .because(supports);
            }
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
        boolean reaches = scope.isClusterWide() || targets.containsKey(scope.namespace());
        if (reaches && !targets.isEmpty() && premises.stream().noneMatch(facts::isClusterAdminRole)) {
            edges.silentJoin(premises, hub(scope.isClusterWide() ? "*" : scope.namespace()))
                    .provided(object, "is not there yet")
                    .because(supports);
        }
    }

    /** The targets in a scope that have one of these names. O(names + answer), after O(targets) once. */
    private Set<Target> named(Scope scope, Set<String> names) {
        if (byName.isEmpty()) {
            targets.values().forEach(objects -> objects.forEach(this::index));
        }
        Map<String, List<Target>> inScope =
                byName.getOrDefault(scope.isClusterWide() ? "*" : scope.namespace(), Map.of());
        Set<Target> found = new LinkedHashSet<>();
        names.forEach(name -> found.addAll(inScope.getOrDefault(name, List.of())));
        return found;
    }

    private void index(Target target) {
        for (String scope : target.namespace().isEmpty() ? List.of("*") : List.of("*", target.namespace())) {
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

    private May hub(String scope) {
        return new May(
                right, scope, description + (scope.equals("*") ? " of every namespace" : " of namespace " + scope));
    }
}
