package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesObject;
import dev.postern.model.LabelSelector;
import dev.postern.model.PeerAuthentication;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the proxies of Istio refuse, as the first tier of policies: plain text where mutual TLS is wanted, then what
 * somebody outside is asked about, of which nothing is known, then what a
 * DENY matches, then what no ALLOW lets in if there is one. All else goes on to the policies of the network. Each
 * policy is compiled once for each face that its pods show it.
 */
final class IstioPolicies {
    private static final IstioFace NO_FACE =
            new IstioFace(IstioMesh.Proxy.SIDECAR, PortSet.NONE, PortSet.NONE, PortSet.NONE, ImmutableMap.of());

    /** In the order in which they are asked. */
    static final ImmutableList<AuthorizationPolicy.Action> ACTIONS = ImmutableList.of(
            AuthorizationPolicy.Action.CUSTOM, AuthorizationPolicy.Action.DENY, AuthorizationPolicy.Action.ALLOW);

    private final IstioMesh mesh;
    private final IstioIdentities identities;
    private final Optional<HttpRequest> request;
    private final ImmutableListMultimap<String, IstioMesh.Member> byNamespace;
    private final Map<IstioFace.Questions, IstioFace.Faces> facesOf = new HashMap<>();

    /** Pods at whose ports a policy asks for mutual TLS. */
    private record AsksMutual(IstioMesh mesh, IstioMesh.Strict strict) implements EndSet.Mark {
        @Override
        public Object fact(Pod pod) {
            return mesh.member(pod)
                    .filter(member -> member.strict().contains(strict))
                    .isPresent();
        }
    }

    /**
     * Reads for the proxies of a cluster.
     *
     * @param authentications those in force
     * @param request what connections carry; where nothing, whatever gets them in
     */
    IstioPolicies(Cluster cluster, List<PeerAuthentication> authentications, Optional<HttpRequest> request) {
        mesh = new IstioMesh(cluster, authentications);
        this.request = request;
        identities = new IstioIdentities(mesh);
        ImmutableListMultimap.Builder<String, IstioMesh.Member> members = ImmutableListMultimap.builder();
        mesh.members().forEach(member -> members.put(member.pod().namespace(), member));
        byNamespace = members.build();
    }

    IstioMesh mesh() {
        return mesh;
    }

    /**
     * In the order in which they are asked.
     *
     * @param authorizations those in force
     */
    ImmutableList<Policy> of(List<AuthorizationPolicy> authorizations) {
        ImmutableList.Builder<Policy> all = ImmutableList.builder();
        all.addAll(strict());
        for (AuthorizationPolicy.Action action : ACTIONS) {
            authorizations.stream()
                    .filter(policy -> policy.action() == action && isJudged(policy))
                    .forEach(policy -> all.addAll(of(
                            policy,
                            isOfMesh(policy)
                                    ? mesh.members()
                                    : byNamespace.get(policy.meta().namespace()))));
        }
        return all.build();
    }

    /**
     * What one comes to in a changed cluster, of which the mesh tells as well.
     *
     * @param policy one in force
     */
    synchronized List<IstioPolicy> of(AuthorizationPolicy policy, Cluster changed) {
        List<Integer> positions = new ArrayList<>();
        if (!isOfMesh(policy)) {
            PodOrder.addAll(changed.pods(), List.of(policy.meta().namespace()), positions);
        }
        Stream<Pod> pods =
                isOfMesh(policy) ? changed.pods().stream() : positions.stream().map(changed.pods()::get);
        return of(policy, pods.flatMap(pod -> mesh.member(pod).stream()).toList());
    }

    /**
     * Whether a policy lets in or refuses anything beside pods; sidecars know nothing of what is attached elsewhere.
     */
    static boolean isJudged(AuthorizationPolicy policy) {
        return ACTIONS.contains(policy.action())
                && !policy.isDryRun()
                && policy.targets().orElse(ImmutableList.of()).isEmpty();
    }

    private List<Policy> strict() {
        Set<IstioMesh.Strict> all = new LinkedHashSet<>();
        mesh.members().forEach(member -> all.addAll(member.strict()));
        List<Policy> policies = new ArrayList<>();
        for (IstioMesh.Strict strict : all) {
            PeerAuthentication by = strict.by();
            Peer.Written written = new Peer.Written(strict.field(), "STRICT: who is not in the mesh has no mutual TLS");
            Peer.Ends strangers = new Peer.Ends(EndSet.not(mesh.everyMember()), ImmutableList.of(written));
            Rule rule =
                    new Rule(Action.DENY, ImmutableList.of(strangers), IstioRules.items(strict.ports()), "", "", "");
            Support selects = Support.of(scope(by, by.selector()));
            EndSet.Mark asks = new AsksMutual(mesh, strict);
            policies.add(new IstioPolicy(
                    by,
                    isOfMesh(by) ? "" : by.meta().namespace(),
                    Optional.of(asks),
                    new Peer.Ends(new EndSet.Marked(asks), ImmutableList.of()),
                    selects,
                    false,
                    ImmutableList.of(new IstioPolicy.Line("spec", rule, Support.NONE))));
        }
        return policies;
    }

