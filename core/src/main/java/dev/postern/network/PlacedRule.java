package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Evidence;

/**
 * A rule in force, and where it is written.
 *
 * @param policy the position of its policy, which is the order in which they are asked
 * @param index its position in the policy's list
 */
record PlacedRule(int policy, Policy owner, Direction direction, int index, Rule rule, CompiledRule compiled) {
    /** The rules of one policy, without those that match nothing because they are not understood, and
     * those that nobody wrote. */
    static ImmutableList<PlacedRule> of(CompiledPolicies compiled, int policy, Direction direction) {
        Policy owner = compiled.policies().get(policy);
        if (!owner.appliesTo(direction)) {
            return ImmutableList.of();
        }
        ImmutableList<Rule> written = owner.rules(direction);
        ImmutableList.Builder<PlacedRule> rules = ImmutableList.builder();
        int next = 0;
        for (int i = 0; i < written.size(); i++) {
            if (!written.get(i).isVoid()) {
                CompiledRule rule = compiled.rules(direction, policy).get(next++);
                if (owner.isImplied(direction, i)) {
                    continue;
                }
                rules.add(new PlacedRule(policy, owner, direction, i, written.get(i), rule));
            }
        }
        return rules.build();
    }

    String field() {
        return owner.ruleField(direction, index);
    }

    Evidence fact(String below, String value) {
        return Evidence.stated(owner.ref(), field() + below, value);
    }

    boolean listsPorts() {
        return owner.listsPorts(direction, index);
    }

    Evidence port(int item) {
        return owner.port(direction, index, rule, item);
    }

    /** Its peers and ports in short, for people. */
    Evidence fact() {
        return fact("", Texts.of(rule, direction));
    }

    /** Whether it matches nobody, whoever is there. */
    boolean isForNobody() {
        return !rule.peers().isEmpty()
                && rule.peers().stream()
                        .allMatch(peer ->
                                peer instanceof Peer.Ends ends && ends.set().equals(EndSets.NOBODY));
    }

    /** Whether it can match nobody: its peers are pods, and there are none such. */
    boolean isWithoutPeers() {
        PeerSet peers = compiled.peers();
        return !rule.peers().isEmpty()
                && peers.anyFamily().isEmpty()
                && peers.outside().isEmpty()
                && !peers.mayBeOutside()
                && rule.peers().stream()
                        .allMatch(peer -> peer instanceof Peer.Pods
                                || peer instanceof Peer.Ends ends && !ends.set().mayHoldNodes());
    }

    boolean isBefore(PlacedRule other) {
        return policy != other.policy ? policy < other.policy : index < other.index;
    }
}
