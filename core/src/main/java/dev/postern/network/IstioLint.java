package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AuthorizationCheck;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.AuthorizationPolicy.Action;
import dev.postern.model.AuthorizationRule;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.Evidence;
import dev.postern.model.PeerAuthentication;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Finds policies of Istio that do something else than they seem to, by what their pods speak and whom they believe. */
final class IstioLint {
    private final Cluster cluster;
    private final CompiledPolicies compiled;
    private final IstioMesh mesh;
    private final List<PeerAuthentication> authentications;
    /** By kind and place: pods of other faces say the same again. */
    private final Map<List<Object>, NetworkFinding> findings = new LinkedHashMap<>();

    /**
     * A rule for pods of one face, the first of which is {@code member}, at a position among all; ports are those at which it
     * matches anything.
     */
    private record Faced(
            AuthorizationPolicy policy,
            String field,
            AuthorizationRule rule,
            int position,
            IstioMesh.Member member,
            PortSet ports) {
        boolean allows() {
            return policy.action() == Action.ALLOW;
        }

        boolean denies() {
            return policy.action() == Action.DENY;
        }

        String name() {
            return field + " of " + policy.ref();
        }

        String pod() {
            return member.pod().object().toString();
        }

        /** The checks of each source with the conditions, which hold beside any of them. */
        Stream<List<AuthorizationCheck>> sources() {
            if (rule.from().isEmpty()) {
                return Stream.of(rule.when());
            }
            return rule.from().stream()
                    .map(source -> Stream.concat(source.checks().stream(), rule.when().stream())
                            .toList());
        }
    }

    IstioLint(Network network) {
        cluster = network.cluster();
        compiled = network.compiled();
        authentications = cluster.peerAuthentications().stream()
                .filter(policy -> IstioFaults.find(policy).isEmpty())
                .toList();
        mesh = new IstioMesh(cluster, authentications);
    }

    /** O(rules, for each face of the pods that they are for). */
    ImmutableList<NetworkFinding> find() {
        Map<List<Object>, Boolean> peers = new HashMap<>();
        List<Faced> all = new ArrayList<>();
        Set<AuthorizationPolicy> policies = new LinkedHashSet<>();
        for (int i = 0; i < compiled.policies().size(); i++) {
            if (compiled.policies().get(i) instanceof IstioPolicy faced
                    && faced.object() instanceof AuthorizationPolicy policy
                    && firstPod(i).isPresent()) {
                policies.add(policy);
                all.addAll(faced(i, policy, peers));
            }
        }
        all.sort(Comparator.comparingInt(Faced::position));
        policies.forEach(this::withoutRules);
        for (Faced rule : all) {
            requests(rule);
            identities(rule);
            if (!peers.getOrDefault(List.of(rule.policy().ref(), rule.field()), true)) {
                add(
                        NetworkFindingKind.RULE_WITHOUT_PEERS,
                        cluster.isComplete("Pod") ? Severity.WARNING : Severity.INFO,
                        rule,
                        rule.name() + " matches nobody: its sources are no pod of the input with a proxy");
            }
        }
        authentications.forEach(this::selectsNothing);
        return ImmutableList.copyOf(findings.values());
    }

    /** The first pod that a policy is for: which classes there are, and in which order, says nothing. */
    private OptionalInt firstPod(int policy) {
        return Arrays.stream(compiled.selected().get(policy).toArray())
                .filter(networkClass -> compiled.classes().size(networkClass) > 0)
                .map(networkClass -> compiled.classes().pod(networkClass, 0))
                .min();
    }

    /** @param peers whether some peer is there, for each rule that matches at some port */
    private List<Faced> faced(int at, AuthorizationPolicy policy, Map<List<Object>, Boolean> peers) {
        int pod = firstPod(at).orElseThrow();
        IstioMesh.Member member = mesh.member(cluster.pods().get(pod)).orElseThrow();
        Map<String, PortSet> ports = new HashMap<>();
        for (PlacedRule line : PlacedRule.of(compiled, at, Direction.INGRESS)) {
            ports.merge(line.field(), matched(line.compiled()), PortSet::union);
            PeerSet set = line.compiled().peers();
            boolean some = !set.anyFamily().isEmpty() || !set.outside().isEmpty();
            peers.merge(List.of(policy.ref(), line.field()), some, Boolean::logicalOr);
        }
        List<Faced> rules = new ArrayList<>();
        for (int i = 0; i < policy.rules().size(); i++) {
            String field = "spec.rules[" + i + "]";
            PortSet matched = ports.getOrDefault(field, PortSet.NONE);
            rules.add(new Faced(policy, field, policy.rules().get(i), pod, member, matched));
        }
        return rules;
    }

    private static PortSet matched(CompiledRule line) {
        return line.whole().map(whole -> whole.ports().union(line.ports())).orElse(line.ports());
    }