    private List<IstioPolicy> of(AuthorizationPolicy policy, Iterable<IstioMesh.Member> members) {
        IstioFace.Faces shown =
                facesOf.computeIfAbsent(IstioFace.Questions.of(policy), fresh -> new IstioFace.Faces(fresh, mesh));
        Map<IstioFace, Optional<EndSet.Mark>> faces = new LinkedHashMap<>();
        for (IstioMesh.Member member : members) {
            if (isFor(policy, member.pod())) {
                shown.of(member.pod())
                        .ifPresent(face ->
                                faces.computeIfAbsent(face, first -> Optional.of(new IstioFace.Shown(shown, first))));
            }
        }
        if (faces.isEmpty()) {
            faces.put(NO_FACE, Optional.empty());
        }
        List<IstioPolicy> policies = new ArrayList<>();
        faces.forEach((face, mark) -> policies.add(of(policy, face, mark)));
        return policies;
    }

    /** By its selector. */
    static boolean isFor(AuthorizationPolicy policy, Pod pod) {
        return policy.selector()
                .orElse(LabelSelector.EVERYTHING)
                .matches(pod.meta().labels());
    }

    private boolean isOfMesh(KubernetesObject policy) {
        return policy.meta().namespace().equals(mesh.root());
    }

    private IstioPolicy of(AuthorizationPolicy policy, IstioFace face, Optional<EndSet.Mark> shown) {
        List<EndSet> subject = new ArrayList<>();
        subject.add(EndSet.of(EndSet.Whose.POD, policy.selector().orElse(LabelSelector.EVERYTHING)));
        if (!isOfMesh(policy)) {
            subject.add(EndSet.namespace(policy.meta().namespace()));
        }
        subject.add(shown.<EndSet>map(EndSet.Marked::new).orElseGet(mesh::everyMember));
        boolean isolating = policy.action() == AuthorizationPolicy.Action.ALLOW;
        ImmutableList.Builder<IstioPolicy.Line> lines = ImmutableList.builder();
        lines.addAll(new IstioRules(identities, policy, request, face).lines());
        if (isolating) {
            lines.add(unjudged(policy, face));
        }
        return new IstioPolicy(
                policy,
                isOfMesh(policy) ? "" : policy.meta().namespace(),
                shown,
                new Peer.Ends(EndSet.all(subject), ImmutableList.of()),
                selects(policy, face, isolating),
                isolating,
                lines.build());
    }

    /** What proxies are never asked about. */
    private static IstioPolicy.Line unjudged(AuthorizationPolicy policy, IstioFace face) {
        PortSet ports = PortSet.ALL.minus(PortSet.allOf(Protocol.TCP)).union(face.bypassed());
        Peer.Ends everybody = new Peer.Ends(EndSets.EVERYBODY, ImmutableList.of());
        Rule rule = new Rule(Action.PASS, ImmutableList.of(everybody), IstioRules.items(ports), "", "", "");
        String why = "not asked: the proxy judges TCP alone"
                + (face.bypassed().isEmpty() ? "" : ", and not at " + face.bypassed());
        return new IstioPolicy.Line("spec", rule, Support.of(Evidence.byDefault(policy.ref(), "spec", why)));
    }

    private Support selects(AuthorizationPolicy policy, IstioFace face, boolean isolating) {
        List<Evidence> facts = new ArrayList<>();
        facts.add(scope(policy, policy.selector()));
        if (isolating) {
            facts.add(Evidence.stated(policy.ref(), "spec.action", "ALLOW: what no rule matches is refused"));
        }
        standing(face.proxy()).ifPresent(assumed -> facts.add(Evidence.assumed(policy.ref(), "", assumed)));
        return Support.of(facts);
    }

    /** What is taken for granted of a proxy that the pods do not show. */
    private static Optional<String> standing(IstioMesh.Proxy proxy) {
        return switch (proxy) {
            case SIDECAR -> Optional.empty();
            case EXPECTED ->
                Optional.of("that Istio adds its proxy to these pods, as is wanted of them, though they show none");
            case ZTUNNEL ->
                Optional.of(
                        "that the ztunnel of their node stands before these pods, as istio.io/dataplane-mode wants");
        };
    }

    private Evidence scope(KubernetesObject policy, Optional<LabelSelector> selector) {
        String namespace = policy.meta().namespace();
        if (selector.isPresent() && !selector.get().selectsEverything()) {
            return Evidence.stated(policy.ref(), "spec.selector.matchLabels", Texts.of(selector.get()));
        }
        String all = namespace.equals(mesh.root()) ? "every pod of the mesh" : "every pod of " + namespace;
        return Evidence.byDefault(policy.ref(), "spec.selector", all);
    }
}
