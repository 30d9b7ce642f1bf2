package dev.postern.network;

import dev.postern.model.Outcome;
import dev.postern.network.IpAddress.Family;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.roaringbitmap.RoaringBitmap;

/** What passes between a pod and its own node, whatever rules there are. */
final class OwnNode {
    private final NetworkClasses classes;
    private final NamedPorts namedPorts;
    private final boolean opens;
    private final RoaringBitmap ordinary;
    private final RoaringBitmap hostNetwork = new RoaringBitmap();
    private final RoaringBitmap onUnknownNode = new RoaringBitmap();
    /** Classes that some policies select, in each direction. */
    private record Selected(RoaringBitmap ingress, RoaringBitmap egress) {
        static Selected of(CompiledPolicies compiled, Predicate<Policy> which) {
            return new Selected(
                    classes(compiled, which, Direction.INGRESS), classes(compiled, which, Direction.EGRESS));
        }

        private static RoaringBitmap classes(CompiledPolicies compiled, Predicate<Policy> which, Direction direction) {
            RoaringBitmap classes = new RoaringBitmap();
            for (int i = 0; i < compiled.policies().size(); i++) {
                Policy policy = compiled.policies().get(i);
                if (which.test(policy) && policy.appliesTo(direction)) {
                    classes.or(compiled.selected().get(i));
                }
            }
            return classes;
        }

        RoaringBitmap of(Direction direction) {
            return direction == Direction.INGRESS ? ingress : egress;
        }

        boolean has(Direction direction, int networkClass) {
            return networkClass != Network.NO_CLASS && of(direction).contains(networkClass);
        }
    }

    /** By direction: the classes of which policies say what becomes of packets between a pod and its own node. */
    private final Selected decided;
    /** By direction: the classes on the host network that policies are for. */
    private final Selected guarded;

    OwnNode(CompiledPolicies compiled) {
        classes = compiled.classes();
        namedPorts = compiled.namedPorts();
        opens = compiled.opensOwnNode();
        decided = Selected.of(compiled, Policy::decidesOwnNode);
        guarded = Selected.of(compiled, Policy::bindsNodes);
        for (int c = 0; c < classes.count(); c++) {
            if (Traits.has(classes.traits(c), Traits.HOST_NETWORK)) {
                hostNetwork.add(c);
            }
            if (Traits.has(classes.traits(c), Traits.NODE_UNKNOWN)) {
                onUnknownNode.add(c);
            }
        }
        ordinary = RoaringBitmap.andNot(RoaringBitmap.bitmapOfRange(0, classes.count()), hostNetwork);
    }

    /** See {@link CompiledPolicies#opensOwnNode}. */
    boolean opens() {
        return opens;
    }

    /** What always passes on one node, as a sentence. */
    String rule() {
        return opens
                ? "traffic between a pod and its own node always passes"
                : "traffic to a pod from its own node always passes";
    }

    /**
     * Whether packets pass from one class to the other wherever a pod and its own node are in them, whatever rules there are.
     * DENIED where rules decide; {@link Network#NO_CLASS} is a node.
     */
    Outcome outcome(int source, int destination) {
        boolean fromNode = source == Network.NO_CLASS || hostNetwork.contains(source);
        if (!fromNode && !opens
                || decided.has(Direction.EGRESS, source)
                || decided.has(Direction.INGRESS, destination)) {
            return Outcome.DENIED;
        }
        return isGuarded(source, destination) ? Outcome.UNKNOWN : Outcome.ALLOWED;
    }

    /** Whether policies are for one of the two that is on the host network. */
    boolean isGuarded(int source, int destination) {
        return guarded.has(Direction.EGRESS, source) || guarded.has(Direction.INGRESS, destination);
    }

    /**
     * The ports on which a pod passes whatever policies of the network say, were the two on one node: all of them, unless
     * a proxy judges them.
     *
     * @param in the ingress row of the destination
     */
    PortSet ports(int source, Row in, boolean certainly) {
        return in.isProxied() ? byProxy(source, in, certainly, of -> of) : PortSet.ALL;
    }

    /** Of the ports on which a proxy lets a pod pass, those on which it does not let every request through. */
    PortSet narrowed(int source, Row in) {
        return byProxy(source, in, true, of -> of).minus(byProxy(source, in, true, Stage.OfWholes::new));
    }

    private PortSet byProxy(int source, Row in, boolean certainly, UnaryOperator<Stage.Question> asked) {
        Row proxy = in.ofProxies();
        PortSet ports = PortSet.NONE;
        for (Family family : Family.values()) {
            if (Traits.uses(classes.traits(source), family) && Traits.uses(in.traits(), family)) {
                Stage.Question question = new Stage.OfClass(family, source, certainly, namedPorts, in.resolution());
                ports = ports.union(proxy.ports(asked.apply(question)));
            }
        }
        return ports;
    }

    /** A fresh set of the classes that may have a pod on the node of a pod of this class, where that matters. */
    RoaringBitmap mayBeShared(int networkClass, Direction near) {
        int traits = classes.traits(networkClass);
        boolean host = Traits.has(traits, Traits.HOST_NETWORK);
        if (!opens && host != (near == Direction.EGRESS) || decided.has(near, networkClass)) {
            return new RoaringBitmap();
        }
        Direction far = near.opposite();
        RoaringBitmap others = RoaringBitmap.andNot(host ? ordinary : hostNetwork, decided.of(far));
        return Traits.has(traits, Traits.NODE_UNKNOWN) || guarded.has(near, networkClass)
                ? others
                : RoaringBitmap.and(others, RoaringBitmap.or(onUnknownNode, guarded.of(far)));
    }
}
