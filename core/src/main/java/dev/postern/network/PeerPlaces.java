package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/**
 * Where the pods are that lists of peers may mean, so that after a change of a few pods not every list is read again: in a
 * namespace by its name, in those that carry a label of some value, or anywhere. Lists are told by their numbers.
 */
final class PeerPlaces {
    private static final RoaringBitmap NONE = new RoaringBitmap();

    private final Map<String, RoaringBitmap> byName = new HashMap<>();
    /** By the key and the value of a label without which a namespace is not meant. */
    private final Map<String, Map<String, RoaringBitmap>> byLabel = new LinkedHashMap<>();
    /** Of all of {@link #byLabel}. */
    private final RoaringBitmap labelled = new RoaringBitmap();

    private final RoaringBitmap anywhere = new RoaringBitmap();

    /** Files some lists under their places in the array. O(peers and the values of their selectors of namespaces). */
    PeerPlaces(ImmutableList<Peer>[] keys) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i].isEmpty()) {
                anywhere.add(i);
            }
            for (Peer peer : keys[i]) {
                file(peer, i);
            }
        }
    }

    private void file(Peer peer, int number) {
        if (!(peer instanceof Peer.Pods pods)) {
            anywhere.add(number);
        } else if (pods.namespaces().isEmpty()) {
            byName.computeIfAbsent(pods.namespace(), name -> new RoaringBitmap())
                    .add(number);
        } else {
            file(pods.namespaces().get(), number);
        }
    }

    /** Of what a selector asks for, any one thing will do; a name is the rarest. */
    private void file(LabelSelector namespaces, int number) {
        Map<String, Set<String>> conditions = new LinkedHashMap<>();
        namespaces.matchLabels().forEach((key, value) -> conditions.put(key, Set.of(value)));
        for (LabelRequirement requirement : namespaces.matchExpressions()) {
            if (requirement.operator() == LabelRequirement.Operator.IN) {
                conditions.put(requirement.key(), requirement.values());
            }
        }
        if (conditions.isEmpty()) {
            anywhere.add(number);
            return;
        }
        String key = conditions.containsKey(Namespace.NAME_LABEL)
                ? Namespace.NAME_LABEL
                : conditions.keySet().iterator().next();
        conditions.getOrDefault(key, Set.of()).forEach(value -> file(key, value, number));
    }

    private void file(String key, String value, int number) {
        labelled.add(number);
        byLabel.computeIfAbsent(key, first -> new HashMap<>())
                .computeIfAbsent(value, first -> new RoaringBitmap())
                .add(number);
    }

    /**
     * The lists that may mean a pod of some namespaces, or one that is told by something else.
     *
     * @param labels of all these namespaces; of one that has others than before, both
     * @param byAnyLabel whether pods may be meant by labels that their namespaces do not have
     */
    RoaringBitmap within(Set<String> namespaces, Collection<? extends Map<String, String>> labels, boolean byAnyLabel) {
        RoaringBitmap numbers = anywhere.clone();
        namespaces.forEach(name -> numbers.or(byName.getOrDefault(name, NONE)));
        if (byAnyLabel) {
            numbers.or(labelled);
            return numbers;
        }
        byLabel.forEach((key, values) -> labels.forEach(one -> {
            String value = one.get(key);
            if (value != null) {
                numbers.or(values.getOrDefault(value, NONE));
            }
        }));
        return numbers;
    }
}
