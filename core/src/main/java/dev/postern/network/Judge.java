package dev.postern.network;

import com.google.common.base.Joiner;
import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.model.Support;
import dev.postern.model.Workload;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads the policies of one packet literally and says why it passes or not: egress of the source and ingress of the
 * destination, per address family. Costs the rules of the policies that select the two ends.
 */
final class Judge {
    /** Alternatives reported for one direction; more of the same would explain nothing further. */
    static final int MAX_SUPPORTS = 16;

    private final Cluster cluster;
    private final CompiledPolicies compiled;
    private final FlowTable flows;
    private final RuleReader reader;
    private final Supplier<Judge> wholes;
    private final EndSetReader sets;
    private final Supplier<ImmutableList<Policy>> guards;
    private final Supplier<ImmutableMap<Direction, String>> allKinds;
    private final Supplier<ImmutableMap<Direction, String>> otherKinds;

    Judge(Cluster cluster, CompiledPolicies compiled, FlowTable flows, Hosts hosts) {
        this.cluster = cluster;
        this.compiled = compiled;
        this.flows = flows;
        sets = new EndSetReader(cluster);
        // Whoever asks rows alone need not wait for a look at each policy.
        guards = Suppliers.memoize(
                () -> compiled.policies().stream().filter(Policy::bindsNodes).collect(ImmutableList.toImmutableList()));
        reader = new RuleReader(cluster, compiled, hosts);
        wholes = Suppliers.memoize(() -> new Judge(this, reader.ofWholes()));
        allKinds = Suppliers.memoize(() -> otherKinds(policy -> true));
        // What a proxy lets in the rule that does says for itself.
        otherKinds = Suppliers.memoize(() -> otherKinds(policy -> !policy.tier().equals(Tier.MESH)));
    }

    private Judge(Judge other, RuleReader reader) {
        cluster = other.cluster;
        compiled = other.compiled;
        flows = other.flows;
        sets = other.sets;
        guards = other.guards;
        this.reader = reader;
        allKinds = other.allKinds;
        otherKinds = other.otherKinds;
        wholes = () -> this;
    }

    /** Whether rules which tell requests apart bear upon what this end sends, or takes in. */
    boolean isNarrowed(Party end, Direction direction) {
        return end.kind() == Party.Kind.POD
                && flows.row(direction, end.networkClass()).isNarrowed();
    }

    /** One that says what passes whatever the request. */
    Judge ofWholes() {
        return wholes.get();
    }

    /** One packet, {@code port} being the destination's own. */
    record Packet(Party source, Party destination, Protocol protocol, int port) {
        /** The end that is bound in that direction. */
        Party subject(Direction direction) {
            return direction == Direction.EGRESS ? source : destination;
        }

        Party peer(Direction direction) {
            return direction == Direction.EGRESS ? destination : source;
        }
    }

    Decision decide(Packet packet) {
        Party source = packet.source();
        Party destination = packet.destination();
        List<Support> always = new ArrayList<>();
        boolean oneNode = source.onHost() != destination.onHost()
                && source.hasNode()
                && destination.hasNode()
                && flows.ownNode().outcome(source.networkClass(), destination.networkClass()) != Outcome.DENIED;
        boolean known = source.node().isPresent() && destination.node().isPresent();
        Optional<Policy> guard = guard(Direction.EGRESS, source).or(() -> guard(Direction.INGRESS, destination));
        oneNode &= !known || source.node().equals(destination.node());
        Decision beside = oneNode ? byProxy(packet) : Decision.denied();
        if (oneNode && known && guard.isEmpty() && beside.isAllowed()) {
            Support rule = ownNode(
                    source.onHost() ? destination : source, flows.ownNode().rule());
            always.addAll(product(List.of(rule), beside.supports()));
        }
        Decision byPolicy = byPolicy(packet);
        if (byPolicy.isAllowed()) {
            always.addAll(byPolicy.supports());
        }
        if (!always.isEmpty()) {
            return Decision.allowed(always);
        }
        if (!oneNode || beside.outcome() == Outcome.DENIED) {
            return byPolicy;
        }
        if (beside.outcome() == Outcome.UNKNOWN) {
            return byPolicy.outcome() == Outcome.DENIED ? beside : byPolicy;
        }
        return guard.filter(policy -> known)
                .map(policy -> guarded(policy, source.onHost() ? source : destination))
                .orElseGet(() -> Decision.unknown(
                        "whether " + source.name() + " and " + destination.name() + " are on one node: "
                                + flows.ownNode().rule(),
                        byPolicy.supports().toArray(new Support[0])));
    }

    private static Decision guarded(Policy policy, Party node) {
        return Decision.unknown(
                "whether the network plugin guards nodes: " + policy.ref() + " is for " + node.name(),
                policy.selects());
    }

