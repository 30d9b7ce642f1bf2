package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AdminPolicy;
import dev.postern.model.AdminPolicyPeer;
import dev.postern.model.AdminPolicyPort;
import dev.postern.model.AdminPolicyRule;
import dev.postern.model.Evidence;
import dev.postern.model.IpBlock;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectRef;
import dev.postern.model.PortRef;
import dev.postern.model.Printable;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An AdminNetworkPolicy, BaselineAdminNetworkPolicy or ClusterNetworkPolicy. A rule with a peer or a port that this version
 * does not know fails closed: one that allows matches nothing, any other denies everything.
 */
record OrderedPolicy(AdminPolicy object, ImmutableList<Rule> ingress, ImmutableList<Rule> egress) implements Policy {
    /** Behind every priority: where both are there, nothing says which of them is asked first. */
    private static final int LAST = Integer.MAX_VALUE;

    /** Of a rule's name; a valid one is no longer. */
    static final int MAX_NAME = 100;

    /** Within a tier; the names settle what the API leaves open. */
    static final Comparator<OrderedPolicy> PRECEDENCE =
            Comparator.comparingInt(OrderedPolicy::priority).thenComparing(OrderedPolicy::ref);

    static OrderedPolicy of(AdminPolicy object) {
        return new OrderedPolicy(object, rules(object, Direction.INGRESS), rules(object, Direction.EGRESS));
    }

    int priority() {
        return object.priority().orElse(LAST);
    }

    @Override
    public ObjectRef ref() {
        return object.ref();
    }

    @Override
    public Tier tier() {
        return object.tier() == AdminPolicy.Tier.ADMIN ? Tier.ADMIN : Tier.BASELINE;
    }

    @Override
    public Peer.Pods subject() {
        // A policy in force has a subject by labels: any other is refused.
        return pods(object.subject())
                .orElseGet(() -> new Peer.Pods("", Optional.empty(), Optional.empty(), Peer.Stem.PODS));
    }

    @Override
    public boolean appliesTo(Direction direction) {
        return !rules(direction).isEmpty();
    }

    @Override
    public boolean isolates(Direction direction) {
        return false;
    }

    /** It names nodes as peers and means the pod's own, too. */
    @Override
    public boolean mayCloseOwnNode() {
        return true;
    }

    private static ImmutableList<AdminPolicyRule> written(AdminPolicy object, Direction direction) {
        return direction == Direction.INGRESS ? object.ingress() : object.egress();
    }

    @Override
    public ImmutableList<Rule> rules(Direction direction) {
        return direction == Direction.INGRESS ? ingress : egress;
    }

    private static ImmutableList<Rule> rules(AdminPolicy object, Direction direction) {
        return written(object, direction).stream()
                .map(rule -> rule(object, rule, direction))
                .collect(ImmutableList.toImmutableList());
    }

    private static Rule rule(AdminPolicy object, AdminPolicyRule rule, Direction direction) {
        String unread = unread(object, rule, direction);
        Action action = rule.action() == AdminPolicyRule.Action.ALLOW
                ? Action.ALLOW
                : rule.action() == AdminPolicyRule.Action.PASS && unread.isEmpty() ? Action.PASS : Action.DENY;
        if (!unread.isEmpty()) {
            return new Rule(action, ImmutableList.of(), ImmutableList.of(), portsField(object), rule.name(), unread);
        }
        List<Peer> peers = new ArrayList<>();
        rule.peers().forEach(peer -> peers.add(peer(peer)));
        return new Rule(
                action,
                ImmutableList.copyOf(peers),
                rule.ports().stream().map(OrderedPolicy::port).collect(ImmutableList.toImmutableList()),
                portsField(object),
                rule.name(),
                "");
    }

    private static String portsField(AdminPolicy object) {
        return object.kind().equals(AdminPolicy.CLUSTER) ? "protocols" : "ports";
    }

