package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.ServiceAccount;
import dev.postern.network.IpAddress.Family;
import java.util.Map;
import java.util.Optional;

/** Whether one end of a packet is in an {@link EndSet}; UNKNOWN where the input does not tell. */
final class EndSetReader {
    private final Cluster cluster;

    EndSetReader(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Of an address that is one of several whether some of them is in the set. */
    Outcome contains(EndSet set, Party end, Party bound, Family family) {
        if (end.kind() == Party.Kind.SOMEWHERE) {
            IpRanges within = IpRanges.all(family).intersect(end.within());
            return set.outside().intersects(within)
                    ? Outcome.ALLOWED
                    : set.outside(true).intersects(within) ? Outcome.UNKNOWN : Outcome.DENIED;
        }
        return read(set, end, bound, family);
    }

    private Outcome read(EndSet set, Party end, Party bound, Family family) {
        if (set instanceof EndSet.And and) {
            return all(and.parts(), end, bound, family);
        } else if (set instanceof EndSet.Or or) {
            return any(or.parts(), end, bound, family);
        } else if (set instanceof EndSet.Not not) {
            return not(read(not.of(), end, bound, family));
        } else if (set instanceof EndSet.Addresses addresses) {
            return addressed(addresses.ranges(), end, family);
        } else if (set instanceof EndSet.World) {
            return of(end.kind() == Party.Kind.OUTSIDE);
        } else if (set instanceof EndSet.Nodes nodes) {
            return onNode(nodes.which(), end, bound);
        } else if (set instanceof EndSet.LabelledNodes nodes) {
            return end.onHost()
                    ? Matches.selects(cluster, nodes.selector(), end.node().orElse(""))
                    : Outcome.DENIED;
        } else if (set instanceof EndSet.Perhaps perhaps) {
            return read(perhaps.of(), end, bound, family) == Outcome.DENIED ? Outcome.DENIED : Outcome.UNKNOWN;
        } else if (set instanceof EndSet.Pods) {
            return of(end.kind() == Party.Kind.POD || end.kind() == Party.Kind.STRANGER);
        }
        return end.kind() == Party.Kind.STRANGER
                ? Outcome.UNKNOWN
                : of(end.kind() == Party.Kind.POD
                        && end.pod().filter(pod -> describes(set, pod, cluster)).isPresent());
    }

    private Outcome all(ImmutableList<EndSet> parts, Party end, Party bound, Family family) {
        Outcome all = Outcome.ALLOWED;
        for (EndSet part : parts) {
            Outcome next = read(part, end, bound, family);
            if (next == Outcome.DENIED) {
                return next;
            }
            all = next == Outcome.UNKNOWN ? next : all;
        }
        return all;
    }

    private Outcome any(ImmutableList<EndSet> parts, Party end, Party bound, Family family) {
        Outcome any = Outcome.DENIED;
        for (EndSet part : parts) {
            Outcome next = read(part, end, bound, family);
            if (next == Outcome.ALLOWED) {
                return next;
            }
            any = next == Outcome.UNKNOWN ? next : any;
        }
        return any;
    }

    /** Whether a pod of the pod network is in a set that tells pods apart by what they are, not by where they are. */
    static boolean describes(EndSet set, Pod pod, Cluster cluster) {
        if (set instanceof EndSet.Label label) {
            String value = labels(label.whose(), pod, cluster).get(label.key());
            return value != null && label.test().matches(value);
        } else if (set instanceof EndSet.InNamespace in) {
            return in.name().matches(pod.namespace());
        } else if (set instanceof EndSet.AsAccount as) {
            return as.name().matches(pod.serviceAccount().name());
        }
        return set instanceof EndSet.Marked marked
                && marked.mark().isOn(marked.mark().fact(pod));
    }

    private static Map<String, String> labels(EndSet.Whose whose, Pod pod, Cluster cluster) {
        switch (whose) {
            case POD:
                return pod.meta().labels();
            case NAMESPACE:
                return Matches.namespaceLabels(cluster, pod.namespace());
            case ACCOUNT:
                return cluster.find(
                                ServiceAccount.class,
                                ObjectRef.of(
                                        "ServiceAccount",
                                        pod.namespace(),
                                        pod.serviceAccount().name()))
                        .map(known -> (Map<String, String>) known.meta().labels())
                        .orElse(Map.of());
        }
        throw new AssertionError(whose);
    }

    private static Outcome addressed(IpRanges ranges, Party end, Family family) {
        Optional<IpAddress> address = end.address(family);
        if (address.isPresent()) {
            return of(ranges.contains(address.get()));
        }
        IpRanges ofFamily = IpRanges.all(family).intersect(ranges);
        return ofFamily.isEmpty() ? Outcome.DENIED : ofFamily.containsAll(family) ? Outcome.ALLOWED : Outcome.UNKNOWN;
    }

    private static Outcome onNode(EndSet.Which which, Party end, Party bound) {
        if (!end.onHost()) {
            return Outcome.DENIED;
        } else if (which == EndSet.Which.ANY) {
            return Outcome.ALLOWED;
        } else if (end.node().isEmpty() || bound.node().isEmpty()) {
            return Outcome.UNKNOWN;
        }
        return of(end.node().equals(bound.node()) == (which == EndSet.Which.OWN));
    }

    private static Outcome not(Outcome outcome) {
        return outcome == Outcome.UNKNOWN ? outcome : of(outcome == Outcome.DENIED);
    }

    private static Outcome of(boolean contains) {
        return contains ? Outcome.ALLOWED : Outcome.DENIED;
    }
}
