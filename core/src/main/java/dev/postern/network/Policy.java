package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;

/** A policy in force, of whatever kind: what the engine reads of it. Kinds differ in what they hand out here and in no other place. */
interface Policy {
    ObjectRef ref();

    Tier tier();

    /** The pods it is for. */
    Peer.Pods subject();

    /** Whether it says anything about packets in a direction to, or from, the pods it is for. */
    boolean appliesTo(Direction direction);

    /** Its rules in their order; of NetworkPolicies made anew at each call, for a large cluster has many. */
    ImmutableList<Rule> rules(Direction direction);

    /** The fields by which it gets hold of a pod. */
    Support selects();

    /**
     * What there is to say of a rule beyond the peer and the port that match: where rules are in order, which one it is and
     * what it does.
     */
    default Support cites(Direction direction, int index, Rule rule) {
        return Support.NONE;
    }
}
