package dev.postern.attack.rule;

import com.google.common.collect.ImmutableSortedSet;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex;
import dev.postern.model.Cluster;
import dev.postern.model.ObjectRef;
import dev.postern.rbac.Combined;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Scope;
import java.util.List;
import java.util.function.Predicate;

/**
 * Creating objects of a kind. A POST has no name, so that a right limited by {@code resourceNames} gives nothing; but a
 * server-side apply to an object that is not there creates it, for {@code create} and {@code patch} with its name (E4).
 *
 * @param namespaced whether the kind belongs to namespaces
 */
record Creation(String apiGroup, String resource, String kind, boolean namespaced) {
    static Creation namespaced(String apiGroup, String resource, String kind) {
        return new Creation(apiGroup, resource, kind, true);
    }

    static Creation clusterScoped(String apiGroup, String resource, String kind) {
        return new Creation(apiGroup, resource, kind, false);
    }

    /** Adds whoever may create an object of whatever name. */
    Spread addTo(Spread spread, Facts facts) {
        return addTo(spread, facts, name -> true);
    }

    /** Adds whoever may create an object of a name that will do. */
    Spread addTo(Spread spread, Facts facts, Predicate<String> usable) {
        spread.from(facts.rbac().permits(permission()));
        return addAppliers(spread, facts, usable);
    }

    /** Adds whoever may create an object only by a server-side apply, of a name that will do. */
    Spread addAppliers(Spread spread, Facts facts, Predicate<String> usable) {
        for (Combined applier : facts.rbac().appliers(permission())) {
            for (String name : applier.names().get(0)) {
                if (usable.test(name)) {
                    apply(spread, facts, applier, name);
                }
            }
        }
        return spread;
    }

    /** Adds whoever may create objects that bear the names of what the right leads to. */
    Spread addNamed(Spread spread, Facts facts) {
        spread.from(facts.rbac().permits(permission()));
        return spread.fromCombined(facts.rbac().appliers(permission()), 0);
    }

    /** Adds who may create an object of one name by a server-side apply, where it is not there. */
    void apply(Spread spread, Facts facts, Combined applier, String name) {
        Cluster cluster = facts.cluster();
        List<Vertex> premises = facts.premises(applier.holder(), applier.gained());
        List<Scope> scopes = namespaced && !applier.scope().isOneNamespace()
                ? facts.namespaces().stream().map(Scope::namespace).toList()
                : List.of(applier.scope());
        for (Scope scope : scopes) {
            ObjectRef object = ObjectRef.of(kind, scope.namespace(), name);
            if (cluster.contains(object)) {
                continue; // a patch of what is there
            }
            if (cluster.isComplete(kind)) {
                spread.from(premises, scope, ImmutableSortedSet.of(), applier.supports());
            } else {
                spread.fromUnless(object, premises, scope, applier.supports());
            }
        }
    }

    Permission permission() {
        Permission create = Permission.of("create", apiGroup, resource);
        return namespaced ? create : create.clusterScoped();
    }
}
