package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Node;
import dev.postern.model.Pod;
import dev.postern.model.Service;
import dev.postern.network.IpAddress.Family;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From which address a pod or a node sends, per family, and on which node a pod is. A pod on the host network sends from
 * its node's address.
 *
 * <p>A pod without a known address is taken to have one of every family that the cluster is seen to use; where nothing
 * shows an address, that is IPv4 alone, which is what a cluster is unless somebody configures it otherwise.
 */
final class Hosts {
    private final Map<String, Node> nodes;
    private final Set<Family> families;
    private final CniProfile profile;
    private final HostNamespace namespace;
    private final Tunnel tunnel;

    Hosts(Cluster cluster, CniProfile profile) {
        this.profile = profile;
        namespace = new HostNamespace(cluster, profile);
        nodes = new HashMap<>();
        cluster.nodes().forEach(node -> nodes.put(node.meta().name(), node));
        families = families(cluster, EnumSet.allOf(Family.class));
        tunnel = new Tunnel(cluster);
    }

    /** Of a cluster with the same nodes, Services and workloads, and pods that have no families but those. */
    private Hosts(Hosts former, Cluster cluster, Set<Family> expected) {
        profile = former.profile;
        namespace = new HostNamespace(cluster, profile);
        nodes = former.nodes;
        families = families(cluster, expected);
        tunnel = former.tunnel.after(cluster);
    }

    /**
     * The same for a cluster with the same nodes, Services and workloads.
     *
     * @param changed its pods that the former one did not have
     * @return empty if pods would be seen otherwise that are not changed
     */
    Optional<Hosts> after(Cluster cluster, List<Pod> changed) {
        EnumSet<Family> expected = EnumSet.copyOf(families);
        changed.forEach(pod -> addAll(expected, pod.ips()));
        Hosts hosts = new Hosts(this, cluster, expected);
        boolean same = hosts.families.equals(families)
                && hosts.tunnel.isAny() == tunnel.isAny()
                && hosts.namespace.isLike(namespace);
        return same ? Optional.of(hosts) : Optional.empty();
    }

    /** How the plugin goes about nodes and what is on them. */
    CniProfile profile() {
        return profile;
    }

    /** What selectors may call the host network. */
    HostNamespace namespace() {
        return namespace;
    }

    /** Whether a pod is in its node's own network and policy treats it so. */
    boolean onHost(Pod pod) {
        return pod.spec().hostNetwork() && profile.hostPods() != CniProfile.HostPods.ORDINARY;
    }

    /** What stands before pods in the ambient mode of a mesh. */
    Tunnel tunnel() {
        return tunnel;
    }

    /** The families in use in the cluster. */
    Set<Family> families() {
        return families;
    }

    /** The addresses a pod has, at most one a family; empty when they are not known. */
    List<IpAddress> addresses(Pod pod) {
        List<IpAddress> own = firstOfEachFamily(pod.ips());
        if (!own.isEmpty() || !pod.spec().hostNetwork()) {
            return own;
        }
        return pod.nodeName().map(this::nodeAddresses).orElse(List.of());
    }

    /** The addresses a node sends from, at most one a family. */
    List<IpAddress> nodeAddresses(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            return List.of();
        }
        List<IpAddress> internal = firstOfEachFamily(node.internalAddresses());
        return internal.isEmpty() ? firstOfEachFamily(node.externalAddresses()) : internal;
    }

    /** The families a pod can use. */
    Set<Family> families(List<IpAddress> addresses) {
        if (addresses.isEmpty()) {
            return families;
        }
        EnumSet<Family> used = EnumSet.noneOf(Family.class);
        addresses.forEach(address -> used.add(address.family()));
        return used;
    }

    static Optional<IpAddress> of(Family family, List<IpAddress> addresses) {
        for (IpAddress address : addresses) {
            if (address.family() == family) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    private static List<IpAddress> firstOfEachFamily(List<String> texts) {
        ImmutableList.Builder<IpAddress> first = ImmutableList.builder();
        EnumSet<Family> seen = EnumSet.noneOf(Family.class);
        for (String text : texts) {
            IpAddress.parse(text).filter(address -> seen.add(address.family())).ifPresent(first::add);
        }
        return first.build();
    }

    /** @param expected whoever has one has one of these: once all are seen, nobody more is looked at */
    private static Set<Family> families(Cluster cluster, Set<Family> expected) {
        EnumSet<Family> seen = EnumSet.noneOf(Family.class);
        for (Node node : cluster.nodes()) {
            addAll(seen, node.internalAddresses());
            for (String cidr : node.podCIDRs()) {
                int slash = cidr.indexOf('/');
                addAll(seen, List.of(slash < 0 ? cidr : cidr.substring(0, slash)));
            }
        }
        for (Pod pod : cluster.pods()) {
            if (seen.containsAll(expected)) {
                break;
            }
            addAll(seen, pod.ips());
        }
        for (Service service : cluster.services()) {
            addAll(seen, List.of(service.clusterIP()));
        }
        return seen.isEmpty() ? EnumSet.of(Family.IPV4) : seen;
    }

    private static void addAll(Set<Family> seen, List<String> texts) {
        for (String text : texts) {
            // Without a colon it is IPv4 or nothing, and of that family there are a hundred thousand to read.
            if (!seen.contains(Family.IPV4) || text.indexOf(':') >= 0) {
                IpAddress.parse(text).ifPresent(address -> seen.add(address.family()));
            }
        }
    }
}
