package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.HashBasedTable;
import com.google.common.collect.Table;
import dev.postern.model.Cluster;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Connections against the verdict on each single pair of pods, and of a pod and an address, under every profile. */
class ConnectionsTwinTest {
    private static final List<Integer> PORTS = List.of(53, 80, 81, 100, 8080);
    private static final List<String> ADDRESSES = List.of(
            "0.0.0.0",
            "10.0.0.0",
            "10.0.0.7",
            "10.0.0.8",
            "10.0.0.255",
            "10.0.1.0",
            "192.168.4.4",
            "255.255.255.255",
            "fd00::",
            "fd00::7",
            "fd00::8",
            "fd00:0:0:1::",
            "ffff::1");
    private static final int SEEDS = 1_000_000_000;

    @Property(tries = 200)
    void workloads_are_connected_as_any_two_of_their_pods(
            @ForAll @IntRange(max = SEEDS) int seed, @ForAll CniProfile profile) {
        Cluster cluster = RandomClusters.of(seed);
        Network network = Network.of(cluster, profile);
        Table<ConnectionEnd, ConnectionEnd, Connection> listed = listed(network);
        for (ObjectRef from : owners(cluster)) {
            for (ObjectRef to : owners(cluster)) {
                if (!from.equals(to)) {
                    compare(cluster, network, from, to, listed);
                }
            }
        }
    }

    private static Table<ConnectionEnd, ConnectionEnd, Connection> listed(Network network) {
        Table<ConnectionEnd, ConnectionEnd, Connection> listed = HashBasedTable.create();
        for (Connection connection : network.connections()) {
            assertThat(connection.ports().isEmpty() && connection.unknown().isEmpty())
                    .isFalse();
            assertThat(connection.ports().intersect(connection.unknown()).isEmpty())
                    .isTrue();
            assertThat(connection.source()).isNotEqualTo(connection.destination());
            assertThat(listed.put(connection.source(), connection.destination(), connection))
                    .as("each pair once")
                    .isNull();
        }
        return listed;
    }

    private static Set<ObjectRef> owners(Cluster cluster) {
        Set<ObjectRef> owners = new HashSet<>();
        cluster.pods().forEach(pod -> owners.add(pod.owner()));
        return owners;
    }

    private static void compare(
            Cluster cluster,
            Network network,
            ObjectRef from,
            ObjectRef to,
            Table<ConnectionEnd, ConnectionEnd, Connection> listed) {
        ConnectionEnd source = new ConnectionEnd.OfWorkload(from);
        ConnectionEnd destination = new ConnectionEnd.OfWorkload(to);
        Connection none = new Connection(source, destination, PortSet.NONE, PortSet.NONE);
        Connection connection = listed.contains(source, destination) ? listed.get(source, destination) : none;
        for (Protocol protocol : Protocol.values()) {
            for (int port : PORTS) {
                Set<Outcome> outcomes = new HashSet<>();
                for (Pod a : cluster.pods()) {
                    for (Pod b : cluster.pods()) {
                        if (a.owner().equals(from) && b.owner().equals(to)) {
                            outcomes.add(network.decide(a, b, protocol, port).outcome());
                        }
                    }
                }
                assertThat(said(connection, protocol, port))
                        .as("%s %s to %s %s %d", network, from, to, protocol, port)
                        .isEqualTo(best(outcomes));
            }
        }
    }

    private static Outcome best(Set<Outcome> outcomes) {
        return outcomes.contains(Outcome.ALLOWED)
                ? Outcome.ALLOWED
                : outcomes.contains(Outcome.UNKNOWN) ? Outcome.UNKNOWN : Outcome.DENIED;
    }

    private static Outcome said(Connection connection, Protocol protocol, int port) {
        return connection.ports().contains(protocol, port)
                ? Outcome.ALLOWED
                : connection.unknown().contains(protocol, port) ? Outcome.UNKNOWN : Outcome.DENIED;
    }

    @Property(tries = 200)
    void addresses_outside_are_connected_as_the_judge_says(
            @ForAll @IntRange(max = SEEDS) int seed, @ForAll CniProfile profile) {
        Cluster cluster = RandomClusters.of(seed);
        Network network = Network.of(cluster, profile);
        Hosts hosts = new Hosts(cluster, profile);
        Set<IpAddress> inside = new HashSet<>();
        cluster.pods().forEach(pod -> inside.addAll(hosts.addresses(pod)));
        cluster.nodes()
                .forEach(node -> inside.addAll(hosts.nodeAddresses(node.meta().name())));
        List<Connection> listed = network.connections().stream().toList();
        for (String text : ADDRESSES) {
            IpAddress address = IpAddress.parse(text).orElseThrow();
            if (!inside.contains(address)) {
                owners(cluster).forEach(owner -> compare(network, listed, owner, address));
            }
        }
    }

    private static void compare(Network network, List<Connection> listed, ObjectRef owner, IpAddress address) {
        Endpoint pods = Endpoint.pod(owner);
        Endpoint outside = Endpoint.address(address.toString());
        ConnectionEnd end = new ConnectionEnd.OfWorkload(owner);
        for (Protocol protocol : Protocol.values()) {
            for (int port : PORTS) {
                boolean out = listed.stream()
                        .anyMatch(connection -> connection.source().equals(end)
                                && holds(connection.destination(), address)
                                && connection.ports().contains(protocol, port));
                boolean in = listed.stream()
                        .anyMatch(connection -> connection.destination().equals(end)
                                && holds(connection.source(), address)
                                && connection.ports().contains(protocol, port));
                assertThat(out)
                        .as("%s to %s %s %d", owner, address, protocol, port)
                        .isEqualTo(network.decide(new Flow(pods, outside, protocol, port))
                                .isAllowed());
                assertThat(in)
                        .as("%s to %s %s %d", address, owner, protocol, port)
                        .isEqualTo(network.decide(new Flow(outside, pods, protocol, port))
                                .isAllowed());
            }
        }
    }

    private static boolean holds(ConnectionEnd end, IpAddress address) {
        if (!(end instanceof ConnectionEnd.OfRange range)) {
            return false;
        }
        return new IpRanges.Range(
                        IpAddress.parse(range.first()).orElseThrow(),
                        IpAddress.parse(range.last()).orElseThrow())
                .contains(address);
    }

    @Property(tries = 200)
    void the_lines_of_one_workload_are_those_of_the_whole_list(@ForAll @IntRange(max = SEEDS) int seed) {
        Cluster cluster = RandomClusters.of(seed);
        Connections all = Network.of(cluster).connections();
        for (ObjectRef owner : owners(cluster)) {
            assertThat(all.involving(owner.namespace(), owner.name()))
                    .isEqualTo(all.stream()
                            .filter(connection ->
                                    names(connection.source(), owner) || names(connection.destination(), owner))
                            .toList());
        }
    }

    private static boolean names(ConnectionEnd end, ObjectRef owner) {
        return end instanceof ConnectionEnd.OfWorkload named
                && named.workload().namespace().equals(owner.namespace())
                && named.workload().name().equals(owner.name());
    }
}
