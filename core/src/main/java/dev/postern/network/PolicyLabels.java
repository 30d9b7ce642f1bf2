package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where policies tell pods or namespaces apart by labels that somebody may change: what a change brings under a policy, out of
 * it, or among its peers. O(distinct selectors of namespaces · namespaces + rules).
 */
public final class PolicyLabels {
    /**
     * Pods that a policy tells apart by their labels.
     *
     * @param namespaces where they may be, as people read it; equal for equal {@code within}
     * @param within the namespaces where they may be
     * @param fact the selector that tells them apart
     */
    public record Told(ObjectRef policy, String namespaces, ImmutableSortedSet<String> within, Support fact) {}

    private record Where(String name, ImmutableSortedSet<String> within) {}

    private final Map<String, ImmutableSortedMap<String, String>> labels = new TreeMap<>();
    private final Map<LabelSelector, Where> bySelector = new HashMap<>();
    private final Map<EndSet, Where> bySet = new HashMap<>();
    private final Map<String, Where> byName = new HashMap<>();
    private final Map<LabelSelector, Support> namespaceSelectors = new HashMap<>();
    private final Map<String, Support> namespaces = new TreeMap<>();
    private final List<Told> pods = new ArrayList<>();
    private final EndSetScope scope;

    PolicyLabels(Cluster cluster, List<Policy> policies) {
        scope = new EndSetScope(cluster);
        for (String name : cluster.namespaceNames()) {
            Map<String, String> known = new TreeMap<>(cluster.namespace(name)
                    .orElseGet(() -> Namespace.implied(name))
                    .meta()
                    .labels());
            known.put(Namespace.NAME_LABEL, name);
            labels.put(name, ImmutableSortedMap.copyOf(known));
        }
        policies.forEach(this::read);
        namespaceSelectors.forEach((selector, fact) -> labels.forEach((name, own) -> {
            if (fixed(selector).matches(own)) {
                namespaces.merge(name, fact, (one, other) -> one.compareTo(other) <= 0 ? one : other);
            }
        }));
    }

    /** Namespaces that some policy tells apart by labels other than their name, each with one such selector. */
    public ImmutableMap<String, Support> namespaces() {
        return ImmutableMap.copyOf(namespaces);
    }

    /** Pods that policies tell apart, policy by policy. */
    public ImmutableList<Told> pods() {
        return ImmutableList.copyOf(pods);
    }

    private void read(Policy policy) {
        TreeSet<String> seen = new TreeSet<>();
        if (policy.subject() instanceof Peer.Pods subject) {
            read(policy, subject, stem(policy), seen);
        } else if (policy.subject() instanceof Peer.Ends subject) {
            read(policy, subject, policy.selects(), seen);
        }
        for (Direction direction : Direction.values()) {
            if (!policy.appliesTo(direction)) {
                continue;
            }
            List<Rule> rules = policy.rules(direction);
            for (int i = 0; i < rules.size(); i++) {
                List<Peer> peers = rules.get(i).peers();
                for (int j = 0; j < peers.size(); j++) {
                    if (peers.get(j) instanceof Peer.Pods item) {
                        String field = policy.ruleField(direction, i) + "." + direction.peersField() + "[" + j + "]";
                        read(policy, item, field, seen);
                    } else if (peers.get(j) instanceof Peer.Ends item) {
                        String field = policy.ruleField(direction, i) + ".";
                        read(policy, item, fact(policy, field, item), seen);
                    }
                }
            }
        }
    }

    private static String stem(Policy policy) {
        return policy instanceof OrderedPolicy ? "spec.subject" : "spec";
    }

