package dev.postern.network;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import dev.postern.model.Cluster;
import dev.postern.model.Node;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Finds what stands at an address, or behind a name. Built on first use: rows do not need it. */
final class Parties {
    private final ImmutableList<Pod> pods;
    private final ImmutableList<Node> inputNodes;
    private final NetworkClasses classes;
    private final Hosts hosts;
    private final Supplier<ImmutableListMultimap<ObjectRef, Integer>> byObject;
    private final Supplier<ImmutableListMultimap<String, Integer>> byName;
    private final ImmutableListMultimap<IpAddress, Integer> byAddress;
    /** Apart, for there are few on the host network. */
    private final ImmutableListMultimap<String, Integer> onHostOfNode;

    private final ImmutableListMultimap<String, Integer> inNetworkOfNode;
    private final Map<IpAddress, String> nodes = new HashMap<>();
    private final IpRanges podNetwork;

    Parties(Cluster cluster, NetworkClasses classes, Hosts hosts) {
        this.pods = cluster.pods();
        this.inputNodes = cluster.nodes();
        this.classes = classes;
        this.hosts = hosts;
        ImmutableListMultimap.Builder<IpAddress, Integer> addresses = ImmutableListMultimap.builder();
        ImmutableListMultimap.Builder<String, Integer> onHosts = ImmutableListMultimap.builder();
        ImmutableListMultimap.Builder<String, Integer> inNetworks = ImmutableListMultimap.builder();
        for (int i = 0; i < pods.size(); i++) {
            Pod pod = pods.get(i);
            if (classes.classOf(i) != Network.NO_CLASS) {
                int position = i;
                pod.nodeName().ifPresent(node -> (hosts.onHost(pod) ? onHosts : inNetworks).put(node, position));
                addAddresses(pod, i, addresses);
            }
        }
        for (Node node : cluster.nodes()) {
            addNode(node.meta().name(), node.internalAddresses());
            addNode(node.meta().name(), node.externalAddresses());
        }
        byObject = Suppliers.memoize(() -> named(ref -> ref));
        byName = Suppliers.memoize(() -> named(ObjectRef::qualifiedName));
        onHostOfNode = onHosts.build();
        inNetworkOfNode = inNetworks.build();
        byAddress = addresses.build();
        podNetwork = IpRanges.union(cluster.nodes().stream()
                .flatMap(node -> node.podCIDRs().stream())
                .flatMap(cidr -> IpRanges.parseCidr(cidr).stream())
                .collect(ImmutableList.toImmutableList()));
    }

    /** Pods by what they are called: by their own name and by that of their owners. Only questions of people need it. */
    private <K> ImmutableListMultimap<K, Integer> named(Function<ObjectRef, K> name) {
        ImmutableListMultimap.Builder<K, Integer> named = ImmutableListMultimap.builder();
        for (int i = 0; i < pods.size(); i++) {
            if (classes.classOf(i) != Network.NO_CLASS) {
                Pod pod = pods.get(i);
                Set<K> called = new LinkedHashSet<>();
                called.add(name.apply(pod.object()));
                called.add(name.apply(pod.owner()));
                pod.meta().controller().ifPresent(controller -> called.add(name.apply(controller)));
                int position = i;
                called.forEach(key -> named.put(key, position));
            }
        }
        return named.build();
    }

    private void addAddresses(Pod pod, int position, ImmutableListMultimap.Builder<IpAddress, Integer> addresses) {
        if (hosts.onHost(pod)) {
            pod.nodeName().ifPresent(node -> addNode(node, pod.ips()));
            return;
        }
        for (String ip : pod.ips()) {
            IpAddress.parse(ip).ifPresent(address -> addresses.put(address, position));
        }
    }

    private void addNode(String name, List<String> ips) {
        for (String ip : ips) {
            IpAddress.parse(ip).ifPresent(address -> nodes.putIfAbsent(address, name));
        }
    }

    Party pod(int position) {
        return Party.ofPod(pods.get(position), classes.classOf(position), hosts);
    }

