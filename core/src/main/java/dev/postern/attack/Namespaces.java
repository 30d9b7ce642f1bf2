package dev.postern.attack;

import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import java.util.stream.Stream;

/** The namespaces of a cluster: those that are objects, and those that other objects lie in. */
final class Namespaces {
    private Namespaces() {}

    static ImmutableSortedSet<String> of(Cluster cluster) {
        Stream<String> named = Stream.of(
                        cluster.serviceAccounts(),
                        cluster.roles(),
                        cluster.roleBindings(),
                        cluster.workloads(),
                        cluster.services(),
                        cluster.secrets(),
                        cluster.configMaps(),
                        cluster.networkPolicies(),
                        cluster.persistentVolumeClaims())
                .flatMap(list -> list.stream())
                .map(object -> ((KubernetesObject) object).meta().namespace());
        return Stream.of(
                        cluster.namespaces().stream()
                                .map(namespace -> namespace.meta().name()),
                        cluster.pods().stream().map(pod -> pod.namespace()),
                        named)
                .flatMap(names -> names)
                .filter(name -> !name.isEmpty())
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    }
}
