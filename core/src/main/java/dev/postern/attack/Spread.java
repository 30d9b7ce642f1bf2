package dev.postern.attack;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Confidence;
import dev.postern.model.Support;
import dev.postern.rbac.Combined;
import dev.postern.rbac.Permit;
import dev.postern.rbac.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private final Facts facts;
    private final Edges edges;
    private final String right;
    private final String description;
    private final Map<String, List<Target>> targets = new TreeMap<>();

    private Spread(Facts facts, Edges edges, String right, String description) {
        this.facts = facts;
        this.edges = edges;
        this.right = right;
        this.description = description;
    }

    /**
     * Lays out the hubs of a right: what it leads to, for {@code cluster-admin} and for whoever is added.
     *
     * @param right short name of the right, unique among techniques, for instance {@code exec}
     * @param description completes "may …", for instance {@code run commands in pods}
     */
    public static Spread of(Facts facts, Edges edges, String right, String description, List<Target> targets) {
        Spread spread = new Spread(facts, edges, right, description);
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
        edges.silent(new ClusterAdmin(), everywhere).byDefinition();
        targets.forEach((namespace, objects) -> {
            May hub = namespace.isEmpty() ? everywhere : hub(namespace);
            if (!namespace.isEmpty()) {
                edges.silent(everywhere, hub).byDefinition();
            }
            for (Target object : objects) {
                edges.add(hub, object.vertex()).confidence(object.confidence()).because(object.support());
            }
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
        List<List<Target>> inScope = scope.isClusterWide()
                ? List.copyOf(targets.values())
                : List.of(targets.getOrDefault(scope.namespace(), List.of()));
        for (List<Target> objects : inScope) {
            for (Target object : objects) {
                if (object.names().stream().anyMatch(names::contains)) {
                    List<Support> both = supports.stream()
                            .map(support -> support.and(object.support()))
                            .toList();
                    edges.join(premises, object.vertex())
                            .confidence(object.confidence())
                            .because(both);
                }
            }
        }
    }

    private May hub(String scope) {
        return new May(
                right, scope, description + (scope.equals("*") ? " of every namespace" : " of namespace " + scope));
    }
}
