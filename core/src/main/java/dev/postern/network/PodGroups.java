package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Pod;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Pods with equal facts folded together before any selector looks at them: namespace, labels, address atoms, named ports
 * and traits. Groups are numbered in the order of their first pods, so those of one namespace are close together.
 */
final class PodGroups {
    /**
     * What a policy can see of a pod. Atoms are -1 for a family the pod has no known address of.
     *
     * @param node of a pod on the host network, where some policy tells nodes apart; else empty
     * @param beside whatever else some policy tells pods of the pod network apart by
     */
    record Key(
            String namespace,
            ImmutableSortedMap<String, String> labels,
            int traits,
            int resolution,
            int atomV4,
            int atomV6,
            String node,
            ImmutableList<Object> beside) {
        boolean hostNetwork() {
            return Traits.has(traits, Traits.HOST_NETWORK);
        }
    }

    private final ImmutableList<Key> keys;
    private final AddressAtoms atoms;
    private final int[] groupOf;
    private final List<Pod> examples = new ArrayList<>();
    private final int podCount;

    /**
     * Groups those pods that take part.
     *
     * @param present pods that are there
     * @param byNode whether some policy tells nodes apart
     * @param beside whatever else policies tell pods apart by, beside labels and what is in a {@link Key} in any case
     * @param newcomers pods that are not there; they have groups and are counted nowhere
     */
    PodGroups(
            ImmutableList<Pod> present,
            Hosts hosts,
            NamedPorts namedPorts,
            List<IpRanges> blocks,
            boolean byNode,
            Function<Pod, ImmutableList<Object>> beside,
            ImmutableList<Pod> newcomers) {
        ImmutableList<Pod> pods = newcomers.isEmpty()
                ? present
                : ImmutableList.<Pod>builder().addAll(present).addAll(newcomers).build();
        podCount = present.size();
        List<List<IpAddress>> addresses = new ArrayList<>(pods.size());
        List<IpAddress> known = new ArrayList<>();
        for (Pod pod : pods) {
            List<IpAddress> own = pod.isTerminated() ? List.of() : hosts.addresses(pod);
            addresses.add(own);
            if (!blocks.isEmpty()) {
                known.addAll(own);
            }
        }
        atoms = new AddressAtoms(known, blocks);
        Map<Key, Integer> numbers = new HashMap<>();
        groupOf = new int[pods.size()];
        for (int i = 0; i < groupOf.length; i++) {
            Pod pod = pods.get(i);
            if (pod.isTerminated()) {
                groupOf[i] = Network.NO_CLASS;
                continue;
            }
            List<IpAddress> own = addresses.get(i);
            boolean host = hosts.onHost(pod);
            int traits = Traits.of(
                    host,
                    !own.isEmpty(),
                    pod.nodeName().isPresent(),
                    !host && hosts.tunnel().endsAt(pod),
                    hosts.families(own));
            Key key = new Key(
                    host ? "" : pod.namespace(),
                    host ? ImmutableSortedMap.of() : pod.meta().labels(),
                    traits,
                    host ? NamedPorts.UNRESOLVED : namedPorts.resolution(pod),
                    blocks.isEmpty() ? -1 : atom(atoms, Family.IPV4, own),
                    blocks.isEmpty() ? -1 : atom(atoms, Family.IPV6, own),
                    host && byNode ? pod.nodeName().orElse("") : "",
                    host ? ImmutableList.of() : beside.apply(pod));
            groupOf[i] = numbers.computeIfAbsent(key, fresh -> numbers.size());
            if (groupOf[i] == examples.size()) {
                examples.add(pod);
            }
        }
        Key[] byNumber = new Key[numbers.size()];
        numbers.forEach((key, number) -> byNumber[number] = key);
        keys = ImmutableList.copyOf(byNumber);
    }

    private static int atom(AddressAtoms atoms, Family family, List<IpAddress> addresses) {
        return Hosts.of(family, addresses).map(atoms::atomOf).orElse(-1);
    }

    AddressAtoms atoms() {
        return atoms;
    }

    int podCount() {
        return podCount;
    }

    int count() {
        return keys.size();
    }

    ImmutableList<Key> keys() {
        return keys;
    }

    /** A pod of a group. */
    Pod example(int group) {
        return examples.get(group);
    }

    /** The group of a pod by its position among those that are not there. */
    int groupOfNewcomer(int position) {
        return groupOf[podCount + position];
    }

    /** The group of the pod at that position of the cluster's list; {@link Network#NO_CLASS} if it takes no part. */
    int groupOf(int pod) {
        return groupOf[pod];
    }
}