    /** @param seen names of the namespaces for which this policy is among {@link #pods} already */
    private void read(Policy policy, Peer.Pods item, String field, TreeSet<String> seen) {
        item.namespaces().filter(PolicyLabels::isByChangeableLabel).ifPresent(selector -> {
            Support fact = fact(policy, field + item.stem().namespaces(), selector);
            namespaceSelectors.merge(selector, fact, (one, other) -> one.compareTo(other) <= 0 ? one : other);
        });
        Optional<LabelSelector> told = item.pods().filter(selector -> !selector.selectsEverything());
        if (told.isPresent()) {
            Where where = item.namespaces().map(this::where).orElseGet(() -> where(item.namespace()));
            if (!where.within().isEmpty() && seen.add(where.name())) {
                Support fact = fact(policy, field + item.stem().pods(), told.get());
                pods.add(new Told(policy.ref(), where.name(), where.within(), fact));
            }
        }
    }

    /** Which namespaces, or which pods, a set holds may depend on any label in it. */
    private void read(Policy policy, Peer.Ends item, Support fact, TreeSet<String> seen) {
        Set<EndSet.Whose> asked = EnumSet.noneOf(EndSet.Whose.class);
        item.set().each(part -> {
            if (part instanceof EndSet.Label label && !label.key().equals(Namespace.NAME_LABEL)) {
                asked.add(label.whose());
            }
        });
        if (asked.contains(EndSet.Whose.NAMESPACE)) {
            labels.keySet()
                    .forEach(name ->
                            namespaces.merge(name, fact, (one, other) -> one.compareTo(other) <= 0 ? one : other));
        }
        Where where = bySet.computeIfAbsent(item.set(), this::namespaces);
        if (asked.contains(EndSet.Whose.POD) && !where.within().isEmpty() && seen.add(where.name())) {
            pods.add(new Told(policy.ref(), where.name(), where.within(), fact));
        }
    }

    private Where namespaces(EndSet set) {
        ImmutableSortedSet<String> within = ImmutableSortedSet.copyOf(scope.depending(set));
        String name = within.size() == labels.size()
                ? "every namespace"
                : (within.size() == 1 ? "namespace " : "namespaces ") + String.join(", ", within);
        return new Where(name, within);
    }

    private static Support fact(Policy policy, String field, Peer.Ends item) {
        return Support.of(item.written().stream()
                .map(written -> Evidence.stated(policy.ref(), field + written.field(), written.value()))
                .toList());
    }

    private static Support fact(Policy policy, String field, LabelSelector selector) {
        return Support.of(Evidence.stated(policy.ref(), field, Texts.of(selector)));
    }

    private Where where(String namespace) {
        return byName.computeIfAbsent(
                namespace,
                name -> new Where(
                        "namespace " + name,
                        labels.containsKey(name) ? ImmutableSortedSet.of(name) : ImmutableSortedSet.of()));
    }

    private Where where(LabelSelector selector) {
        return bySelector.computeIfAbsent(selector, any -> {
            ImmutableSortedSet.Builder<String> within = ImmutableSortedSet.naturalOrder();
            labels.forEach((name, own) -> {
                if (selector.matches(own)) {
                    within.add(name);
                }
            });
            return new Where(
                    selector.selectsEverything() ? "every namespace" : "namespaces " + selector.notation(),
                    within.build());
        });
    }

    private static boolean isByChangeableLabel(LabelSelector selector) {
        return !selector.equals(fixed(selector));
    }

    /** What a selector asks of the name of a namespace, which the API server does not let anybody change. */
    private static LabelSelector fixed(LabelSelector selector) {
        ImmutableSortedMap.Builder<String, String> name = ImmutableSortedMap.naturalOrder();
        selector.matchLabels().forEach((key, value) -> {
            if (key.equals(Namespace.NAME_LABEL)) {
                name.put(key, value);
            }
        });
        ImmutableList<LabelRequirement> expressions = selector.matchExpressions().stream()
                .filter(requirement -> requirement.key().equals(Namespace.NAME_LABEL))
                .collect(ImmutableList.toImmutableList());
        return new LabelSelector(name.build(), expressions);
    }
}
