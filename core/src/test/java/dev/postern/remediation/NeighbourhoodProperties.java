package dev.postern.remediation;

import static dev.postern.path.PathQuery.from;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.attack.Facts;
import dev.postern.attack.rule.CatalogueWorld;
import dev.postern.attack.rule.Reanalysis;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.path.PathFinder;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Whatever plan the part of a cluster has is one of the cluster, whatever it is the neighbourhood of. */
final class NeighbourhoodProperties {
    @Provide
    Arbitrary<CatalogueWorld> worlds() {
        return CatalogueWorld.any();
    }

    @Property(tries = 60, seed = "20261202")
    void aPlanOfThePartIsOneOfTheWhole(@ForAll("worlds") CatalogueWorld world, @ForAll Random random) {
        Cluster whole = world.analysis().snapshot().cluster();
        Cluster part = part(Reanalysis.facts(whole), random);
        PathFinder inWhole = Reanalysis.of(whole);
        PathFinder inPart = Reanalysis.of(part);
        int found = 0;
        for (Pod pod : part.existingPods().toList()) {
            for (Place target : List.of(Place.clusterAdmin(), Place.anyNode())) {
                PathQuery question =
                        from(Place.pod(pod.namespace(), pod.object().name())).to(target);
                if (!inPart.find(question).paths().isEmpty()) {
                    found++;
                    assertThat(inWhole.find(question).paths())
                            .as("%s to %s", pod.object(), target)
                            .isNotEmpty();
                }
            }
        }
        Statistics.label("plans in the part")
                .collect(found > 0)
                .coverage(coverage -> coverage.check(true).count(worlds -> worlds >= 1));
    }

    private static Cluster part(Facts facts, Random random) {
        Neighbourhood neighbourhood = new Neighbourhood(facts, new OwnedPods(facts.cluster()));
        List<ObjectRef> all = new ArrayList<>(Stream.concat(
                        facts.cluster().objects().map(KubernetesObject::ref),
                        facts.cluster().pods().stream().map(Pod::object))
                .sorted()
                .toList());
        all.removeIf(object -> random.nextInt(4) == 0);
        all.forEach(neighbourhood::add);
        return neighbourhood.cluster();
    }
}