    /** The pods on a node, in its own network or in that of the pods. */
    List<Integer> onNode(String node, boolean inOwn) {
        return (inOwn ? onHostOfNode : inNetworkOfNode).get(node);
    }

    /** What an endpoint stands for: several parties for the replicas of a workload, none for an unknown name. */
    List<Party> of(Endpoint endpoint) {
        if (endpoint instanceof Endpoint.OfPod) {
            return all(byObject.get().get(((Endpoint.OfPod) endpoint).object()));
        } else if (endpoint instanceof Endpoint.OfWorkload) {
            Endpoint.OfWorkload workload = (Endpoint.OfWorkload) endpoint;
            return all(byName.get().get(workload.namespace() + "/" + workload.name()));
        } else if (endpoint instanceof Endpoint.OfNamespace) {
            return inNamespace(((Endpoint.OfNamespace) endpoint).name());
        } else if (endpoint instanceof Endpoint.OfAddress) {
            return IpAddress.parse(((Endpoint.OfAddress) endpoint).ip())
                    .map(this::at)
                    .orElse(List.of());
        } else if (endpoint instanceof Endpoint.OfNode) {
            return List.of(node(((Endpoint.OfNode) endpoint).name()));
        } else if (endpoint instanceof Endpoint.OfKubelet kubelet) {
            return kubelet.node().map(name -> List.of(node(name))).orElseGet(() -> nodes(node -> true));
        } else if (endpoint instanceof Endpoint.OfEtcd) {
            return nodes(ApiServerReach::isControlPlane);
        } else if (endpoint instanceof Endpoint.OfCidr block) {
            return List.of(Party.somewhere(
                    block.cidr(), IpRanges.parseCidr(block.cidr()).orElseThrow()));
        } else if (endpoint instanceof Endpoint.OfMetadata) {
            return MetadataAddresses.all().stream()
                    .map(address -> Party.ofAddress(Party.Kind.OUTSIDE, address.toString(), address))
                    .toList();
        } else if (endpoint instanceof Endpoint.OfApiServer) {
            return List.of(Party.unknown(Party.Kind.OUTSIDE, endpoint.describe()));
        }
        return List.of(Party.internet());
    }

    private Party node(String name) {
        ImmutableList<IpAddress> addresses = ImmutableList.copyOf(hosts.nodeAddresses(name));
        return Party.ofNode(name, addresses, hosts.families(addresses));
    }

    /** Some nodes of the input; where it has none of the kind, one of which nothing is known. */
    private List<Party> nodes(Predicate<Node> wanted) {
        List<Party> found = inputNodes.stream()
                .filter(wanted)
                .map(node -> node(node.meta().name()))
                .toList();
        return found.isEmpty() ? List.of(Party.unknown(Party.Kind.NODE, "a node")) : found;
    }

    /** Whoever has an address. Two live pods never share one; where an input says so, both are meant. */
    List<Party> at(IpAddress address) {
        List<Integer> owners = byAddress.get(address);
        if (!owners.isEmpty()) {
            return owners.stream().map(i -> pod(i).at(address)).collect(ImmutableList.toImmutableList());
        }
        Optional<String> node = Optional.ofNullable(nodes.get(address));
        if (node.isPresent()) {
            return List.of(Party.ofNode(node.get(), ImmutableList.of(address), EnumSet.of(address.family())));
        }
        Party.Kind kind = podNetwork.contains(address) ? Party.Kind.STRANGER : Party.Kind.OUTSIDE;
        return List.of(Party.ofAddress(kind, address.toString(), address));
    }

    private List<Party> inNamespace(String name) {
        return IntStream.range(0, pods.size())
                .filter(i -> pods.get(i).namespace().equals(name) && classes.classOf(i) != Network.NO_CLASS)
                .mapToObj(this::pod)
                .collect(ImmutableList.toImmutableList());
    }

    private List<Party> all(List<Integer> positions) {
        return positions.stream().map(this::pod).collect(ImmutableList.toImmutableList());
    }
}
