package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.Evidence;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;

/**
 * A CiliumClusterwideNetworkPolicy for nodes. Only where agents run with the host firewall is it enforced, which the input does
 * not tell: so whatever passes otherwise passes perhaps.
 */
record CiliumHostPolicy(CiliumPolicy object, CiliumPolicy.Part part, Peer.Ends subject) implements Policy {
    private static final Rule PERHAPS = new Rule(
            Action.DENY,
            ImmutableList.of(new Peer.Ends(
                    new EndSet.Perhaps(EndSets.EVERYBODY, "whether the agents run with the host firewall"),
                    ImmutableList.of())),
            ImmutableList.of(),
            "",
            "",
            "");

    static CiliumHostPolicy of(CiliumPolicy object, CiliumPolicy.Part part) {
        LabelSelector selector = part.spec().nodeSelector().orElse(LabelSelector.EVERYTHING);
        Peer.Written written = new Peer.Written("nodeSelector", Texts.of(selector));
        return new CiliumHostPolicy(
                object, part, new Peer.Ends(CiliumSelectors.nodes(selector), ImmutableList.of(written)));
    }

    @Override
    public ObjectRef ref() {
        return object.ref();
    }

    @Override
    public Tier tier() {
        return Tier.NETWORK_POLICY;
    }

    @Override
    public boolean appliesTo(Direction direction) {
        return direction == Direction.INGRESS
                ? !part.spec().ingress().isEmpty() || !part.spec().ingressDeny().isEmpty()
                : !part.spec().egress().isEmpty() || !part.spec().egressDeny().isEmpty();
    }

    @Override
    public ImmutableList<Rule> rules(Direction direction) {
        return appliesTo(direction) ? ImmutableList.of(PERHAPS) : ImmutableList.of();
    }

    @Override
    public Support selects() {
        return Support.of(subject.written().stream()
                .map(field -> Evidence.stated(ref(), part.field() + "." + field.field(), field.value()))
                .toList());
    }

    @Override
    public boolean isolates(Direction direction) {
        return false;
    }

    @Override
    public boolean mayCloseOwnNode() {
        return true;
    }

    @Override
    public boolean isImplied(Direction direction, int index) {
        return true;
    }

    @Override
    public boolean bindsNodes() {
        return true;
    }
}
