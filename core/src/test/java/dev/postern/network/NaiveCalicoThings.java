package dev.postern.network;

import dev.postern.model.CalicoNetworkSet;
import dev.postern.model.Cluster;
import dev.postern.model.Namespace;
import dev.postern.model.Pod;
import dev.postern.model.ServiceAccount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** For the twin: what Calico's selectors can select, with all its labels and addresses. */
final class NaiveCalicoThings {
    /** A pod or a set of networks; labels of the namespace and the service account are inherited, under a prefix. */
    record Thing(Map<String, String> labels, List<String> nets, Optional<Pod> pod) {
        boolean has(IpAddress address) {
            return nets.stream().anyMatch(net -> inNet(net, address));
        }
    }

    private NaiveCalicoThings() {}

    static List<Thing> of(Cluster cluster) {
        List<Thing> things = new ArrayList<>();
        for (Pod pod : cluster.pods()) {
            if (!pod.spec().hostNetwork() && !pod.isTerminated()) {
                things.add(new Thing(labels(cluster, pod), pod.ips(), Optional.of(pod)));
            }
        }
        for (CalicoNetworkSet set : cluster.calicoNetworkSets()) {
            Map<String, String> labels = new HashMap<>(set.meta().labels());
            if (set.kind().equals(CalicoNetworkSet.NAMESPACED)) {
                inheritNamespace(cluster, set.meta().namespace(), labels);
            }
            things.add(new Thing(labels, set.nets(), Optional.empty()));
        }
        return things;
    }

    private static Map<String, String> labels(Cluster cluster, Pod pod) {
        Map<String, String> labels = new HashMap<>(pod.meta().labels());
        String account = pod.spec().serviceAccountName().orElse("default");
        labels.put("projectcalico.org/orchestrator", "k8s");
        labels.put("projectcalico.org/serviceaccount", account);
        inheritNamespace(cluster, pod.namespace(), labels);
        Map<String, String> inherited = new HashMap<>();
        for (ServiceAccount object : cluster.serviceAccounts()) {
            if (object.meta().namespace().equals(pod.namespace())
                    && object.meta().name().equals(account)) {
                inherited.putAll(object.meta().labels());
            }
        }
        inherited.put("projectcalico.org/name", account);
        inherited.forEach((key, value) -> labels.putIfAbsent("pcsa." + key, value));
        return labels;
    }

    private static void inheritNamespace(Cluster cluster, String name, Map<String, String> labels) {
        Namespace namespace = cluster.namespace(name).orElseGet(() -> Namespace.implied(name));
        labels.put(NaiveCalicoSelectors.NAMESPACE, name);
        Map<String, String> inherited = new HashMap<>(namespace.meta().labels());
        inherited.put("projectcalico.org/name", name);
        inherited.forEach((key, value) -> labels.putIfAbsent("pcns." + key, value));
    }

    /** A CIDR or an address; whatever is neither holds nothing. */
    static boolean inNet(String net, IpAddress address) {
        return net.indexOf('/') >= 0
                ? IpRanges.parseCidr(net)
                        .filter(ranges -> ranges.contains(address))
                        .isPresent()
                : IpAddress.parse(net).filter(address::equals).isPresent();
    }

    static boolean isOfFamily(String net, IpAddress.Family family) {
        int slash = net.indexOf('/');
        return IpAddress.parse(slash < 0 ? net : net.substring(0, slash))
                .filter(address -> address.family() == family)
                .isPresent();
    }
}
