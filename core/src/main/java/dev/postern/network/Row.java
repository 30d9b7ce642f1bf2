package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Protocol;
import dev.postern.network.IpAddress.Family;
import org.roaringbitmap.RoaringBitmap;

/**
 * What holds in one direction for all classes with the same policies, traits and named ports. A class that no policy
 * binds has a row without policies, which admits everything.
 *
 * @param policies positions in {@link CompiledPolicies#policies}, ascending, which is the order in which they are asked
 * @param stages the rules of these policies, tier by tier; none after one that is {@link Tier#pooled}
 * @param classes the classes this row stands for
 */
record Row(
        int number,
        ImmutableList<Integer> policies,
        int traits,
        int resolution,
        ImmutableList<Stage> stages,
        RoaringBitmap classes,
        boolean byAddress) {
    boolean isOpen() {
        return policies.isEmpty();
    }

    /** The rules of all stages, in their order. */
    ImmutableList<CompiledRule> rules() {
        if (stages.size() == 1) {
            return stages.get(0).rules();
        }
        return stages.stream().flatMap(stage -> stage.rules().stream()).collect(ImmutableList.toImmutableList());
    }

    /**
     * The classes that this row may admit in some family on some port: all that it does, and perhaps more. A rule that
     * denies takes away whom it denies every port for certain. O(rules) operations on sets.
     */
    RoaringBitmap candidates(RoaringBitmap everyClass) {
        RoaringBitmap passing = everyClass;
        for (Stage stage : stages.reverse()) {
            passing = stage.candidates(passing);
        }
        return passing;
    }

    /** Whether what no rule decides is denied: then only peers of rules that allow are ever admitted. */
    boolean isClosed() {
        return !isOpen() && stages.get(stages.size() - 1).tier().pooled();
    }

    /** Whether the rules are a union: NetworkPolicies and nothing else, which is what most clusters have. */
    private boolean isUnion() {
        return stages.size() == 1 && isClosed();
    }

    /**
     * The ports on which this row admits a peer.
     *
     * @param certainly false to count what may be admitted
     * @param resolution of the destination of the packet
     */
    PortSet ports(Family family, int peer, boolean certainly, NamedPorts namedPorts, int resolution) {
        if (isOpen()) {
            return PortSet.ALL;
        }
        if (isUnion()) {
            PortSet ports = PortSet.NONE;
            for (CompiledRule rule : stages.get(0).rules()) {
                if (certainly ? rule.peers().admits(family, peer) : rule.peers().mayAdmit(family, peer)) {
                    ports = ports.union(rule.ports(namedPorts, resolution));
                }
            }
            return ports;
        }
        Stage.Question question = new Stage.OfClass(family, peer, certainly, namedPorts, resolution);
        return ports(question);
    }

    /** The ports on which this row admits whoever asks. */
    PortSet ports(Stage.Question question) {
        PortSet passing = PortSet.ALL;
        for (int i = stages.size() - 1; i >= 0; i--) {
            passing = stages.get(i).ports(question, passing);
        }
        return passing;
    }

    /** Whether this row admits a peer on one port. */
    boolean admits(
            Family family,
            int peer,
            boolean certainly,
            NamedPorts namedPorts,
            int resolution,
            Protocol protocol,
            int port) {
        if (isOpen()) {
            return true;
        }
        if (isUnion()) {
            for (CompiledRule rule : stages.get(0).rules()) {
                if ((certainly
                                ? rule.peers().admits(family, peer)
                                : rule.peers().mayAdmit(family, peer))
                        && rule.ports(namedPorts, resolution).contains(protocol, port)) {
                    return true;
                }
            }
            return false;
        }
        Stage.Question question = new Stage.OfClass(family, peer, certainly, namedPorts, resolution);
        boolean passes = true;
        for (int i = stages.size() - 1; i >= 0; i--) {
            passes = stages.get(i).passes(question, protocol, port, passes);
        }
        return passes;
    }
}
