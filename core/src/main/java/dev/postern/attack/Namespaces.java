package dev.postern.attack;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import java.util.stream.Stream;

/**
 * The namespaces of a cluster: those that are objects, those that other objects lie in, and, unless the input is live and
 * would show them, two that every API server makes and no one can delete. Whoever may create pods everywhere may do so
 * there too, however well the namespaces of the manifests are guarded.
 */
final class Namespaces {
    private static final ImmutableSet<String> BORN_WITH_THE_CLUSTER = ImmutableSet.of("default", "kube-system");

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
        boolean complete = cluster.isLive() && !cluster.namespaces().isEmpty();
        return Stream.of(
                        complete ? Stream.<String>empty() : BORN_WITH_THE_CLUSTER.stream(),
                        cluster.namespaces().stream()
                                .map(namespace -> namespace.meta().name()),
                        cluster.pods().stream().map(pod -> pod.namespace()),
                        named)
                .flatMap(names -> names)
                .filter(name -> !name.isEmpty())
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    }
}
