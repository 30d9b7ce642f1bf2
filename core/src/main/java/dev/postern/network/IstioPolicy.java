package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import java.util.Optional;

/**
 * What an AuthorizationPolicy or a PeerAuthentication says of some of the pods that it is for, those whose proxies make
 * the same of it.
 *
 * @param namespace see {@link Policy#namespace}
 * @param shown by which those pods are told; empty where there are none, and this says what it would be
 * @param isolating whether what it does not let in is refused
 */
record IstioPolicy(
        KubernetesObject object,
        String namespace,
        Optional<EndSet.Mark> shown,
        Peer.Ends subject,
        Support selects,
        boolean isolating,
        ImmutableList<Line> lines)
        implements Policy {
    /**
     * One rule.
     *
     * @param field where it is written
     * @param cited what there is to say of it beyond its peers
     */
    record Line(String field, Rule rule, Support cited) {}

    /** Whether what a proxy makes of it is this: for a pod that the object is for. */
    boolean isFor(Pod pod) {
        return shown.filter(mark -> mark.isOn(mark.fact(pod))).isPresent();
    }

    @Override
    public ObjectRef ref() {
        return object.ref();
    }

    @Override
    public Tier tier() {
        return Tier.MESH;
    }

    @Override
    public boolean appliesTo(Direction direction) {
        return direction == Direction.INGRESS && (isolating || !lines.isEmpty());
    }

    @Override
    public ImmutableList<Rule> rules(Direction direction) {
        return direction == Direction.INGRESS
                ? lines.stream().map(Line::rule).collect(ImmutableList.toImmutableList())
                : ImmutableList.of();
    }

    @Override
    public boolean isolates(Direction direction) {
        return isolating;
    }

    @Override
    public boolean mayCloseOwnNode() {
        return false;
    }

    @Override
    public String ruleField(Direction direction, int index) {
        return lines.get(index).field();
    }

    @Override
    public Support cites(Direction direction, int index, Rule rule) {
        Support cited = lines.get(index).cited();
        return rule.action() == Action.DENY ? cited.and(selects) : cited;
    }
}
