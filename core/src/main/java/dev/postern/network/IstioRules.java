package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AuthorizationCheck;
import dev.postern.model.AuthorizationCheck.Attribute;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.AuthorizationRule;
import dev.postern.model.AuthorizationRule.Alternative;
import dev.postern.model.Evidence;
import dev.postern.model.PortRef;
import dev.postern.model.Printable;
import dev.postern.model.Protocol;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rules of an AuthorizationPolicy as rules of a tier, for pods of one face. What an ALLOW lets in goes on to the
 * policies of the network. Ports at which peers have no identity, or at which no requests are looked at, are kept
 * apart.
 */
final class IstioRules {
    private static final int MAX_NAME = 100;

    private final IstioIdentities identities;
    private final AuthorizationPolicy policy;
    private final Optional<HttpRequest> request;
    private final IstioFace face;
    private final Action action;
    private final List<IstioPolicy.Line> lines = new ArrayList<>();

    IstioRules(IstioIdentities identities, AuthorizationPolicy policy, Optional<HttpRequest> request, IstioFace face) {
        this.identities = identities;
        this.policy = policy;
        this.request = request;
        this.face = face;
        action = allows() ? Action.PASS : Action.DENY;
    }

    static Stream<AuthorizationCheck> checks(AuthorizationRule rule) {
        return Stream.concat(
                Stream.concat(rule.from().stream(), rule.to().stream()).flatMap(item -> item.checks().stream()),
                rule.when().stream());
    }

    static boolean isOfIdentity(AuthorizationCheck check) {
        return switch (check.attribute()) {
            case PRINCIPAL, NAMESPACE, SERVICE_ACCOUNT -> true;
            default -> false;
        };
    }

    /** Whether it says something else where no requests are looked at. */
    static boolean isOfRequests(AuthorizationCheck check) {
        return check.attribute().isHttp() || check.attribute() == Attribute.REMOTE_IP;
    }

    /** Ztunnels know no authorizers. Source: istio, {@code pilot/pkg/serviceregistry/ambient/authorization.go}. */
    private boolean isUnheard() {
        return policy.action() == AuthorizationPolicy.Action.CUSTOM && face.proxy() == IstioMesh.Proxy.ZTUNNEL;
    }

    private boolean allows() {
        return policy.action() == AuthorizationPolicy.Action.ALLOW;
    }

    ImmutableList<IstioPolicy.Line> lines() {
        boolean isVoid = allows() && !policy.unknown().isEmpty() || isUnheard();
        for (int i = 0; i < policy.rules().size() && !isVoid; i++) {
            AuthorizationRule rule = policy.rules().get(i);
            PortSet judged = PortSet.allOf(Protocol.TCP).minus(face.bypassed());
            boolean byIdentity = checks(rule).anyMatch(IstioRules::isOfIdentity);
            boolean byRequest = checks(rule).anyMatch(IstioRules::isOfRequests);
            PortSet plain = byIdentity ? face.plain() : PortSet.NONE;
            PortSet deaf = byRequest ? face.withoutRequests() : PortSet.NONE;
            add(i, rule, judged.minus(plain).minus(deaf), true, true);
            add(i, rule, judged.minus(plain).intersect(deaf), true, false);
            add(i, rule, judged.intersect(plain).minus(deaf), false, true);
            add(i, rule, judged.intersect(plain).intersect(deaf), false, false);
        }
        return ImmutableList.copyOf(lines);
    }

    private void add(int index, AuthorizationRule rule, PortSet ports, boolean mutual, boolean http) {
        IstioTerms terms = new IstioTerms(identities, policy, request, face, mutual, http);
        if (ports.isEmpty() || allows() && checks(rule).anyMatch(terms::isMissing)) {
            return;
        }
        Optional<IstioTerms.Term> when = terms.all("when", rule.when(), true);
        if (when.isEmpty()) {
            return;
        }
        List<IstioTerms.Term> sources = alternatives(terms, "from[%d].source", rule.from());
        for (IstioTerms.Term operation : alternatives(terms, "to[%d].operation", rule.to())) {
            IstioTerms.Term both = operation.and(when.get());
            PortSet wanted = both.ports().intersect(ports);
            if (!wanted.isEmpty()) {
                // An identity by which some sources are told apart from others is one of requests too.
                Map<Boolean, List<IstioTerms.Term>> byNarrowness =
                        sources.stream().collect(Collectors.partitioningBy(source -> isNarrowed(source, both)));
                byNarrowness.forEach((narrowed, some) -> line(index, rule, some, both, wanted, narrowed));
            }
        }
    }

    /** Nobody knows what an external authorizer says. */
    private boolean isNarrowed(IstioTerms.Term source, IstioTerms.Term both) {
        return policy.action() == AuthorizationPolicy.Action.CUSTOM || source.ofRequests() || both.ofRequests();
    }

    private void line(
            int index,
            AuthorizationRule rule,
            List<IstioTerms.Term> sources,
            IstioTerms.Term both,
            PortSet ports,
            boolean narrowed) {
        if (sources.isEmpty()) {
            return;
        }
        ImmutableList.Builder<Peer> peers = ImmutableList.builder();
        for (IstioTerms.Term source : sources) {
            IstioTerms.Term all = source.and(both);
            ImmutableList<Peer.Written> written = ImmutableList.<Peer.Written>builder()
                    .addAll(all.ofPeers())
                    .addAll(source.others())
                    .build();
            peers.add(new Peer.Ends(all.peers(), written));
        }
        boolean anybody = rule.from().isEmpty() && both.ofPeers().isEmpty();
        String field = "spec.rules[" + index + "]";
        lines.add(new IstioPolicy.Line(
                field,
                new Rule(action, anybody ? ImmutableList.of() : peers.build(), items(ports), "", "", narrowed, ""),
                cited(field, both.others(), narrowed)));
    }

    /** Those that something can be as they want; one that asks for nothing where there are none. */
    private static List<IstioTerms.Term> alternatives(IstioTerms terms, String path, List<Alternative> items) {
        if (items.isEmpty()) {
            return List.of(IstioTerms.Term.EVERYTHING);
        }
        List<IstioTerms.Term> possible = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            terms.all(String.format(path, i), items.get(i).checks(), false).ifPresent(possible::add);
        }
        return possible;
    }

    private Support cited(String field, List<Peer.Written> written, boolean narrowed) {
        List<Evidence> facts = new ArrayList<>();
        facts.add(
                switch (policy.action()) {
                    case CUSTOM ->
                        Evidence.assumed(
                                policy.ref(),
                                field,
                                "that " + Printable.of(policy.provider().orElse(""), MAX_NAME)
                                        + ", which is asked, lets it in");
                    case DENY -> Evidence.stated(policy.ref(), field, narrowed ? "DENY of some requests" : "DENY");
                    default ->
                        Evidence.stated(policy.ref(), field, policy.action().name());
                });
        written.forEach(other -> facts.add(Evidence.stated(policy.ref(), field + "." + other.field(), other.value())));
        return Support.of(facts);
    }

    static ImmutableList<PortItem> items(PortSet ports) {
        return ports.ranges().stream()
                .map(range -> new PortItem(
                        Optional.of(range.protocol()),
                        Optional.of(PortRef.of(range.first())),
                        range.first() == range.last() ? Optional.empty() : Optional.of(range.last())))
                .collect(ImmutableList.toImmutableList());
    }
}
