package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.Evidence;
import dev.postern.model.LabelSelector;
import dev.postern.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/** Finds policies and rules that match nobody, by what their selectors say or by who is there. O(selectors and matches). */
final class PolicyEnds {
    private final Cluster cluster;
    private final CompiledPolicies compiled;
    private final boolean complete;
    private final String where;
    /** Namespaces with a pod that policies bind. */
    private final Set<String> inhabited = new HashSet<>();

    private final List<NetworkFinding> findings = new ArrayList<>();
    /** Rules of policies that come in parts, by where they are written. */
    private final Map<String, List<PlacedRule>> inParts = new LinkedHashMap<>();

    private final Map<String, List<Pod>> apart = new HashMap<>();

    PolicyEnds(Cluster cluster, CompiledPolicies compiled) {
        this.cluster = cluster;
        this.compiled = compiled;
        complete = cluster.isComplete("Pod");
        where = complete ? "" : " of the input";
        for (Pod pod : cluster.pods()) {
            if (pod.isTerminated() || pod.spec().hostNetwork()) {
                apart.computeIfAbsent(pod.namespace(), first -> new ArrayList<>())
                        .add(pod);
            } else {
                inhabited.add(pod.namespace());
            }
        }
    }

    /**
     * How grave it is that pods of a namespace are missing. Manifests of one program name pods of others; and where there are
     * kinds that are not known here, an operator may make pods of them.
     */
    private Severity missing(String namespace) {
        boolean whole = cluster.otherKinds().isEmpty() && inhabited.contains(namespace);
        return complete || whole ? Severity.WARNING : Severity.INFO;
    }

    List<NetworkFinding> find() {
        boolean sound = false;
        for (int policy = 0; policy < compiled.policies().size(); policy++) {
            Policy owner = compiled.policies().get(policy);
            RoaringBitmap selected = compiled.selected().get(policy);
            sound = owner.continues() ? sound : subject(owner, selected);
            if (owner.tier().equals(Tier.MESH)) {
                // Its rules are several for one that is written: see IstioLint.
                continue;
            }
            for (Direction direction : Direction.values()) {
                for (PlacedRule rule : PlacedRule.of(compiled, policy, direction)) {
                    peers(rule, sound);
                    if (sound && !selected.isEmpty() && rule.listsPorts()) {
                        names(rule, selected);
                    }
                }
            }
        }
        inParts.values().forEach(this::peers);
        return findings;
    }

    /** A rule that is in parts matches nobody if no part of it does. */
    private void peers(List<PlacedRule> parts) {
        if (parts.stream()
                .allMatch(part -> compiled.selected().get(part.policy()).isEmpty() || part.isWithoutPeers())) {
            withoutPeers(parts.get(0));
        }
    }

    /** Whether the policy is for some pod. */
    private boolean subject(Policy owner, RoaringBitmap selected) {
        List<Evidence> selectors = owner.selects().facts();
        Evidence fact = selectors.isEmpty() ? Evidence.stated(owner.ref(), "spec", "") : selectors.get(0);
        Optional<Peer.Pods> subject = owner.subject() instanceof Peer.Pods pods ? Optional.of(pods) : Optional.empty();
        Optional<String> key = subject.flatMap(PolicyEnds::contradiction);
        if (key.isPresent()) {
            findings.add(contradiction(fact, key.get()));
            return false;
        }
        // Nodes need no pods in their networks.
        if (!selected.isEmpty() || owner.bindsNodes()) {
            return true;
        }
        Optional<Pod> other = subject.flatMap(this::unbound);
        String but = other.map(pod -> ", but for " + pod.object()
                        + (pod.isTerminated() ? ", which has ended" : ", which is on the host network"))
                .orElse("");
        boolean meshed = owner.tier().equals(Tier.MESH);
        findings.add(new NetworkFinding(
                NetworkFindingKind.SELECTS_NOTHING,
                other.filter(Pod::isTerminated).isPresent()
                        ? Severity.INFO
                        : missing(owner.ref().namespace()),
                fact,
                owner.ref() + " selects no pod and no template" + (meshed ? " with a proxy" : "") + where + but,
                ImmutableList.of()));
        return false;
    }

    /** A pod that a subject matches by its labels but that no policy binds. */
    private Optional<Pod> unbound(Peer.Pods subject) {
        if (subject.namespaces().isEmpty()) {
            return first(apart.getOrDefault(subject.namespace(), List.of()), subject.podSelector());
        }
        LabelSelector namespaces = subject.namespaces().get();
        return apart.entrySet().stream()
                .filter(entry -> namespaces.matches(Matches.namespaceLabels(cluster, entry.getKey())))
                .flatMap(entry -> first(entry.getValue(), subject.podSelector()).stream())
                .findFirst();
    }