    /** What the destination's proxy says, if it has one: policies of the network are not asked. */
    private Decision byProxy(Packet packet) {
        Party destination = packet.destination();
        if (destination.kind() != Party.Kind.POD
                || !flows.row(Direction.INGRESS, destination.networkClass()).isProxied()) {
            return Decision.allowed(Support.NONE);
        }
        List<List<Policy>> proxy =
                tiers(flows.row(Direction.INGRESS, destination.networkClass())).subList(0, 1);
        Set<Family> families = new TreeSet<>(packet.source().families());
        families.retainAll(destination.families());
        return families.isEmpty()
                ? Decision.denied()
                : anyOf(families.stream()
                        .map(family -> new SideReader(
                                        reader, packet, false, Direction.INGRESS, family, proxy, Support.NONE)
                                .read())
                        .toList());
    }

    private static Support ownNode(Party bound, String rule) {
        return bound.pod()
                .map(pod -> Support.of(Evidence.byDefault(
                        pod.object(),
                        pod.virtual() ? "" : "spec.nodeName",
                        bound.node().orElse("") + ": " + rule)))
                .orElse(Support.NONE);
    }

    /** The verdict without the rule about a pod's own node. */
    private Decision byPolicy(Packet packet) {
        Set<Family> families = new TreeSet<>(packet.source().families());
        families.retainAll(packet.destination().families());
        if (families.isEmpty()) {
            return Decision.denied(addresses(packet.source()).and(addresses(packet.destination())));
        }
        boolean byAddress = byAddress(packet, Direction.EGRESS) || byAddress(packet, Direction.INGRESS);
        List<Decision> verdicts = new ArrayList<>();
        for (Family family : families) {
            verdicts.add(inFamily(packet, family));
            if (!byAddress) {
                break;
            }
        }
        return anyOf(verdicts);
    }

    private static Support addresses(Party party) {
        String addresses = Joiner.on(", ").join(party.addresses());
        return party.pod()
                .map(pod -> Support.of(Evidence.stated(pod.object(), "status.podIPs", addresses)))
                .orElse(Support.NONE);
    }

    /** A packet that passes in one family passes; refused it is only by a reason for each of them. */
    private static Decision anyOf(List<Decision> verdicts) {
        Decision best = verdicts.get(0);
        for (Decision next : verdicts.subList(1, verdicts.size())) {
            if (rank(next.outcome()) < rank(best.outcome())) {
                best = next;
            } else if (next.isAllowed()) {
                best = Decision.allowed(distinct(best.supports(), next.supports()));
            } else if (next.outcome() == Outcome.DENIED && best.outcome() == Outcome.DENIED) {
                ImmutableList<Support> both = product(best.supports(), next.supports());
                best = Decision.denied(distinct(both, List.of()).toArray(new Support[0]));
            }
        }
        return best;
    }

    private static int rank(Outcome outcome) {
        return outcome == Outcome.ALLOWED ? 0 : outcome == Outcome.UNKNOWN ? 1 : 2;
    }

    private static ImmutableList<Support> distinct(List<Support> a, List<Support> b) {
        List<Support> all = new ArrayList<>(a);
        all.addAll(b);
        return all.stream().distinct().collect(ImmutableList.toImmutableList());
    }

    private boolean byAddress(Packet packet, Direction direction) {
        Party subject = packet.subject(direction);
        return subject.kind() == Party.Kind.POD
                && flows.row(direction, subject.networkClass()).byAddress();
    }

    private Decision inFamily(Packet packet, Family family) {
        Decision out = side(Direction.EGRESS, packet, family);
        Decision in = side(Direction.INGRESS, packet, family);
        if (out.outcome() == Outcome.DENIED || in.outcome() == Outcome.DENIED) {
            List<Support> sides = new ArrayList<>();
            sides.addAll(out.outcome() == Outcome.DENIED ? out.supports() : List.of());
            sides.addAll(in.outcome() == Outcome.DENIED ? in.supports() : List.of());
            return Decision.denied(sides.toArray(new Support[0]));
        }
        ImmutableList<Support> both = product(out.supports(), in.supports());
        if (out.outcome() == Outcome.UNKNOWN || in.outcome() == Outcome.UNKNOWN) {
            String missing = out.outcome() == Outcome.UNKNOWN ? out.missing() : in.missing();
            return Decision.unknown(missing, both.toArray(new Support[0]));
        }
        return Decision.allowed(both);
    }

    /** As many alternatives as are worth reporting. */
    static List<Support> some(List<Support> alternatives) {
        return alternatives.subList(0, Math.min(alternatives.size(), MAX_SUPPORTS));
    }

    static ImmutableList<Support> product(List<Support> out, List<Support> in) {
        ImmutableList.Builder<Support> both = ImmutableList.builder();
        for (Support first : out) {
            for (Support second : in) {
                both.add(first.and(second));
            }
        }
        return both.build();
    }

    /** One direction, in whichever family comes closest to passing. */
    Decision side(Direction direction, Packet packet) {
        Set<Family> families = new TreeSet<>(packet.source().families());
        families.retainAll(packet.destination().families());
        return families.isEmpty()
                ? byPolicy(packet)
                : anyOf(families.stream()
                        .map(family -> side(direction, packet, family))
                        .toList());
    }