    private void withoutRules(AuthorizationPolicy policy) {
        if (policy.action() == Action.ALLOW && policy.rules().isEmpty()) {
            put(new NetworkFinding(
                    NetworkFindingKind.LETS_NOTHING_IN,
                    Severity.INFO,
                    Evidence.byDefault(policy.ref(), "spec.rules", "no rules"),
                    policy.ref() + " has no rules, so that its pods take in what other policies of ALLOW let in, and"
                            + " nothing else",
                    ImmutableList.of()));
        }
    }

    /** Where no requests are looked at, a rule that is about them matches nothing, or more than it says. */
    private void requests(Faced rule) {
        boolean asks = IstioRules.checks(rule.rule())
                .anyMatch(check -> check.attribute().isHttp());
        PortSet deaf = rule.member().withoutRequests();
        if (!asks || deaf.isEmpty()) {
            return;
        }
        if (rule.denies() && !rule.ports().intersect(deaf).isEmpty()) {
            add(
                    NetworkFindingKind.HTTP_FIELD_AT_OTHER_PORT,
                    Severity.WARNING,
                    rule,
                    rule.name() + " refuses at " + rule.ports().intersect(deaf) + " of " + rule.pod()
                            + " whatever its fields of HTTP say: by its Service no HTTP is spoken there");
        } else if (rule.allows() && rule.ports().isEmpty()) {
            add(
                    NetworkFindingKind.HTTP_FIELD_AT_OTHER_PORT,
                    Severity.WARNING,
                    rule,
                    rule.name() + " lets nothing in to " + rule.pod()
                            + ": it has fields of HTTP, which by its Service is not spoken at " + deaf);
        }
    }

    /**
     * Who comes in plain text has no identity: no policy that names him refuses him, and any that names others lets him
     * in.
     */
    private void identities(Faced rule) {
        PortSet strict =
                rule.member().strict().stream().map(IstioMesh.Strict::ports).reduce(PortSet.NONE, PortSet::union);
        PortSet open = rule.ports().minus(strict);
        boolean named = rule.sources().anyMatch(source -> source.stream().anyMatch(IstioLint::names));
        boolean others = rule.sources()
                .anyMatch(source -> source.stream().anyMatch(IstioLint::namesOthers)
                        && source.stream().noneMatch(IstioLint::names));
        if (rule.denies() && named && !open.isEmpty()) {
            add(
                    NetworkFindingKind.UNPROVEN_IDENTITY,
                    Severity.WARNING,
                    rule,
                    rule.name() + " does not refuse whom it names if he comes in plain text, which " + rule.pod()
                            + " takes at some of its ports");
        } else if (rule.allows() && others && !open.isEmpty()) {
            add(
                    NetworkFindingKind.UNPROVEN_IDENTITY,
                    Severity.WARNING,
                    rule,
                    rule.name() + " lets in whom it leaves out if he comes in plain text, which " + rule.pod()
                            + " takes at some of its ports");
        } else if (rule.allows()
                && named
                && rule.ports().isEmpty()
                && !rule.member().plain().isEmpty()) {
            add(
                    NetworkFindingKind.UNPROVEN_IDENTITY,
                    Severity.WARNING,
                    rule,
                    rule.name() + " lets nobody in: " + rule.pod()
                            + " takes no mutual TLS, without which nobody has an identity");
        }
    }

    private static boolean names(AuthorizationCheck check) {
        return IstioRules.isOfIdentity(check) && !check.values().isEmpty();
    }

    /** But for {@code *}, which means plain text and nothing else. */
    private static boolean namesOthers(AuthorizationCheck check) {
        return IstioRules.isOfIdentity(check)
                && !check.notValues().isEmpty()
                && !check.notValues().contains("*");
    }

    private void selectsNothing(PeerAuthentication policy) {
        boolean some = !policy.isOfWorkloads() || policy.meta().namespace().equals(mesh.root());
        for (IstioMesh.Member member : mesh.members()) {
            some |= member.pod().namespace().equals(policy.meta().namespace())
                    && policy.selector()
                            .filter(selector ->
                                    selector.matches(member.pod().meta().labels()))
                            .isPresent();
        }
        if (!some) {
            put(new NetworkFinding(
                    NetworkFindingKind.SELECTS_NOTHING,
                    cluster.isComplete("Pod") ? Severity.WARNING : Severity.INFO,
                    Evidence.stated(
                            policy.ref(),
                            "spec.selector.matchLabels",
                            policy.selector().map(Texts::of).orElse("")),
                    policy.ref() + " selects no pod and no template with a proxy",
                    ImmutableList.of()));
        }
    }

    private void add(NetworkFindingKind kind, Severity severity, Faced rule, String message) {
        Evidence fact = Evidence.stated(
                rule.policy().ref(), rule.field(), rule.policy().action().name());
        put(new NetworkFinding(kind, severity, fact, message, ImmutableList.of()));
    }

    private void put(NetworkFinding finding) {
        findings.putIfAbsent(List.of(finding.kind(), finding.object(), finding.field()), finding);
    }
}