    private static Optional<Pod> first(List<Pod> pods, LabelSelector selector) {
        return pods.stream()
                .filter(pod -> selector.matches(pod.meta().labels()))
                .findFirst();
    }

    private static Optional<String> contradiction(Peer.Pods pods) {
        return Contradictions.find(pods.podSelector())
                .or(() -> pods.namespaces().flatMap(Contradictions::find));
    }

    private static NetworkFinding contradiction(Evidence fact, String key) {
        return new NetworkFinding(
                NetworkFindingKind.CONTRADICTION,
                Severity.WARNING,
                fact,
                fact.field() + " of " + fact.object() + " matches nothing, whatever runs: no label " + key
                        + " can be as it wants",
                ImmutableList.of());
    }

    /** @param sound whether the policy is for somebody: where it is not, that says enough */
    private void peers(PlacedRule rule, boolean sound) {
        boolean contradicts = false;
        for (int i = 0; i < rule.rule().peers().size(); i++) {
            if (rule.rule().peers().get(i) instanceof Peer.Pods pods) {
                String item = "." + rule.direction().peersField() + "[" + i + "]";
                Optional<String> ofPods = Contradictions.find(pods.podSelector());
                Optional<String> key = ofPods.or(() -> pods.namespaces().flatMap(Contradictions::find));
                if (key.isPresent()) {
                    contradicts = true;
                    boolean inPods = ofPods.isPresent();
                    String field =
                            item + (inPods ? pods.stem().pods() : pods.stem().namespaces());
                    LabelSelector selector =
                            inPods ? pods.podSelector() : pods.namespaces().orElseThrow();
                    findings.add(contradiction(rule.fact(field, Texts.of(selector)), key.get()));
                }
            }
        }
        if (rule.isForNobody()) {
            if (!rule.owner().isolatesForOneRule(rule.direction())) {
                findings.add(forNobody(rule));
            }
        } else if (sound && rule.rule().peers().stream().anyMatch(Peer.Ends.class::isInstance)) {
            inParts.computeIfAbsent(rule.owner().ref() + " " + rule.field(), first -> new ArrayList<>())
                    .add(rule);
        } else if (sound && !contradicts && rule.isWithoutPeers()) {
            withoutPeers(rule);
        }
    }

    private void withoutPeers(PlacedRule rule) {
        findings.add(new NetworkFinding(
                NetworkFindingKind.RULE_WITHOUT_PEERS,
                missingPeers(rule),
                rule.fact(),
                rule.field() + " of " + rule.owner().ref() + " matches nobody: its peers are no pod and no template"
                        + where,
                ImmutableList.of()));
    }

    /** Alone such a rule denies by default, which may be what it is for. */
    private static NetworkFinding forNobody(PlacedRule rule) {
        return new NetworkFinding(
                NetworkFindingKind.RULE_WITHOUT_PEERS,
                Severity.WARNING,
                rule.fact(),
                rule.field() + " of " + rule.owner().ref()
                        + " matches nobody, whoever is there: a rule that says nothing of peers and ports, or lists"
                        + " none, does not stand for all of them",
                ImmutableList.of());
    }

    /** A name counts by the destination: the pods of the policy for ingress, the peers for egress. */
    private void names(PlacedRule rule, RoaringBitmap selected) {
        RoaringBitmap destinations = rule.direction() == Direction.INGRESS
                ? selected
                : rule.compiled().peers().anyFamily();
        for (int i = 0; i < rule.rule().ports().size(); i++) {
            PortItem item = rule.rule().ports().get(i);
            if (item.isNamed() && !destinations.isEmpty() && !isKnown(item, destinations)) {
                Evidence fact = rule.port(i);
                String whose = rule.direction() == Direction.INGRESS ? "selected" : "of its peers";
                findings.add(new NetworkFinding(
                        NetworkFindingKind.UNKNOWN_PORT_NAME,
                        rule.direction() == Direction.INGRESS
                                ? missing(rule.owner().ref().namespace())
                                : missingPeers(rule),
                        fact,
                        fact.field() + " of " + fact.object() + " matches nothing: no pod " + whose + where
                                + " has a port of that name and protocol",
                        ImmutableList.of()));
            }
        }
    }

    /** Peers of the policy's own namespace should be there where its pods are; others need not. */
    private Severity missingPeers(PlacedRule rule) {
        boolean own = rule.rule().peers().stream()
                .allMatch(peer ->
                        peer instanceof Peer.Pods pods && pods.namespaces().isEmpty());
        return missing(own ? rule.owner().ref().namespace() : "");
    }

    private boolean isKnown(PortItem item, RoaringBitmap destinations) {
        for (int networkClass : destinations.toArray()) {
            int resolution = compiled.classes().resolution(networkClass);
            for (NamedPorts.Name name : item.names()) {
                if (!compiled.namedPorts().ports(resolution, name).isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }
}
