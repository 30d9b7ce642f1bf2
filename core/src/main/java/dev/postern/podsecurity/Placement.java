package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Support;

/** Where a pod runs, or may run. */
public sealed interface Placement {
    /** The fields this rests on. */
    Support support();

    /** It runs on this node, which need not exist in the input. */
    record Scheduled(String node, Support support) implements Placement {}

    /**
     * It is not scheduled.
     *
     * @param candidates names of the nodes of the input that its node selector, required node affinity and tolerations
     *     allow, sorted; empty when the input has no Node objects, or none of them fits
     * @param nodesKnown whether the input has Node objects at all
     * @param signature canonical text of the constraints: pods with equal signatures have equal candidates
     */
    record Symbolic(ImmutableList<String> candidates, boolean nodesKnown, String signature, Support support)
            implements Placement {}
}
