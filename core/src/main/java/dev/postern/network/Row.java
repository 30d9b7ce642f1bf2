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
 * @param stages the rules of these policies, tier by tier; none after one that is {@link Stage#isLast}
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
    private static final int NOT_ASKED = -1;

    /** The same with these stages. */
    Row with(ImmutableList<Stage> others) {
        return new Row(number, policies, traits, resolution, others, classes, byAddress);
    }

    /** The same with these classes, under another number and with policies at other places. */
    Row with(int otherNumber, ImmutableList<Integer> places, RoaringBitmap others) {
        return new Row(otherNumber, places, traits, resolution, stages, others, byAddress);
    }

    boolean isOpen() {
        return policies.isEmpty();
    }

    /** Whether a proxy tells requests apart by a rule. */
    boolean isNarrowed() {
        for (Stage stage : stages) {
            for (CompiledRule rule : stage.rules()) {
                if (rule.whole().isPresent()) {
                    return true;
                }
            }
        }
        return false;
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

    /** Whether something is denied because no rule lets it pass: then only peers of {@link #openers} are ever admitted. */
    boolean isClosed() {
        return stages.stream().anyMatch(Stage::closed);
    }

    /** The rules of which a packet must match one, where the row is {@link #isClosed}: those that lead past its first closed stage. */
    ImmutableList<CompiledRule> openers() {
        ImmutableList.Builder<CompiledRule> openers = ImmutableList.builder();
        for (Stage stage : stages) {
            stage.rules().stream()
                    .filter(rule -> rule.action() == Action.ALLOW || stage.closed() && rule.action() == Action.PASS)
                    .forEach(openers::add);
            if (stage.closed()) {
                break;
            }
        }
        return openers.build();
    }

    /** Whether a proxy judges what comes in, too. */
    boolean isProxied() {
        return !stages.isEmpty() && stages.get(0).tier().equals(Tier.MESH);
    }

    /** What the proxies say where no other policies are asked. */
    Row ofProxies() {
        return new Row(number, policies, traits, resolution, ImmutableList.of(stages.get(0)), classes, byAddress);
    }

    /** NetworkPolicies and nothing else, which is what most clusters have. */
    boolean isUnion() {
        return stages.size() == 1 && stages.get(0).union();
    }

    /**
     * The ports on which this row admits a peer.
     *
     * @param tunnelled whether connections with the peer go through a {@link Tunnel}
     * @param certainly false to count what may be admitted
     * @param resolution of the destination of the packet
     */
    PortSet ports(
            Family family, int peer, boolean tunnelled, boolean certainly, NamedPorts namedPorts, int resolution) {
        if (isOpen()) {
            return PortSet.ALL;
        }
        if (isUnion() && !tunnelled) {
            PortSet ports = PortSet.NONE;
            for (CompiledRule rule : stages.get(0).rules()) {
                if (certainly ? rule.peers().admits(family, peer) : rule.peers().mayAdmit(family, peer)) {
                    ports = ports.union(rule.ports(namedPorts, resolution));
                }
            }
            return ports;
        }
        Stage.Question question = new Stage.OfClass(family, peer, certainly, namedPorts, resolution);
        return ports(question, tunnelled);
    }

    /** The ports on which this row admits whoever asks, and no pod. */
    PortSet ports(Stage.Question question) {
        return ports(question, false);
    }

    /** A proxy, which is asked first, sees what is in the tunnel. */
    PortSet ports(Stage.Question question, boolean tunnelled) {
        int outside = tunnelled && isProxied() ? 1 : 0;
        PortSet passing = PortSet.ALL;
        for (int i = stages.size() - 1; i >= outside; i--) {
            passing = stages.get(i).ports(question, passing);
        }
        if (tunnelled) {
            passing = Tunnel.through(passing);
        }
        return outside == 0 ? passing : stages.get(0).ports(question, passing);
    }

    /** Whether this row admits a peer on one port. */
    boolean admits(
            Family family,
            int peer,
            boolean tunnelled,
            boolean certainly,
            NamedPorts namedPorts,
            int resolution,
            Protocol protocol,
            int port) {
        if (isOpen()) {
            return true;
        }
        if (tunnelled) {
            return ports(family, peer, true, certainly, namedPorts, resolution).contains(protocol, port);
        }
        if (isUnion()) {
            for (CompiledRule rule : stages.get(0).rules()) {
                // Few ports are cheaper to look at than many peers.
                if (rule.names(namedPorts, resolution, protocol, port)
                        && (certainly
                                ? rule.peers().admits(family, peer)
                                : rule.peers().mayAdmit(family, peer))) {
                    return true;
                }
            }
            return false;
        }
        return passes(0, new Stage.OfClass(family, peer, certainly, namedPorts, resolution), protocol, port);
    }

    /** Whether a packet passes from a stage on; later stages are asked once, and only if it comes to them. */
    private boolean passes(int first, Stage.Question question, Protocol protocol, int port) {
        if (first == stages.size()) {
            return true;
        }
        int after = NOT_ASKED;
        for (CompiledRule rule : stages.get(first).rules()) {
            boolean certain = question.matches(rule);
            if ((certain || question.mayMatch(rule)) && question.ports(rule).contains(protocol, port)) {
                if (rule.action() == Action.PASS && after == NOT_ASKED) {
                    after = passes(first + 1, question, protocol, port) ? 1 : 0;
                }
                boolean then = rule.action() == Action.ALLOW || rule.action() == Action.PASS && after == 1;
                // A rule that only may match settles it where it is the worse answer, or the better one where that is
                // asked.
                if (certain || then != question.certainly()) {
                    return then;
                }
            }
        }
        if (stages.get(first).closed()) {
            return false;
        }
        return after == NOT_ASKED ? passes(first + 1, question, protocol, port) : after == 1;
    }
}
