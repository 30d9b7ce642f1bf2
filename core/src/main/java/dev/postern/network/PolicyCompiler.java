package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/**
 * Turns policies into classes and rules over them: fold pods into groups, match every selector and block once, refine the
 * groups into classes, then rewrite each match in classes. Time is the sum of the matches; nothing is pairwise.
 */
final class PolicyCompiler {
    private final ImmutableList<Policy> policies;
    private final ImmutableList<Rules> rules;
    private final NamedPorts namedPorts;
    private final Mentions mentions = new Mentions();
    private final Refinement pods;
    private final Map<ImmutableList<Peer>, PeerSet> peerSets = new HashMap<>();

    /** What a policy says in the directions that it applies to; held while compiling only. */
    record Rules(ImmutableList<Rule> ingress, ImmutableList<Rule> egress) {
        static Rules of(Policy policy) {
            return new Rules(of(policy, Direction.INGRESS), of(policy, Direction.EGRESS));
        }

        private static ImmutableList<Rule> of(Policy policy, Direction direction) {
            return policy.appliesTo(direction) ? policy.rules(direction) : ImmutableList.of();
        }

        List<Rule> all() {
            return ingress.isEmpty() ? egress : egress.isEmpty() ? ingress : both();
        }

        private List<Rule> both() {
            List<Rule> both = new ArrayList<>(ingress);
            both.addAll(egress);
            return both;
        }
    }

    /** Takes policies in the order in which they are asked. */
    PolicyCompiler(Cluster cluster, ImmutableList<Policy> policies, Hosts hosts) {
        this(cluster, policies, hosts, ImmutableList.of());
    }

    /** The same; {@code newcomers} are pods that are not there and get classes all the same. */
    PolicyCompiler(Cluster cluster, ImmutableList<Policy> policies, Hosts hosts, ImmutableList<Pod> newcomers) {
        this.policies = policies;
        Set<NamedPorts.Name> names = new HashSet<>();
        ImmutableList.Builder<Rules> read = ImmutableList.builderWithExpectedSize(policies.size());
        for (Policy policy : policies) {
            Rules written = Rules.of(policy);
            read.add(written);
            mentions.add(policy.subject());
            for (Rule rule : written.all()) {
                rule.peers().forEach(mentions::add);
                rule.ports().forEach(item -> names.addAll(item.names()));
            }
        }
        rules = read.build();
        namedPorts = new NamedPorts(names);
        pods = new Refinement(cluster, cluster.pods(), newcomers, hosts, namedPorts, mentions);
    }

    CompiledPolicies compile() {
        List<RoaringBitmap> selected = new ArrayList<>(policies.size());
        for (int i = 0; i < policies.size(); i++) {
            selected.add(pods.subject(policies.get(i).subject()));
            for (Rule rule : rules.get(i).all()) {
                rule.peers().forEach(pods::match);
            }
        }
        pods.refine(selected);
        RuleCompiler compiler = new RuleCompiler(this::peerSet);
        ImmutableList.Builder<RoaringBitmap> selectedClasses = ImmutableList.builder();
        ImmutableList.Builder<ImmutableList<CompiledRule>> ingress = ImmutableList.builder();
        ImmutableList.Builder<ImmutableList<CompiledRule>> egress = ImmutableList.builder();
        for (int i = 0; i < policies.size(); i++) {
            selectedClasses.add(pods.toClasses(selected.get(i)));
            ingress.add(compiler.compile(rules.get(i).ingress()));
            egress.add(compiler.compile(rules.get(i).egress()));
        }
        NetworkClasses classes = pods.classes();
        return new CompiledPolicies(
                policies,
                namedPorts,
                classes,
                selectedClasses.build(),
                ingress.build(),
                egress.build(),
                pods.blocks(),
                mentions,
                PeerSets.of(peerSets, classes.count()));
    }

    private PeerSet peerSet(ImmutableList<Peer> key) {
        return peerSets.computeIfAbsent(key, fresh -> pods.peerSet(peerSets.size(), key));
    }
}
