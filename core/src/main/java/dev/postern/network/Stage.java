package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.network.IpAddress.Family;
import java.util.Comparator;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * The rules of one tier that bind the classes of a row, in the order in which they are asked.
 *
 * <p>Where it is not known whether a rule matches, an answer is asked for twice: what passes however that turns out, and what
 * passes if it turns out best. Each rule counts as matching or not, whichever serves that answer, on its own.
 *
 * @param closed whether what no rule matches is denied, rather than for the next stage to say
 * @param union whether a packet passes if any rule matches, and if none does not: NetworkPolicies are so
 */
record Stage(Tier tier, ImmutableList<CompiledRule> rules, boolean closed, boolean union) {
    /** @param closed whether what no rule matches is denied, rather than for the next stage to say */
    static Stage of(Tier tier, List<CompiledRule> rules, boolean closed) {
        boolean allows = true;
        for (CompiledRule rule : rules) {
            allows &= rule.action() == Action.ALLOW;
        }
        ImmutableList<CompiledRule> ordered = tier.pooled() && !allows
                ? ImmutableList.sortedCopyOf(Comparator.comparing(rule -> rule.action() != Action.DENY), rules)
                : ImmutableList.copyOf(rules);
        return new Stage(tier, ordered, closed, tier.pooled() && closed && allows);
    }

    /** The same with some of the rules, in the same order. */
    Stage with(ImmutableList<CompiledRule> some) {
        return new Stage(tier, some, closed, union);
    }

    /** Whether no later stage is ever asked. */
    boolean isLast() {
        return closed && rules.stream().noneMatch(rule -> rule.action() == Action.PASS);
    }

    /** Who asks: the other end of the packet, and what names of ports stand for at its destination. */
    interface Question {
        boolean matches(CompiledRule rule);

        /** Of a rule that does not match for certain. */
        boolean mayMatch(CompiledRule rule);

        /** Whether what passes however unknown facts turn out is asked for. */
        boolean certainly();

        PortSet ports(CompiledRule rule);
    }

    /** A pod, by its class. */
    record OfClass(Family family, int peer, boolean certainly, NamedPorts namedPorts, int resolution)
            implements Question {
        @Override
        public boolean matches(CompiledRule rule) {
            return rule.peers().admits(family, peer);
        }

        @Override
        public boolean mayMatch(CompiledRule rule) {
            return rule.peers().byAddress() && rule.peers().mayAdmit(family, peer);
        }

        @Override
        public PortSet ports(CompiledRule rule) {
            return rule.ports(namedPorts, resolution);
        }
    }

    /** The same, of what passes whatever the request. */
    record OfWholes(Question of) implements Question {
        @Override
        public boolean matches(CompiledRule rule) {
            return of.matches(rule);
        }

        @Override
        public boolean mayMatch(CompiledRule rule) {
            return of.mayMatch(rule);
        }

        @Override
        public boolean certainly() {
            return of.certainly();
        }

        @Override
        public PortSet ports(CompiledRule rule) {
            return of.ports(rule.whole().orElse(rule));
        }
    }

    /** An address that is nobody's in the cluster. */
    record OfAddress(IpAddress address, boolean certainly, NamedPorts namedPorts, int resolution) implements Question {
        @Override
        public boolean matches(CompiledRule rule) {
            return rule.peers().outside().contains(address);
        }

        @Override
        public boolean mayMatch(CompiledRule rule) {
            return rule.peers().mayBeOutside();
        }

        @Override
        public PortSet ports(CompiledRule rule) {
            return rule.ports(namedPorts, resolution);
        }
    }

    /**
     * The ports on which the packet passes.
     *
     * @param after the ports on which it passes the stages that follow
     */
    PortSet ports(Question question, PortSet after) {
        PortSet passing = closed ? PortSet.NONE : after;
        for (int i = rules.size() - 1; i >= 0; i--) {
            CompiledRule rule = rules.get(i);
            boolean certain = question.matches(rule);
            if (certain || question.mayMatch(rule)) {
                passing = overlay(rule.action(), question.ports(rule), certain, question.certainly(), passing, after);
            }
        }
        return passing;
    }

    /** What passes once a rule is put in front of the rules that let {@code rest} pass. */
    private static PortSet overlay(
            Action action, PortSet ports, boolean certain, boolean certainly, PortSet rest, PortSet after) {
        switch (action) {
            case ALLOW:
                return certain || !certainly ? rest.union(ports) : rest;
            case DENY:
                return certain || certainly ? rest.minus(ports) : rest;
            case PASS:
                if (certain) {
                    return rest.minus(ports).union(after.intersect(ports));
                }
                return certainly ? rest.minus(ports.minus(after)) : rest.union(after.intersect(ports));
        }
        throw new AssertionError(action);
    }

    /** The classes for which {@link #ports} may hold anything, given those of the stages that follow. */
    RoaringBitmap candidates(RoaringBitmap after) {
        RoaringBitmap passing = closed ? new RoaringBitmap() : after.clone();
        for (CompiledRule rule : rules.reverse()) {
            if (rule.action() != Action.ALLOW && rule.ports().isAll()) {
                passing.andNot(rule.peers().everyFamily());
            }
            if (rule.action() == Action.ALLOW) {
                passing.or(rule.peers().anyFamily());
            } else if (rule.action() == Action.PASS) {
                passing.or(RoaringBitmap.and(after, rule.peers().anyFamily()));
            }
        }
        return passing;
    }
}