    /** The first field that is not known; empty where all are. */
    private static String unread(AdminPolicy object, AdminPolicyRule rule, Direction direction) {
        for (int i = 0; i < rule.peers().size(); i++) {
            if (rule.peers().get(i) instanceof AdminPolicyPeer.Unknown unknown) {
                return direction.peersField() + "[" + i + "]." + unknown.field();
            }
        }
        for (int i = 0; i < rule.ports().size(); i++) {
            if (rule.ports().get(i) instanceof AdminPolicyPort.Unknown unknown) {
                return portsField(object) + "[" + i + "]." + unknown.field();
            }
        }
        return "";
    }

    private static Optional<Peer.Pods> pods(AdminPolicyPeer peer) {
        if (peer instanceof AdminPolicyPeer.Namespaces namespaces) {
            return Optional.of(
                    new Peer.Pods("", Optional.of(namespaces.selector()), Optional.empty(), Peer.Stem.NAMESPACES));
        }
        if (peer instanceof AdminPolicyPeer.Pods pods) {
            LabelSelector namespaces = pods.namespaceSelector().orElse(LabelSelector.EVERYTHING);
            return Optional.of(new Peer.Pods("", Optional.of(namespaces), pods.podSelector(), Peer.Stem.PODS));
        }
        return Optional.empty();
    }

    private static Peer peer(AdminPolicyPeer peer) {
        if (peer instanceof AdminPolicyPeer.Networks networks) {
            return new Peer.Blocks(
                    networks.cidrs().stream()
                            .map(cidr -> new IpBlock(cidr, ImmutableList.of()))
                            .collect(ImmutableList.toImmutableList()),
                    true);
        } else if (peer instanceof AdminPolicyPeer.Nodes nodes) {
            return new Peer.Nodes(nodes.selector());
        } else if (peer instanceof AdminPolicyPeer.DomainNames domains) {
            return new Peer.Names(domains.names());
        }
        return pods(peer).orElseThrow();
    }

    private static PortItem port(AdminPolicyPort port) {
        if (port instanceof AdminPolicyPort.Numbers numbers) {
            return new PortItem(
                    Optional.of(numbers.protocol()),
                    Optional.of(PortRef.of(numbers.first())),
                    numbers.range() ? Optional.of(numbers.last()) : Optional.empty());
        }
        if (port instanceof AdminPolicyPort.Every every) {
            return new PortItem(Optional.of(every.protocol()), Optional.empty(), Optional.empty());
        }
        String name = port instanceof AdminPolicyPort.Named named ? named.name() : "";
        return new PortItem(Optional.empty(), Optional.of(PortRef.named(name)), Optional.empty());
    }

    @Override
    public Support selects() {
        List<Evidence> facts = new ArrayList<>(2);
        Peer.Pods subject = subject();
        subject.namespaces()
                .ifPresent(selector -> facts.add(
                        Evidence.stated(ref(), "spec.subject" + subject.stem().namespaces(), Texts.of(selector))));
        subject.pods()
                .ifPresent(selector -> facts.add(
                        Evidence.stated(ref(), "spec.subject" + subject.stem().pods(), Texts.of(selector))));
        return Support.of(facts);
    }

    @Override
    public Support cites(Direction direction, int index, Rule rule) {
        String field = "spec." + direction.word() + "[" + index + "]";
        String name = rule.name().isEmpty() ? "" : " (" + Printable.of(rule.name(), MAX_NAME) + ")";
        AdminPolicyRule.Action written = written(object, direction).get(index).action();
        Support cited = Support.of(Evidence.stated(ref(), field, word(written) + name));
        if (!rule.unread().isEmpty()) {
            String unknown = "not known here: the rule is taken to deny everything";
            cited = cited.and(Support.of(Evidence.stated(ref(), field + "." + rule.unread(), unknown)));
        }
        return rule.action() == Action.DENY ? cited.and(selects()) : cited;
    }

    private String word(AdminPolicyRule.Action action) {
        switch (action) {
            case ALLOW:
                return object.kind().equals(AdminPolicy.CLUSTER) ? "Accept" : "Allow";
            case DENY:
                return "Deny";
            case PASS:
                return "Pass";
            case INVALID:
                break;
        }
        throw new AssertionError("refused: " + ref());
    }
}