    /** One direction: as its tiers of policies say, and open where none does. */
    Decision side(Direction direction, Packet packet, Family family) {
        Party subject = packet.subject(direction);
        if (subject.kind() == Party.Kind.STRANGER && anyBinds(direction)) {
            return Decision.unknown(
                    "which pod has the address " + subject.name()
                            + " of the pod network: the input holds none, and policies may bind it for "
                            + direction.word(),
                    Support.NONE);
        }
        if (subject.kind() != Party.Kind.POD) {
            boolean withinNode = subject.onHost()
                    && packet.peer(direction).onHost()
                    && subject.node().isPresent()
                    && subject.node().equals(packet.peer(direction).node());
            return guard(direction, subject)
                    .filter(policy -> !withinNode)
                    .map(policy -> guarded(policy, subject))
                    .orElseGet(() -> Decision.allowed(subject.unbound()));
        }
        Row row = flows.row(direction, subject.networkClass());
        Support undecided =
                subject.pod().map(pod -> undecided(pod, direction, row)).orElse(Support.NONE);
        if (row.isOpen()) {
            return Decision.allowed(undecided);
        }
        boolean tunnelled = packet.protocol() == Protocol.TCP
                && packet.peer(direction).kind() == Party.Kind.POD
                && Traits.areTunnelled(
                        row.traits(),
                        compiled.classes().traits(packet.peer(direction).networkClass()));
        List<List<Policy>> tiers = tiers(row);
        return packet.peer(direction).kind() == Party.Kind.SOMEWHERE && !row.isUnion()
                ? new SomewhereReader(reader, packet, direction, family, tiers, undecided).read()
                : noted(
                        tunnelled,
                        tiers,
                        new SideReader(reader, packet, tunnelled, direction, family, tiers, undecided).read(),
                        subject);
    }

    /** Says which port policies of the network were asked about, where that is not the packet's own. */
    private static Decision noted(boolean tunnelled, List<List<Policy>> tiers, Decision decision, Party subject) {
        boolean asked = tiers.stream().anyMatch(tier -> !tier.get(0).tier().equals(Tier.MESH));
        if (!tunnelled || !asked) {
            return decision;
        }
        ObjectRef pod = subject.pod().orElseThrow().object();
        Evidence seen = Evidence.byDefault(
                pod,
                "",
                "between ztunnels TCP goes to port " + Tunnel.PORT + ", which is what policies of the network see");
        return SideReader.with(List.of(Support.of(seen)), decision);
    }

    /** A policy about a direction that is, or may be, for a node. */
    private Optional<Policy> guard(Direction direction, Party end) {
        return end.onHost()
                ? guards.get().stream()
                        .filter(policy -> policy.appliesTo(direction)
                                && policy.subject() instanceof Peer.Ends ends
                                && sets.contains(ends.set(), end, end, Family.IPV4) != Outcome.DENIED)
                        .findFirst()
                : Optional.empty();
    }

    private List<List<Policy>> tiers(Row row) {
        List<List<Policy>> tiers = new ArrayList<>();
        for (int position : row.policies()) {
            Policy policy = compiled.policies().get(position);
            if (tiers.isEmpty() || !tiers.get(tiers.size() - 1).get(0).tier().equals(policy.tier())) {
                tiers.add(new ArrayList<>());
            }
            tiers.get(tiers.size() - 1).add(policy);
        }
        return tiers;
    }

    private boolean anyBinds(Direction direction) {
        return compiled.policies().stream().anyMatch(policy -> policy.appliesTo(direction));
    }

    /**
     * The fact that nothing stops a packet of a pod, said of the object that its replicas share, so that they share it as
     * well.
     */
    private Support undecided(Pod pod, Direction direction, Row row) {
        boolean ownerRead = cluster.find(Workload.class, pod.owner()).isPresent();
        ObjectRef object = ownerRead ? pod.owner() : pod.object();
        String others = (row.isOpen() ? allKinds : otherKinds).get().getOrDefault(direction, "");
        String why = "no NetworkPolicy isolates it for " + direction.word();
        if (!others.isEmpty()) {
            why += ", no " + others + (row.isOpen() ? " selects it" : " has a rule for this");
        }
        return Support.of(Evidence.byDefault(object, "", why));
    }

    /** The kinds of policies in force beside NetworkPolicies that say something in a direction, as part of a sentence. */
    private ImmutableMap<Direction, String> otherKinds(Predicate<Policy> wanted) {
        return ImmutableMap.of(
                Direction.INGRESS,
                otherKinds(Direction.INGRESS, wanted),
                Direction.EGRESS,
                otherKinds(Direction.EGRESS, wanted));
    }

    private String otherKinds(Direction direction, Predicate<Policy> wanted) {
        return compiled.policies().stream()
                .filter(policy -> policy.appliesTo(direction) && wanted.test(policy))
                .map(policy -> policy.ref().kind())
                .filter(kind -> !kind.equals("NetworkPolicy"))
                .distinct()
                .sorted()
                .collect(Collectors.joining(" or "));
    }
}
