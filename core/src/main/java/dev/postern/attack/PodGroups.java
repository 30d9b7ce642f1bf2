package dev.postern.attack;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.attack.Vertex.PodControl;
import dev.postern.model.Cluster;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.PodSpec;
import dev.postern.network.Network;
import dev.postern.podsecurity.PodSecurity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Sorts the pods of a cluster into {@link PodGroup}s, in time linear in their number. Terminated pods are left out. */
final class PodGroups {
    private record Key(
            ObjectRef owner, int spec, boolean virtual, boolean mirror, int networkClass, Optional<String> node) {}

    /** A group without its number, which it has when all are in order. */
    private record Named(PodControl vertex, int networkClass, List<Pod> pods) {
        PodGroup numbered(int number) {
            return new PodGroup(vertex, networkClass, ImmutableList.copyOf(pods), names(pods), nodes(pods), number);
        }
    }

    private final PodSecurity podSecurity;
    /** Replicas share one spec object, so a deep comparison is needed once per object and not once per pod. */
    private final Map<PodSpec, Integer> numberByIdentity = new IdentityHashMap<>();

    private final Map<PodSpec, Integer> numberByValue = new HashMap<>();
    private final Map<Integer, Boolean> concernsNode = new HashMap<>();

    private PodGroups(PodSecurity podSecurity) {
        this.podSecurity = podSecurity;
    }

    static ImmutableList<PodGroup> of(Cluster cluster, Network network, PodSecurity podSecurity) {
        PodGroups groups = new PodGroups(podSecurity);
        Map<Key, List<Pod>> members = new LinkedHashMap<>();
        for (int i = 0; i < cluster.pods().size(); i++) {
            Pod pod = cluster.pods().get(i);
            if (!pod.isTerminated()) {
                members.computeIfAbsent(groups.key(pod, network.classOfPodAt(i)), key -> new ArrayList<>(1))
                        .add(pod);
            }
        }
        Map<String, Integer> sameName = new HashMap<>();
        members.keySet().forEach(key -> sameName.merge(name(key), 1, Integer::sum));
        Map<String, Integer> sameNode = new HashMap<>();
        members.keySet().forEach(key -> sameNode.merge(nameOnNode(key), 1, Integer::sum));

        ImmutableSortedMap.Builder<String, Named> inOrder = ImmutableSortedMap.naturalOrder();
        members.forEach((key, pods) -> {
            String mark = "";
            if (sameName.getOrDefault(name(key), 0) > 1) {
                boolean nodeTellsApart = key.node().isPresent() && sameNode.getOrDefault(nameOnNode(key), 0) == 1;
                mark = nodeTellsApart
                        ? key.node().get()
                        : pods.get(0).object().kind() + "/"
                                + pods.get(0).object().name();
            }
            PodControl vertex = new PodControl(
                    key.owner().namespace(),
                    key.owner().name(),
                    mark,
                    key.owner().toString());
            inOrder.put(vertex.id(), new Named(vertex, key.networkClass(), pods));
        });
        ImmutableList.Builder<PodGroup> numbered = ImmutableList.builderWithExpectedSize(members.size());
        int number = 0;
        for (Named group : inOrder.buildOrThrow().values()) {
            numbered.add(group.numbered(number++));
        }
        return numbered.build();
    }

    private static ImmutableSet<String> names(List<Pod> pods) {
        ImmutableSet.Builder<String> names = ImmutableSet.builderWithExpectedSize(pods.size());
        for (Pod pod : pods) {
            if (!pod.virtual()) {
                names.add(pod.object().name());
            }
        }
        return names.build();
    }

    private static ImmutableSet<String> nodes(List<Pod> pods) {
        if (pods.size() == 1) {
            return pods.get(0).nodeName().map(ImmutableSet::of).orElse(ImmutableSet.of());
        }
        TreeSet<String> nodes = new TreeSet<>();
        pods.forEach(pod -> pod.nodeName().ifPresent(nodes::add));
        return ImmutableSet.copyOf(nodes);
    }

    private Key key(Pod pod, int networkClass) {
        int spec = numberByIdentity.computeIfAbsent(
                pod.spec(), value -> numberByValue.computeIfAbsent(value, any -> numberByValue.size()));
        boolean bound = concernsNode.computeIfAbsent(spec, any -> podSecurity.concernsItsNode(pod));
        return new Key(
                pod.owner(),
                spec,
                pod.virtual(),
                pod.mirror(),
                networkClass,
                bound ? pod.nodeName() : Optional.empty());
    }

    private static String name(Key key) {
        return key.owner().qualifiedName();
    }

    private static String nameOnNode(Key key) {
        return name(key) + "@" + key.node().orElse("");
    }
}
