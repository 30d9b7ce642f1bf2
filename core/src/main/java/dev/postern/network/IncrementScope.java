package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.LabelSelector;
import dev.postern.model.Pod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.roaringbitmap.RoaringBitmap;

/** What a change of a cluster makes it necessary to look at: new policies, lists of peers that there were none like, and pods. */
final class IncrementScope {
    /** Pods that are looked at in any case, and the part of all pods that is. */
    private static final int FEW = 2_000;

    private static final int PART = 16;

    private final CompiledPolicies before;
    private final Cluster former;
    private final Cluster cluster;
    private final Hosts hosts;
    private final PolicyChange policies;
    private final Map<Integer, PolicyCompiler.Rules> rules = new LinkedHashMap<>();
    private final Set<ImmutableList<Peer>> keys = new LinkedHashSet<>();
    private final Set<String> namespaces = new HashSet<>();
    private final Set<LabelSelector> selectors = new HashSet<>();
    private final Set<EndSet.Label> labels = new HashSet<>();
    private Mentions mentions;
    private boolean everywhere;
    private boolean known = true;

    private IncrementScope(
            Cluster former, CompiledPolicies before, Cluster cluster, Hosts hosts, PolicyChange policies) {
        this.former = former;
        this.before = before;
        this.cluster = cluster;
        this.hosts = hosts;
        this.policies = policies;
        mentions = before.mentions();
    }

    /** Empty where nearly everything would have to be looked at, or nothing that there is could be used. */
    static Optional<IncrementScope> of(
            Cluster former, CompiledPolicies before, Cluster cluster, Hosts hosts, PolicyChange policies) {
        IncrementScope scope = new IncrementScope(former, before, cluster, hosts, policies);
        scope.read();
        return scope.known ? Optional.of(scope) : Optional.empty();
    }

    private void read() {
        for (int i = 0; i < policies.before().length; i++) {
            if (policies.before()[i] < 0) {
                Policy policy = policies.policies().get(i);
                PolicyCompiler.Rules written = PolicyCompiler.Rules.of(policy);
                rules.put(i, written);
                mentions = mentions == before.mentions() ? mentions.copy() : mentions;
                mentions.add(policy.subject());
                mayMean(policy.subject());
                written.all().forEach(this::read);
            }
        }
        namespaces.addAll(PodChange.relabelled(
                former,
                cluster,
                mentions.keys().ofNamespaces(),
                mentions.ofSets() || hosts.tunnel().isAny()));
    }

    private void read(Rule rule) {
        rule.peers().forEach(mentions::add);
        rule.ports().forEach(item -> known &= before.namedPorts().knows(item.names()));
        ImmutableList<Peer> key = RuleCompiler.key(rule);
        if (!rule.isVoid() && before.peerSets().number(key) < 0 && keys.add(key)) {
            key.forEach(this::mayMean);
        }
    }

    private void mayMean(Peer peer) {
        if (peer instanceof Peer.Pods pods && pods.namespaces().isEmpty()) {
            namespaces.add(pods.namespace());
        } else if (peer instanceof Peer.Pods pods && hosts.profile().hostPods() != CniProfile.HostPods.LABELLED) {
            selectors.add(pods.namespaces().orElseThrow());
        } else if (peer instanceof Peer.Ends ends) {
            Whereabouts meant = Whereabouts.of(ends.set());
            everywhere |= meant.anywhere();
            namespaces.addAll(meant.namespaces());
            labels.addAll(meant.labels());
        } else {
            everywhere |= !(peer instanceof Peer.Names);
        }
    }

    /** The positions of the pods to look at, in their order; empty if these are too many. O(pods). */
    Optional<List<Integer>> pods(PodChange change) {
        Set<Integer> positions = new TreeSet<>(change.changed());
        ImmutableList<Pod> pods = cluster.pods();
        if (everywhere || !selectors.isEmpty() || !labels.isEmpty()) {
            List<EndSet.Label> ofPods = labels(EndSet.Whose.POD);
            List<EndSet.Label> ofNamespaces = labels(EndSet.Whose.NAMESPACE);
            for (int i = 0; i < pods.size() && !isMuch(positions.size()); ) {
                int end = PodOrder.endOfNamespace(pods, i);
                boolean all = everywhere || isWithin(pods.get(i).namespace(), ofNamespaces);
                for (int pod = i; pod < end && (all || !ofPods.isEmpty()); pod++) {
                    if (all || hasAny(ofPods, pods.get(pod).meta().labels())) {
                        positions.add(pod);
                    }
                }
                i = end;
            }
        } else if (!namespaces.isEmpty()) {
            PodOrder.addAll(pods, namespaces, positions);
        }
        return isMuch(positions.size()) ? Optional.empty() : Optional.of(new ArrayList<>(positions));
    }

    private boolean isWithin(String namespace, List<EndSet.Label> ofNamespaces) {
        if (namespaces.contains(namespace)) {
            return true;
        }
        Map<String, String> own = Matches.namespaceLabels(cluster, namespace);
        return selectors.stream().anyMatch(selector -> selector.matches(own)) || hasAny(ofNamespaces, own);
    }

    private List<EndSet.Label> labels(EndSet.Whose whose) {
        return labels.stream().filter(label -> label.whose() == whose).toList();
    }

    private static boolean hasAny(List<EndSet.Label> wanted, Map<String, String> labels) {
        for (EndSet.Label label : wanted) {
            String value = labels.get(label.key());
            if (value != null && label.test().matches(value)) {
                return true;
            }
        }
        return false;
    }

    /** The numbers of the lists of peers that there were which may mean some pods, or meant one of them. */
    RoaringBitmap lists(Collection<Pod> pods) {
        Set<String> names = namespaces(pods);
        List<Map<String, String>> ofNamespaces = new ArrayList<>();
        for (String name : names) {
            ofNamespaces.add(Matches.namespaceLabels(former, name));
            ofNamespaces.add(Matches.namespaceLabels(cluster, name));
        }
        boolean labelled = hosts.profile().hostPods() == CniProfile.HostPods.LABELLED;
        List<Map<String, String>> ofPods = new ArrayList<>();
        pods.forEach(pod -> ofPods.add(pod.meta().labels()));
        return before.peerSets().within(new PeerPlaces.Wanted(names, ofNamespaces, ofPods, labelled));
    }

    static Set<String> namespaces(Collection<Pod> pods) {
        Set<String> names = new HashSet<>();
        pods.forEach(pod -> names.add(pod.namespace()));
        return names;
    }

    private boolean isMuch(int pods) {
        return pods > Math.max(FEW, cluster.pods().size() / PART);
    }

    /** Of policies that are new, by their places. */
    Map<Integer, PolicyCompiler.Rules> rules() {
        return rules;
    }

    /** Lists of peers that no rule had before. */
    ImmutableList<ImmutableList<Peer>> keys() {
        return ImmutableList.copyOf(keys);
    }

    /** Of the policies of now and of before. */
    Mentions mentions() {
        return mentions;
    }

    Cluster former() {
        return former;
    }

    PolicyChange policies() {
        return policies;
    }
}
