package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.IpBlock;
import org.roaringbitmap.RoaringBitmap;

/**
 * The policies in force, over classes. Lists are parallel: the classes that policy i selects, its ingress rules and its
 * egress rules (none for a direction it does not apply to). Policies are in the order in which they are asked.
 *
 * @param ingress as they were compiled: {@link #rules} has them with the classes of now
 * @param egress likewise
 * @param mentions of all these policies, and perhaps of others; not to be changed
 */
record CompiledPolicies(
        ImmutableList<Policy> policies,
        NamedPorts namedPorts,
        NetworkClasses classes,
        ImmutableList<RoaringBitmap> selected,
        ImmutableList<ImmutableList<CompiledRule>> ingress,
        ImmutableList<ImmutableList<CompiledRule>> egress,
        ImmutableMap<IpBlock, IpRanges> blocks,
        Mentions mentions,
        PeerSets peerSets) {
    /** The addresses of a block of one of the policies. */
    IpRanges block(IpBlock block) {
        return blocks.getOrDefault(block, IpRanges.NONE);
    }

    /**
     * Whether a pod's packets to its own node pass whatever policy says, as NetworkPolicy has it. Administrators' policies
     * name nodes as peers and mean the pod's own too: where there are any, only what a node sends to its pods always passes.
     */
    boolean opensOwnNode() {
        for (Policy policy : policies) {
            if (policy.mayCloseOwnNode()) {
                return false;
            }
        }
        return true;
    }

    ImmutableList<CompiledRule> rules(Direction direction, int policy) {
        return peerSets.current(written(direction, policy));
    }

    /** The same as they were compiled: equal in all but the classes of their peers. */
    ImmutableList<CompiledRule> written(Direction direction, int policy) {
        return (direction == Direction.INGRESS ? ingress : egress).get(policy);
    }
}
