package dev.postern.network;

import com.google.common.collect.ImmutableList;

/** Sets of ends that everybody needs; apart from {@link EndSet}, whose own kinds of sets they are made of. */
final class EndSets {
    static final EndSet EVERYBODY = new EndSet.And(ImmutableList.of());
    static final EndSet NOBODY = new EndSet.Or(ImmutableList.of());
    static final EndSet PODS = new EndSet.Pods();
    static final EndSet WORLD = new EndSet.World();

    private EndSets() {}
}
