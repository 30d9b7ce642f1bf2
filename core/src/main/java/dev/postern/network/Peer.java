package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.IpBlock;
import dev.postern.model.LabelSelector;
import java.util.Optional;

/** One item of the peers of a rule, whatever kind of policy wrote it. */
sealed interface Peer {
    /**
     * Pods by labels; those on the host network are matched by no selector.
     *
     * @param namespace the namespace meant without a selector of namespaces; else empty
     * @param stem the field below the item that holds the selectors of pods and, with {@code pods}, of namespaces
     */
    record Pods(String namespace, Optional<LabelSelector> namespaces, Optional<LabelSelector> pods, Stem stem)
            implements Peer {
        LabelSelector podSelector() {
            return pods.orElse(LabelSelector.EVERYTHING);
        }
    }

    /** Where an item writes its selectors. */
    enum Stem {
        /** A peer of a NetworkPolicy. */
        ITEM(".namespaceSelector", ".podSelector"),
        NAMESPACES(".namespaces", ""),
        PODS(".pods.namespaceSelector", ".pods.podSelector");

        private final String namespaces;
        private final String pods;

        Stem(String namespaces, String pods) {
            this.namespaces = namespaces;
            this.pods = pods;
        }

        String namespaces() {
            return namespaces;
        }

        String pods() {
            return pods;
        }
    }

    /**
     * Addresses, of pods too.
     *
     * @param listed whether they are a list under {@code networks}, rather than the one {@code ipBlock}
     */
    record Blocks(ImmutableList<IpBlock> blocks, boolean listed) implements Peer {
        String field(int block) {
            return listed ? ".networks[" + block + "]" : ".ipBlock";
        }
    }

    /** The nodes of these labels, and what runs in their networks. */
    record Nodes(LabelSelector selector) implements Peer {}

    /**
     * Whoever is in a set.
     *
     * @param written the fields that say so, below the rule's own, in their order; their values are for people
     */
    record Ends(EndSet set, ImmutableList<Written> written) implements Peer {}

    /** A field and what it says. */
    record Written(String field, String value) {}

    /** What these names stand for outside the cluster. */
    record Names(ImmutableList<String> names) implements Peer {}
}
