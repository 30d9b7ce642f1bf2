package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Classes and rows against the judge, for policies of random sets in random tiers: pools that deny, tiers that end closed. */
class EndSetTwinTest {
    private static final int SEEDS = 1_000_000_000;
    private static final List<Integer> PORTS = List.of(53, 80, 8080);
    private static final List<String> BLOCKS = List.of("10.0.0.0/29", "10.0.0.8/29", "0.0.0.0/0", "fd00::/125");

    /** Of pods that run on that node. */
    private record On(String node) implements EndSet.Mark {
        @Override
        public Object fact(Pod pod) {
            return pod.nodeName().equals(Optional.of(node));
        }
    }

    /** A policy that says whatever it is told to. */
    private record Told(
            ObjectRef ref,
            Tier tier,
            Peer subject,
            ImmutableList<Rule> ingress,
            ImmutableList<Rule> egress,
            boolean isolating)
            implements Policy {
        @Override
        public KubernetesObject object() {
            throw new AssertionError(ref + " was not read from anything");
        }

        @Override
        public boolean appliesTo(Direction direction) {
            return isolating || !rules(direction).isEmpty();
        }

        @Override
        public ImmutableList<Rule> rules(Direction direction) {
            return direction == Direction.INGRESS ? ingress : egress;
        }

        @Override
        public Support selects() {
            return Support.of(Evidence.stated(ref, "spec", ""));
        }

        @Override
        public boolean isolates(Direction direction) {
            return isolating;
        }

        @Override
        public boolean mayCloseOwnNode() {
            return true;
        }
    }

    private static final class Worlds {
        private final Random random;

        Worlds(long seed) {
            random = new Random(seed);
        }

        ImmutableList<Policy> policies() {
            ImmutableList.Builder<Policy> policies = ImmutableList.builder();
            for (int tier = 0; tier < 3; tier++) {
                Tier own = new Tier(tier, random.nextBoolean());
                for (int i = random.nextInt(4); i > 0; i--) {
                    policies.add(new Told(
                            ObjectRef.cluster("Told", tier + "-" + i),
                            own,
                            ends(EndSet.all(EndSets.PODS, byLabels(1))),
                            rules(own),
                            rules(own),
                            random.nextInt(3) == 0));
                }
            }
            return policies.build();
        }

        private ImmutableList<Rule> rules(Tier tier) {
            ImmutableList.Builder<Rule> rules = ImmutableList.builder();
            for (int i = random.nextInt(4); i > 0; i--) {
                Action action = Action.values()[random.nextInt(tier.pooled() ? 2 : 3)];
                List<Peer> peers = new ArrayList<>();
                for (int j = random.nextInt(3); j > 0; j--) {
                    peers.add(ends(set(2)));
                }
                rules.add(new Rule(action, ImmutableList.copyOf(peers), ports(), "ports", "", ""));
            }
            return rules.build();
        }

        private ImmutableList<PortItem> ports() {
            if (random.nextBoolean()) {
                return ImmutableList.of();
            }
            PortRef port = random.nextInt(3) == 0
                    ? PortRef.named("http")
                    : PortRef.of(PORTS.get(random.nextInt(PORTS.size())));
            return ImmutableList.of(new PortItem(Optional.of(Protocol.TCP), Optional.of(port), Optional.empty()));
        }

        private static Peer.Ends ends(EndSet set) {
            return new Peer.Ends(set, ImmutableList.of(new Peer.Written("peer", set.toString())));
        }

        private EndSet set(int depth) {
            switch (random.nextInt(depth == 0 ? 3 : 7)) {
                case 0:
                    return byLabels(depth);
                case 1:
                    return EndSet.addresses(IpRanges.parseCidr(BLOCKS.get(random.nextInt(BLOCKS.size())))
                            .orElseThrow());
                case 2:
                    return random.nextBoolean() ? EndSets.PODS : EndSets.WORLD;
                case 3:
                    return EndSet.not(set(depth - 1));
                case 6:
                    return new EndSet.Perhaps(set(depth - 1), "what is missing");
                case 4:
                    return EndSet.any(set(depth - 1), set(depth - 1));
                default:
                    return EndSet.all(set(depth - 1), set(depth - 1));
            }
        }

        private EndSet byLabels(int depth) {
            switch (random.nextInt(5)) {
                case 0:
                    return new EndSet.Label(EndSet.Whose.POD, "app", LabelTest.is(random.nextBoolean() ? "web" : "db"));
                case 1:
                    return new EndSet.Label(EndSet.Whose.NAMESPACE, "team", new LabelTest.StartsWith("b"));
                case 2:
                    return EndSet.namespace(random.nextBoolean() ? "a" : "c");
                case 3:
                    return new EndSet.Marked(new On("n1"));
                default:
                    return depth == 0 ? EndSets.EVERYBODY : EndSet.not(byLabels(depth - 1));
            }
        }
    }

    @Property(tries = 400)
    void rows_say_of_classes_what_the_judge_says_of_pods(@ForAll @IntRange(max = SEEDS) int seed) {
        Cluster cluster = RandomClusters.of(seed);
        Hosts hosts = new Hosts(cluster, CniProfile.KUBERNETES);
        CompiledPolicies compiled = new PolicyCompiler(cluster, new Worlds(seed).policies(), hosts).compile();
        FlowTable flows = new FlowTable(compiled);
        Judge judge = new Judge(cluster, compiled, flows, hosts);
        List<Pod> pods = cluster.pods();
        for (int i = 0; i < pods.size(); i++) {
            for (int j = 0; j < pods.size(); j++) {
                int from = compiled.classes().classOf(i);
                int to = compiled.classes().classOf(j);
                if (from >= 0 && to >= 0 && !hosts.onHost(pods.get(i)) && !hosts.onHost(pods.get(j))) {
                    for (int port : PORTS) {
                        Judge.Packet packet = new Judge.Packet(
                                Party.ofPod(pods.get(i), from, hosts),
                                Party.ofPod(pods.get(j), to, hosts),
                                Protocol.TCP,
                                port);
                        Outcome read = judge.decide(packet).outcome();
                        assertThat(flows.outcome(from, to, Protocol.TCP, port))
                                .as(
                                        "%s to %s TCP %d",
                                        pods.get(i).object(), pods.get(j).object(), port)
                                .isEqualTo(read);
                    }
                }
            }
        }
    }
}
