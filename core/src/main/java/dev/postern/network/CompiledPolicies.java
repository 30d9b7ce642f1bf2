package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.IpBlock;
import org.roaringbitmap.RoaringBitmap;

/**
 * The policies in force, over classes. Lists are parallel: the classes that policy i selects, its ingress rules and its
 * egress rules (none for a direction it does not apply to). Policies are in the order in which they are asked.
 */
record CompiledPolicies(
        ImmutableList<Policy> policies,
        NamedPorts namedPorts,
        NetworkClasses classes,
        ImmutableList<RoaringBitmap> selected,
        ImmutableList<ImmutableList<CompiledRule>> ingress,
        ImmutableList<ImmutableList<CompiledRule>> egress,
        ImmutableMap<IpBlock, IpRanges> blocks) {
    /** The addresses of a block of one of the policies. */
    IpRanges block(IpBlock block) {
        return blocks.getOrDefault(block, IpRanges.NONE);
    }

    /**
     * Whether a pod's packets to its own node pass whatever policy says, as NetworkPolicy has it. Administrators' policies
     * name nodes as peers and mean the pod's own too: where there are any, only what a node sends to its pods always passes.
     */
    boolean opensOwnNode() {
        return policies.stream().noneMatch(Policy::mayCloseOwnNode);
    }

    ImmutableList<CompiledRule> rules(Direction direction, int policy) {
        return (direction == Direction.INGRESS ? ingress : egress).get(policy);
    }
}
