package dev.postern.network;

import dev.postern.model.Cluster;
import dev.postern.network.IpAddress.Family;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which pod groups are in an {@link EndSet}: for certain, and perhaps, where addresses or nodes are not known. What asks for a
 * label, a name or a mark is read once for each distinct value; the rest is set algebra.
 */
final class EndSetMatches {
    private final Cluster cluster;
    private final Matches matches;
    private final PodGroups groups;
    private final RoaringBitmap everyGroup;
    private final Map<EndSet, RoaringBitmap> described = new HashMap<>();
    private final Map<Object, Map<Object, RoaringBitmap>> byFact = new HashMap<>();
    private final Map<EndSet, ByFamily> known = new LinkedHashMap<>();

    /** Arrays by {@link Family#ordinal}; not to be changed. */
    record ByFamily(RoaringBitmap[] certain, RoaringBitmap[] possible, boolean byAddress) {}

    /** Of one family. */
    private record Bounds(RoaringBitmap certain, RoaringBitmap possible) {
        static Bounds of(RoaringBitmap known) {
            return new Bounds(known, known);
        }
    }

    EndSetMatches(Cluster cluster, Matches matches, PodGroups groups) {
        this.cluster = cluster;
        this.matches = matches;
        this.groups = groups;
        everyGroup = RoaringBitmap.bitmapOfRange(0, groups.count());
    }

    ByFamily of(EndSet set) {
        return known.computeIfAbsent(set, this::read);
    }

    /** Every answer that was given. */
    Iterable<ByFamily> answers() {
        return known.values();
    }

    private ByFamily read(EndSet set) {
        boolean[] byAddress = {false};
        set.each(part -> byAddress[0] |= isNotOnlyByWhatPodsAre(part));
        Bounds four = bounds(set, Family.IPV4);
        Bounds six = byAddress[0] ? bounds(set, Family.IPV6) : four;
        return new ByFamily(
                new RoaringBitmap[] {four.certain(), six.certain()},
                new RoaringBitmap[] {four.possible(), six.possible()},
                byAddress[0]);
    }

    private static boolean isNotOnlyByWhatPodsAre(EndSet part) {
        return part instanceof EndSet.Addresses
                || part instanceof EndSet.Nodes nodes && nodes.which() != EndSet.Which.ANY
                || part instanceof EndSet.LabelledNodes
                || part instanceof EndSet.Perhaps;
    }

    private Bounds bounds(EndSet set, Family family) {
        if (set instanceof EndSet.And and) {
            Bounds all = Bounds.of(everyGroup);
            for (EndSet part : and.parts()) {
                Bounds next = bounds(part, family);
                all = new Bounds(
                        RoaringBitmap.and(all.certain(), next.certain()),
                        RoaringBitmap.and(all.possible(), next.possible()));
            }
            return all;
        } else if (set instanceof EndSet.Or or) {
            Bounds any = Bounds.of(new RoaringBitmap());
            for (EndSet part : or.parts()) {
                Bounds next = bounds(part, family);
                any = new Bounds(
                        RoaringBitmap.or(any.certain(), next.certain()),
                        RoaringBitmap.or(any.possible(), next.possible()));
            }
            return any;
        } else if (set instanceof EndSet.Not not) {
            Bounds of = bounds(not.of(), family);
            return new Bounds(
                    RoaringBitmap.andNot(everyGroup, of.possible()), RoaringBitmap.andNot(everyGroup, of.certain()));
        } else if (set instanceof EndSet.Addresses addresses) {
            return addressed(addresses.ranges(), family);
        } else if (set instanceof EndSet.Nodes nodes) {
            // Classes hold pods of many nodes: which of them share one is for single pods to tell.
            RoaringBitmap certain = nodes.which() == EndSet.Which.ANY ? matches.onHost() : new RoaringBitmap();
            return new Bounds(certain, matches.onHost());
        } else if (set instanceof EndSet.LabelledNodes nodes) {
            return new Bounds(matches.onNodes(nodes.selector(), true), matches.onNodes(nodes.selector(), false));
        } else if (set instanceof EndSet.Perhaps perhaps) {
            return new Bounds(new RoaringBitmap(), bounds(perhaps.of(), family).possible());
        } else if (set instanceof EndSet.World) {
            return Bounds.of(new RoaringBitmap());
        } else if (set instanceof EndSet.Perhaps) {
            return new Bounds(new RoaringBitmap(), everyGroup);
        } else if (set instanceof EndSet.Pods) {
            return Bounds.of(RoaringBitmap.andNot(everyGroup, matches.onHost()));
        }
        return Bounds.of(described.computeIfAbsent(set, this::described));
    }

    private Bounds addressed(IpRanges ranges, Family family) {
        IpRanges ofFamily = IpRanges.all(family).intersect(ranges);
        if (ofFamily.isEmpty()) {
            return Bounds.of(new RoaringBitmap());
        }
        RoaringBitmap certain = matches.withAddress(ofFamily);
        RoaringBitmap possible = RoaringBitmap.or(certain, matches.withoutAddress(family));
        return ofFamily.containsAll(family) ? Bounds.of(possible) : new Bounds(certain, possible);
    }

    /** The groups in the pod network, by the fact that a mark goes by. */
    private Map<Object, RoaringBitmap> byFact(EndSet.Mark mark) {
        return byFact.computeIfAbsent(mark.by(), by -> {
            Map<Object, RoaringBitmap> having = new HashMap<>();
            for (int group = 0; group < groups.count(); group++) {
                if (!groups.keys().get(group).hostNetwork()) {
                    having.computeIfAbsent(mark.fact(groups.example(group)), fact -> new RoaringBitmap())
                            .add(group);
                }
            }
            return having;
        });
    }

    private RoaringBitmap described(EndSet set) {
        if (set instanceof EndSet.Label label && label.whose() == EndSet.Whose.POD) {
            return RoaringBitmap.andNot(matches.labelled(label.key(), label.test()), matches.onHost());
        } else if (set instanceof EndSet.Label label && label.whose() == EndSet.Whose.NAMESPACE) {
            return matches.inNamespaces(name -> {
                String value = Matches.namespaceLabels(cluster, name).get(label.key());
                return value != null && label.test().matches(value);
            });
        } else if (set instanceof EndSet.InNamespace in) {
            return matches.inNamespaces(in.name()::matches);
        }
        RoaringBitmap result = new RoaringBitmap();
        if (set instanceof EndSet.Marked marked) {
            byFact(marked.mark()).forEach((fact, having) -> {
                if (marked.mark().isOn(fact)) {
                    result.or(having);
                }
            });
            return result;
        }
        for (int group = 0; group < groups.count(); group++) {
            if (!groups.keys().get(group).hostNetwork()
                    && EndSetReader.describes(set, groups.example(group), cluster)) {
                result.add(group);
            }
        }
        return result;
    }
}
