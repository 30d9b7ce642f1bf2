package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;

/** A policy in force, of whatever kind: what the engine reads of it. Kinds differ in what they hand out here and in no other place. */
interface Policy {
    ObjectRef ref();

    /** What it was read from; several may be of one object. */
    KubernetesObject object();

    Tier tier();

    /** The only namespace of whose pods it may be for some; empty if there may be others. */
    default String namespace() {
        return "";
    }

    /** The pods it is for: {@link Peer.Pods} or {@link Peer.Ends}. */
    Peer subject();

    /** Whether it says anything about packets in a direction to, or from, the pods it is for. */
    boolean appliesTo(Direction direction);

    /** Its rules in their order; of NetworkPolicies made anew at each call, for a large cluster has many. */
    ImmutableList<Rule> rules(Direction direction);

    /** The fields by which it gets hold of a pod. */
    Support selects();

    /** Whether it denies, in a direction that it applies to, what no rule of its tier allows or passes on. */
    boolean isolates(Direction direction);

    /** Whether it can close the way between a pod and its own node, which NetworkPolicy leaves open always. */
    boolean mayCloseOwnNode();

    /**
     * Whether it says itself what becomes of packets to the pods it is for from their own nodes, which pass else whatever
     * policy says.
     */
    default boolean decidesOwnNode() {
        return false;
    }

    /** Whether it is for nodes rather than pods: whether their traffic is judged at all is then for the input to tell. */
    default boolean bindsNodes() {
        return false;
    }

    /** Whether nobody wrote a rule: it says what holds without being said. */
    default boolean isImplied(Direction direction, int index) {
        return false;
    }

    /** Whether it isolates for its rules alone, so that it would not in a direction of which a rule were taken away. */
    default boolean isolatesForOneRule(Direction direction) {
        return false;
    }

    /** Whether of the packets that a rule matches something else lets through only some, which is not asked here. */
    default boolean isNarrowed(Direction direction, int index) {
        return false;
    }

    /** Where a rule is written. */
    default String ruleField(Direction direction, int index) {
        return "spec." + direction.word() + "[" + index + "]";
    }

    /** The field of a rule that says who the other end is. */
    default String peersField(Direction direction) {
        return direction.peersField();
    }

    /** One of the ports of a rule, as it is written. */
    default Evidence port(Direction direction, int index, Rule rule, int item) {
        PortItem written = rule.ports().get(item);
        String note = written.note().isEmpty() ? "" : ", " + written.note();
        return Evidence.stated(
                ref(), ruleField(direction, index) + "." + rule.portField(item), Texts.of(written) + note);
    }

    /** Whether each of the ports of a rule is one item that somebody wrote, and none is what is left by others. */
    default boolean listsPorts(Direction direction, int index) {
        return true;
    }

    /** Whether it is for all pods of a namespace, whichever there are. */
    default boolean isForAllOf(String namespace) {
        return false;
    }

    /** Whether this goes on with the policy before it, whose pods it is for, if not for all of them. */
    default boolean continues() {
        return false;
    }

    /**
     * What there is to say of a rule beyond the peer and the port that match: where rules are in order, which one it is and
     * what it does.
     */
    default Support cites(Direction direction, int index, Rule rule) {
        return Support.NONE;
    }
}
