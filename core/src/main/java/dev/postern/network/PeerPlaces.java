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
    /** By a label without which a namespace is not meant. */
    private final LabelPlaces ofNamespaces = new LabelPlaces();
    /** By a label without which a pod is not meant. */
    private final LabelPlaces ofPods = new LabelPlaces();

    private final RoaringBitmap anywhere = new RoaringBitmap();

    /**
     * Pods, and namespaces of pods, by which lists are found.
     *
     * @param names of their namespaces
     * @param ofNamespaces labels of all these namespaces; of one that has others than before, both
     * @param ofPods labels of all these pods; of one that has others than before, both
     * @param byAnyLabel whether pods may be meant by labels that their namespaces do not have
     */
    record Wanted(
            Set<String> names,
            Collection<? extends Map<String, String>> ofNamespaces,
            Collection<? extends Map<String, String>> ofPods,
            boolean byAnyLabel) {}

    /** Files some lists under their places in the array. O(peers and the values of their selectors). */
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
        if (peer instanceof Peer.Ends ends) {
            file(Whereabouts.of(ends.set()), number);
        } else if (!(peer instanceof Peer.Pods pods)) {
            anywhere.add(number);
        } else if (pods.namespaces().isEmpty()) {
            file(pods.namespace(), number);
        } else {
            file(pods.namespaces().get(), number);
        }
    }

    private void file(String namespace, int number) {
        byName.computeIfAbsent(namespace, name -> new RoaringBitmap()).add(number);
    }

    private void file(Whereabouts meant, int number) {
        if (meant.anywhere()) {
            anywhere.add(number);
            return;
        }
        meant.namespaces().forEach(name -> file(name, number));
        meant.labels()
                .forEach(label -> (label.whose() == EndSet.Whose.POD ? ofPods : ofNamespaces)
                        .file(label.key(), label.test(), number));
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
        conditions.getOrDefault(key, Set.of()).forEach(value -> ofNamespaces.file(key, value, number));
    }

    /** The lists that may mean such a pod, or one that is told by something else. */
    RoaringBitmap within(Wanted wanted) {
        RoaringBitmap numbers = anywhere.clone();
        wanted.names().forEach(name -> numbers.or(byName.getOrDefault(name, NONE)));
        if (wanted.byAnyLabel()) {
            numbers.or(ofNamespaces.all());
        } else {
            ofNamespaces.find(wanted.ofNamespaces(), numbers);
        }
        ofPods.find(wanted.ofPods(), numbers);
        return numbers;
    }
}
