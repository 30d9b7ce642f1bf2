package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.Evidence;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;

/** Finds namespaces whose pods are reached, or reach others, where nothing was said about them. O(pods and rows). */
final class OpenNamespaces {
    private final Cluster cluster;
    private final ImmutableList<Policy> policies;
    private final NetworkClasses classes;
    private final FlowTable flows;
    private final RoaringBitmap bindable = new RoaringBitmap();

    /** The pods of one namespace that policies can bind. */
    private static final class Counted {
        final Pod first;
        int pods;
        boolean deniedByOrder;
        final List<Pod> open = new ArrayList<>();

        Counted(Pod first) {
            this.first = first;
        }
    }

    OpenNamespaces(Network network) {
        cluster = network.cluster();
        policies = network.compiled().policies();
        classes = network.compiled().classes();
        flows = network.flows();
        for (int c = 0; c < classes.count(); c++) {
            if (!Traits.has(classes.traits(c), Traits.HOST_NETWORK)) {
                bindable.add(c);
            }
        }
    }

    List<NetworkFinding> find() {
        List<NetworkFinding> findings = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            Set<String> defaults = withDefault(direction);
            List<Policy> others = policies.stream()
                    .filter(policy -> policy.appliesTo(direction) && policy.isolates(direction))
                    .toList();
            count(direction).forEach((namespace, counted) -> {
                boolean closed = defaults.contains(namespace)
                        || others.stream().anyMatch(policy -> policy.isForAllOf(namespace));
                boolean noticed = !counted.open.isEmpty() || !counted.deniedByOrder && !closed;
                if (noticed) {
                    findings.add(finding(namespace, counted, direction));
                }
            });
        }
        return findings;
    }

    private static NetworkFinding finding(String namespace, Counted counted, Direction direction) {
        ObjectRef object = ObjectRef.cluster("Namespace", namespace);
        int open = counted.open.size();
        String what = open == 0
                ? "each of its pods is isolated for " + direction.word() + ", but a new one would not be"
                : (open == counted.pods ? "none of its pods is" : open + " of its " + counted.pods + " pods are not")
                        + " isolated for " + direction.word();
        return new NetworkFinding(
                NetworkFindingKind.NO_DEFAULT_DENY,
                open == 0 ? Severity.INFO : Severity.WARNING,
                Evidence.byDefault(object, "", "no NetworkPolicy selects all its pods for " + direction.word()),
                object + ": " + what,
                because(namespace, counted, direction));
    }

    /** A pod that is open, or else one that is there: a Namespace is not always in the input, and stands in no file then. */
    private static ImmutableList<Evidence> because(String namespace, Counted counted, Direction direction) {
        if (counted.open.isEmpty()) {
            return ImmutableList.of(Evidence.stated(counted.first.object(), "metadata.namespace", namespace));
        }
        return ImmutableList.of(
                Evidence.byDefault(counted.open.get(0).object(), "", "no policy isolates it for " + direction.word()));
    }

    private Map<String, Counted> count(Direction direction) {
        boolean[] closed = new boolean[classes.count()];
        boolean[] denied = new boolean[classes.count()];
        for (Row row : flows.rows(direction)) {
            boolean denies = row.stages().stream()
                    .filter(stage -> !stage.union())
                    .flatMap(stage -> stage.rules().stream())
                    .anyMatch(this::deniesAll);
            // Proxies judge TCP alone, and only what goes through them.
            boolean isolates = row.stages().stream()
                    .anyMatch(stage -> stage.closed() && !stage.tier().equals(Tier.MESH));
            row.classes().forEach((int c) -> {
                closed[c] = isolates;
                denied[c] = denies;
            });
        }
        Map<String, Counted> counts = new TreeMap<>();
        for (int i = 0; i < cluster.pods().size(); i++) {
            int networkClass = classes.classOf(i);
            if (networkClass != Network.NO_CLASS && bindable.contains(networkClass)) {
                Pod pod = cluster.pods().get(i);
                Counted counted = counts.computeIfAbsent(pod.namespace(), name -> new Counted(pod));
                counted.pods++;
                counted.deniedByOrder |= denied[networkClass];
                if (!closed[networkClass] && !denied[networkClass]) {
                    counted.open.add(pod);
                }
            }
        }
        return counts;
    }

    /** Whether nobody else in the cluster gets past a rule. */
    private boolean deniesAll(CompiledRule rule) {
        return rule.action() == Action.DENY
                && rule.ports().isAll()
                && rule.peers().everyFamily().contains(bindable);
    }

    private Set<String> withDefault(Direction direction) {
        Set<String> namespaces = new HashSet<>();
        for (NetworkPolicy policy : cluster.networkPolicies()) {
            if (policy.podSelector().selectsEverything()
                    && new PooledPolicy(policy, Optional.empty()).appliesTo(direction)) {
                namespaces.add(policy.meta().namespace());
            }
        }
        for (Policy policy : policies) {
            if (!policy.isolates(direction) || !(policy.subject() instanceof Peer.Ends ends)) {
                continue;
            }
            if (ends.set().equals(EndSets.PODS)) {
                namespaces.addAll(cluster.namespaceNames());
            } else if (ends.set() instanceof EndSet.InNamespace in && in.name() instanceof LabelTest.In names) {
                namespaces.addAll(names.values());
            }
        }
        return namespaces;
    }
}
