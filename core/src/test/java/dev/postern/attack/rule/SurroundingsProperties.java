package dev.postern.attack.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.attack.AttackGraph;
import dev.postern.attack.Derivation;
import dev.postern.attack.Facts;
import dev.postern.attack.Surroundings;
import dev.postern.model.Cluster;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is derived once for many clusters is what each of them would derive. */
final class SurroundingsProperties {
    @Provide
    Arbitrary<CatalogueWorld> worlds() {
        return CatalogueWorld.any();
    }

    @Property(tries = 60)
    void noRoleAndNoBindingHasASayInThem(@ForAll("worlds") CatalogueWorld world) {
        Cluster cluster = world.analysis().snapshot().cluster();
        Cluster without =
                cluster.where(object -> !(object instanceof Role || object instanceof RoleBinding), pod -> true);
        Assume.that(without.namespaceNames().equals(cluster.namespaceNames()));
        Surroundings shared = Reanalysis.facts(without).surroundings();
        AttackGraph least = graph(without, shared);
        AttackGraph expected = Derivation.run(Reanalysis.facts(cluster), BuiltInRules.all());
        AttackGraph graph = graph(cluster, shared);
        assertThat(graph.vertices()).isEqualTo(expected.vertices());
        assertThat(Closure.edges(graph)).isEqualTo(Closure.edges(expected));
        assertThat(Closure.edges(graph(without, shared)))
                .as("what is handed on is left as it was")
                .isEqualTo(Closure.edges(least));
    }

    private static AttackGraph graph(Cluster cluster, Surroundings shared) {
        return Derivation.run(Facts.of(cluster, Reanalysis.facts(cluster).rbac(), shared), BuiltInRules.all());
    }
}
