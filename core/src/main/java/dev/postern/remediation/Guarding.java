package dev.postern.remediation;

import com.google.common.collect.ImmutableSet;
import dev.postern.attack.Facts;
import dev.postern.model.Cluster;
import dev.postern.model.ConfigMap;
import dev.postern.model.Ingress;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.Namespace;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.Node;
import dev.postern.model.ObjectRef;
import dev.postern.model.PersistentVolumeClaim;
import dev.postern.model.Pod;
import dev.postern.model.ResourceQuota;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.Secret;
import dev.postern.model.Service;
import dev.postern.model.ServiceAccount;
import dev.postern.model.Workload;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Where objects lie that may keep something from happening elsewhere. */
final class Guarding {
    private static final String SYSTEM = "kube-system";

    /** Kinds of objects that say nothing about other namespaces than their own. */
    private static final ImmutableSet<Class<?>> LOCAL = ImmutableSet.of(
            ConfigMap.class,
            Ingress.class,
            Namespace.class,
            NetworkPolicy.class,
            PersistentVolumeClaim.class,
            ResourceQuota.class,
            Role.class,
            RoleBinding.class,
            Secret.class,
            Service.class,
            ServiceAccount.class,
            Workload.class);

    private Guarding() {}

    /** A namespace lies in itself; what lies in none, in the empty one. */
    static String namespace(ObjectRef object) {
        return object.kind().equals("Namespace") ? object.name() : object.namespace();
    }

    /** Namespaces with objects that say more than what concerns themselves: policies, settings of the cluster. O(objects). */
    static Stream<String> byObjects(Cluster cluster) {
        return cluster.objects()
                .filter(object -> !LOCAL.contains(object.getClass())
                        || object instanceof ConfigMap map && !map.allowedData().isEmpty())
                .map(object -> object.ref().namespace());
    }

    /**
     * Namespaces with programs that enforce policies, admit objects, or are run by flags that say who gets in. O(pods and
     * workloads).
     */
    static ImmutableSet<String> byPrograms(Cluster cluster) {
        Stream<String> daemons = cluster.workloads().stream()
                .filter(workload -> isDaemon(workload.ref()))
                .map(workload -> workload.ref().namespace());
        Stream<String> configured = cluster.pods().stream()
                .filter(pod -> pod.mirror()
                        || pod.spec().containers().stream()
                                .anyMatch(container -> !container.programFlags().isEmpty()))
                .map(Pod::namespace);
        Stream<String> admitting = cluster.webhookConfigurations().stream()
                .flatMap(configuration -> configuration.webhooks().stream())
                .flatMap(webhook -> webhook.service().stream())
                .map(ObjectRef::namespace);
        return Stream.of(Stream.of(SYSTEM), daemons, configured, admitting)
                .flatMap(namespaces -> namespaces)
                .collect(ImmutableSet.toImmutableSet());
    }

    /** Nodes that tell where the API server is and which version it has. O(nodes and pods). */
    static ImmutableSet<String> nodes(Facts facts) {
        Set<String> guarding = new HashSet<>(facts.network().apiServerNodes());
        facts.cluster().pods().stream()
                .filter(Pod::mirror)
                .flatMap(pod -> pod.nodeName().stream())
                .forEach(guarding::add);
        Optional<KubernetesVersion> newest = facts.cluster().newestKubelet();
        facts.cluster().nodes().stream()
                .filter(node -> newest.isPresent()
                        && KubernetesVersion.parse(node.kubeletVersion()).equals(newest))
                .map(Node::meta)
                .findFirst()
                .ifPresent(node -> guarding.add(node.name()));
        return ImmutableSet.copyOf(guarding);
    }

    /** Has a pod on every node. */
    static boolean isDaemon(ObjectRef owner) {
        return owner.kind().equals("DaemonSet");
    }
}
