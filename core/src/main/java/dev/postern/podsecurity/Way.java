package dev.postern.podsecurity;

import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * One way to carry out a technique, built up condition by condition. Each condition adds its evidence, lowers the
 * confidence as far as it depends on something outside the input (the minimum counts, as over the steps of a path), or
 * rules the way out.
 */
final class Way {
    private final Escape.Effect effect;
    private final LinkedHashSet<Evidence> facts = new LinkedHashSet<>();
    private final List<String> missing = new ArrayList<>();
    private Confidence confidence = Confidence.CERTAIN;
    private boolean open = true;

    private Way(Escape.Effect effect) {
        this.effect = effect;
    }

    static Way to(Escape.Effect effect) {
        return new Way(effect);
    }

    /** Holds for certain because of this. */
    Way because(Evidence evidence) {
        facts.add(evidence);
        return this;
    }

    /** Needs the fact: unknown leaves it possible, no rules it out. */
    Way needs(Fact fact, String unknown) {
        if (fact.isNo()) {
            open = false;
        } else if (fact.isUnknown()) {
            atMost(Confidence.POSSIBLE, unknown);
        }
        return because(fact.evidence());
    }

    /** Rests on something outside the input. */
    Way atMost(Confidence bound, String unknown) {
        confidence = confidence.and(bound);
        missing.add(unknown);
        return this;
    }

    /** Goes through this mount of the node's file system. */
    Way through(HostMount mount) {
        return through(mount.confidence(), mount.support());
    }

    /** Goes through this device of the node. */
    Way through(NodeDevice device) {
        return through(device.confidence(), device.support());
    }

    private Way through(Confidence bound, Support support) {
        facts.addAll(support.facts());
        return bound == Confidence.CERTAIN ? this : atMost(bound, "whether the claim is bound to this volume");
    }

    /** Needs uid 0: certain when stated, likely when the image decides, ruled out for another user. */
    Way asRoot(ContainerFacts container) {
        if (container.root().isNo()) {
            open = false;
        }
        return asAnyUser(container, "");
    }

    /**
     * Works best as uid 0: certain when stated, likely when the image decides, possible for another user.
     *
     * @param nonRoot what would have to be true for a user that is not root
     */
    Way asAnyUser(ContainerFacts container, String nonRoot) {
        if (container.root().isUnknown()) {
            atMost(Confidence.LIKELY, "whether the image's user is uid 0");
        } else if (container.root().isNo()) {
            atMost(Confidence.POSSIBLE, nonRoot);
        }
        return because(container.root().evidence());
    }

    /**
     * Turns a kernel right against the node. A user namespace takes the right away, and a runtime class that is known to
     * give each pod a kernel of its own (judged by its name only) makes it one level less certain; so this condition comes
     * last.
     */
    Way onTheNodesKernel(ContainerFacts container) {
        if (container.userNamespace().isYes()) {
            open = false;
        } else if (container.userNamespace().isUnknown()) {
            because(container.userNamespace().evidence());
            atMost(Confidence.POSSIBLE, "whether the API server keeps hostUsers");
        } else if (container.userNamespacePossible()) {
            because(container.userNamespace().evidence());
        }
        Sandboxes.evidence(container.pod()).ifPresent(evidence -> {
            because(evidence);
            atMost(oneLess(confidence), "whether the runtime class gives the pod a kernel of its own");
        });
        return this;
    }

    /** Is stopped by an AppArmor profile, the runtime's own included. */
    Way withoutAppArmor(ContainerFacts container) {
        if (container.appArmor().isYes()) {
            open = false;
        } else if (container.appArmor().isUnknown()) {
            atMost(Confidence.POSSIBLE, "whether the node applies the runtime's AppArmor profile");
        }
        return because(container.appArmor().evidence());
    }

    private static Confidence oneLess(Confidence confidence) {
        return confidence == Confidence.CERTAIN ? Confidence.LIKELY : Confidence.POSSIBLE;
    }

    boolean isOpen() {
        return open;
    }

    Escape.Effect effect() {
        return effect;
    }

    Confidence confidence() {
        return confidence;
    }

    Support support() {
        return Support.of(facts);
    }

    String missing() {
        return String.join("; ", missing);
    }
}
