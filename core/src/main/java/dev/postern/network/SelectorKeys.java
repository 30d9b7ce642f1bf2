package dev.postern.network;

import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import java.util.HashSet;
import java.util.Set;

/** The label keys that selectors of policies name: nothing else needs an index. */
final class SelectorKeys {
    private final Set<String> ofPods = new HashSet<>();
    private final Set<String> ofNamespaces = new HashSet<>();

    void addAll(SelectorKeys others) {
        ofPods.addAll(others.ofPods);
        ofNamespaces.addAll(others.ofNamespaces);
    }

    void add(EndSet set) {
        set.each(part -> {
            if (part instanceof EndSet.Label label && label.whose() == EndSet.Whose.POD) {
                ofPods.add(label.key());
            }
        });
    }

    void add(Peer.Pods pods) {
        pods.pods().ifPresent(selector -> add(ofPods, selector));
        pods.namespaces().ifPresent(selector -> add(ofNamespaces, selector));
    }

    private static void add(Set<String> keys, LabelSelector selector) {
        keys.addAll(selector.matchLabels().keySet());
        for (LabelRequirement requirement : selector.matchExpressions()) {
            keys.add(requirement.key());
        }
    }

    Set<String> ofPods() {
        return ofPods;
    }

    Set<String> ofNamespaces() {
        return ofNamespaces;
    }
}
