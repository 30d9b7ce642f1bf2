package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import dev.postern.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A set of ends of packets, as an expression: what selectors of any kind of policy say, in one form. {@link EndSetReader}
 * reads it for one end, {@link EndSetMatches} for all pods at once.
 *
 * <p>What asks for labels, names or marks is fulfilled by pods of the pod network alone; so its negation holds for everything
 * else as well, unless it stands beside {@link EndSets#PODS}.
 */
sealed interface EndSet {
    /** Whose labels are asked for. */
    enum Whose {
        POD,
        NAMESPACE,
        /** Of the pod's service account. */
        ACCOUNT
    }

    /** Which nodes, as seen from the pod that the policy binds. */
    enum Which {
        /** The one that it is on. */
        OWN,
        OTHER,
        ANY
    }

    /**
     * Something else that is true of some pods. Equal marks say the same of every pod. Many marks may go by one fact about a
     * pod, such as its identity: then the fact is asked of each pod, and each mark only of the different facts there are.
     */
    interface Mark {
        /** What tells; equal marks and those that go by the same fact have an equal one. */
        default Object by() {
            return this;
        }

        /** The fact by which it goes; of a mark that others do not share it with, whether it is on the pod. */
        Object fact(Pod pod);

        default boolean isOn(Object fact) {
            return fact.equals(true);
        }

        /** The namespaces outside of which no pod has it, if that is known. */
        default Optional<Set<String>> namespaces() {
            return Optional.empty();
        }
    }

    /** Whatever is in the pod network. */
    record Pods() implements EndSet {}

    /** Pods that have, or whose namespace or account has, a label whose value passes a test. */
    record Label(Whose whose, String key, LabelTest test) implements EndSet {}

    /** Pods of namespaces whose names pass a test. */
    record InNamespace(LabelTest name) implements EndSet {}

    /** Pods that run as accounts whose names pass a test, in whatever namespace. */
    record AsAccount(LabelTest name) implements EndSet {}

    /** Pods that carry a mark. */
    record Marked(Mark mark) implements EndSet {}

    /** Whatever is outside of the cluster: no pod and no node. */
    record World() implements EndSet {
        @Override
        public IpRanges outside(boolean perhaps) {
            return IpRanges.EVERY;
        }
    }

    /** Nodes, and pods in their networks. */
    record Nodes(Which which) implements EndSet {}

    /** Nodes whose labels a selector matches, and pods in their networks. */
    record LabelledNodes(LabelSelector selector) implements EndSet {}

    /**
     * Part of another set, of which the input does not say which part.
     *
     * @param unsaid the fact that would tell, for people
     */
    record Perhaps(EndSet of, String unsaid) implements EndSet {
        @Override
        public IpRanges outside(boolean perhaps) {
            return perhaps ? of.outside(true) : IpRanges.NONE;
        }

        @Override
        public void each(Consumer<EndSet> sink) {
            sink.accept(this);
            of.each(sink);
        }
    }

    /** Whoever has one of these addresses: pods and nodes, too. */
    record Addresses(IpRanges ranges) implements EndSet {
        @Override
        public IpRanges outside(boolean perhaps) {
            return ranges;
        }
    }

    /** What is in all of these; everything where there are none. */
    record And(ImmutableList<EndSet> parts) implements EndSet {
        @Override
        public IpRanges outside(boolean perhaps) {
            return parts.stream().map(part -> part.outside(perhaps)).reduce(IpRanges.EVERY, IpRanges::intersect);
        }

        @Override
        public void each(Consumer<EndSet> sink) {
            parts.forEach(part -> part.each(sink));
        }
    }

    /** What is in one of these; nothing where there are none. */
    record Or(ImmutableList<EndSet> parts) implements EndSet {
        @Override
        public IpRanges outside(boolean perhaps) {
            return IpRanges.union(
                    parts.stream().map(part -> part.outside(perhaps)).toList());
        }

        @Override
        public void each(Consumer<EndSet> sink) {
            parts.forEach(part -> part.each(sink));
        }
    }

    /** What is not in another set. */
    record Not(EndSet of) implements EndSet {
        @Override
        public IpRanges outside(boolean perhaps) {
            return IpRanges.EVERY.minus(of.outside(!perhaps));
        }

        @Override
        public void each(Consumer<EndSet> sink) {
            of.each(sink);
        }
    }

    /** The addresses of the set that are nobody's in the cluster. */
    default IpRanges outside() {
        return outside(false);
    }

    /** As {@link #outside()}, or with {@code perhaps} all that may be among them. */
    default IpRanges outside(boolean perhaps) {
        return IpRanges.NONE;
    }

    /** Hands on everything of which this is made and that is no combination itself. */
    default void each(Consumer<EndSet> sink) {
        sink.accept(this);
    }

    /** Whether nodes, or what runs in their networks, may be in the set. */
    default boolean mayHoldNodes() {
        if (this instanceof And and) {
            return and.parts().stream().allMatch(EndSet::mayHoldNodes);
        } else if (this instanceof Or or) {
            return or.parts().stream().anyMatch(EndSet::mayHoldNodes);
        } else if (this instanceof Perhaps perhaps) {
            return perhaps.of().mayHoldNodes();
        }
        return this instanceof Not
                || this instanceof Nodes
                || this instanceof LabelledNodes
                || this instanceof Addresses;
    }

    /** Whether nodes differ by their labels. */
    default boolean tellsNodesApart() {
        boolean[] found = {false};
        each(part -> found[0] |= part instanceof LabelledNodes);
        return found[0];
    }

    /** The first fact that the input lacks to say who is in the set, other than addresses and nodes of pods. */
    default Optional<String> missing() {
        List<String> missing = new ArrayList<>();
        each(part -> {
            if (part instanceof Perhaps perhaps) {
                missing.add(perhaps.unsaid());
            }
        });
        return missing.stream().findFirst();
    }

    static EndSet all(EndSet... parts) {
        return parts.length == 1 ? parts[0] : new And(ImmutableList.copyOf(parts));
    }

    static EndSet all(List<EndSet> parts) {
        return all(parts.toArray(EndSet[]::new));
    }

    static EndSet any(EndSet... parts) {
        return parts.length == 1 ? parts[0] : new Or(ImmutableList.copyOf(parts));
    }

    static EndSet any(List<EndSet> parts) {
        return any(parts.toArray(EndSet[]::new));
    }

    static EndSet not(EndSet set) {
        return new Not(set);
    }

    /** The pods of one namespace. */
    static EndSet namespace(String name) {
        return new InNamespace(LabelTest.is(name));
    }

    static EndSet addresses(IpRanges ranges) {
        return new Addresses(ranges);
    }

    /** Pods that a label selector of Kubernetes matches, by labels of their own or of their namespace. */
    static EndSet of(Whose whose, LabelSelector selector) {
        ImmutableList.Builder<EndSet> parts = ImmutableList.builder();
        parts.add(EndSets.PODS);
        selector.matchLabels().forEach((key, value) -> parts.add(new Label(whose, key, LabelTest.is(value))));
        selector.matchExpressions().forEach(requirement -> parts.add(of(whose, requirement)));
        return all(parts.build());
    }

    private static EndSet of(Whose whose, LabelRequirement requirement) {
        EndSet present = new Label(whose, requirement.key(), LabelTest.PRESENT);
        EndSet among = new Label(whose, requirement.key(), new LabelTest.In(requirement.values()));
        switch (requirement.operator()) {
            case IN:
                return among;
            case NOT_IN:
                return not(among);
            case EXISTS:
                return present;
            case DOES_NOT_EXIST:
                return not(present);
            case GT:
            case LT:
            case INVALID:
                // Not operators of a label selector: such a policy is refused before it comes to this.
                return EndSets.NOBODY;
        }
        throw new AssertionError(requirement);
    }
}
