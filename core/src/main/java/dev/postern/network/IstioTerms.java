package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import dev.postern.model.AuthorizationCheck;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.AuthorizationPolicy.Action;
import dev.postern.model.Outcome;
import dev.postern.model.Printable;
import dev.postern.model.Protocol;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the checks of an AuthorizationPolicy ask of connections to some ports of some pods.
 *
 * <p>Of a connection without a request it is asked whether it can carry one that passes: what an ALLOW asks of the
 * request then counts as given, and a DENY that asks for something closes nothing: it is one of some requests.
 */
final class IstioTerms {
    private static final int MAX_TEXT = 100;
    private static final String FORWARDED = "x-forwarded-for";

    private final IstioIdentities identities;
    private final AuthorizationPolicy policy;
    private final Optional<HttpRequest> request;
    private final IstioFace face;
    private final boolean mutual;
    private final boolean http;

    /** What several checks ask together: who calls at which ports. Fields are those that say so. */
    record Term(
            EndSet peers,
            PortSet ports,
            ImmutableList<Peer.Written> ofPeers,
            ImmutableList<Peer.Written> others,
            boolean ofRequests) {
        static final Term EVERYTHING =
                new Term(EndSets.EVERYBODY, PortSet.allOf(Protocol.TCP), ImmutableList.of(), ImmutableList.of(), false);

        Term and(Term other) {
            return new Term(
                    peers.equals(EndSets.EVERYBODY)
                            ? other.peers
                            : other.peers.equals(EndSets.EVERYBODY) ? peers : EndSet.all(peers, other.peers),
                    ports.intersect(other.ports),
                    join(ofPeers, other.ofPeers),
                    join(others, other.others),
                    ofRequests || other.ofRequests);
        }

        private static <T> ImmutableList<T> join(List<T> a, List<T> b) {
            return ImmutableList.<T>builder().addAll(a).addAll(b).build();
        }
    }

    /**
     * @param mutual whether peers of the mesh are known by their identities at these ports
     * @param http whether requests are looked at
     */
    IstioTerms(
            IstioIdentities identities,
            AuthorizationPolicy policy,
            Optional<HttpRequest> request,
            IstioFace face,
            boolean mutual,
            boolean http) {
        this.identities = identities;
        this.policy = policy;
        this.request = request;
        this.face = face;
        this.mutual = mutual;
        this.http = http;
    }

    /** Whether a check is one of those because of which a rule of an ALLOW does not count at all. */
    boolean isMissing(AuthorizationCheck check) {
        return switch (check.attribute()) {
            case UNKNOWN, INVALID -> true;
            case HEADER -> !http || check.bracketed("request.headers").isEmpty();
            default -> check.attribute().isHttp() && !http;
        };
    }

    /** @param path of the fields of these checks; empty where nothing is ever as they want */
    Optional<Term> all(String path, List<AuthorizationCheck> checks, boolean conditions) {
        Optional<Term> all = Optional.of(Term.EVERYTHING);
        for (int i = 0; i < checks.size() && all.isPresent(); i++) {
            String at = conditions ? path + "[" + i + "]" : path;
            Optional<Term> next = one(at, checks.get(i), conditions);
            all = all.flatMap(known -> next.map(known::and));
        }
        return all;
    }

    private Optional<Term> one(String path, AuthorizationCheck check, boolean condition) {
        if (isMissing(check)) {
            return Optional.of(Term.EVERYTHING);
        }
        switch (check.attribute()) {
            case PRINCIPAL:
            case NAMESPACE:
            case SERVICE_ACCOUNT:
                return identity(path, check, condition);
            case SOURCE_IP:
                return peers(addresses(check), path, check, condition);
            case REMOTE_IP:
                return remote(path, check, condition);
            case DESTINATION_IP:
                return destination(path, check, condition);
            case PORT:
                return ports(path, check, condition);
            default:
                break;
        }
        Optional<Boolean> known = !check.attribute().isHttp()
                ? Optional.empty()
                : request.map(asked -> IstioText.holds(check, asked)).or(() -> IstioText.ofAnyRequest(check));
        return known.isPresent() ? when(known.get(), path, check, condition) : perhaps(path, check, condition);
    }

    private Optional<Term> identity(String path, AuthorizationCheck check, boolean condition) {
        List<EndSet> parts = new ArrayList<>();
        String namespace = policy.meta().namespace();
        if (!check.values().isEmpty()) {
            if (!mutual) {
                return Optional.empty();
            }
            parts.add(identities.of(check.attribute(), check.values(), namespace));
        }
        if (mutual && !check.notValues().isEmpty()) {
            parts.add(EndSet.not(identities.of(check.attribute(), check.notValues(), namespace)));
        }
        return peers(EndSet.all(parts), path, check, condition);
    }

    private static EndSet addresses(AuthorizationCheck check) {
        List<EndSet> parts = new ArrayList<>();
        if (!check.values().isEmpty()) {
            parts.add(EndSet.addresses(ranges(check.values())));
        }
        if (!check.notValues().isEmpty()) {
            parts.add(EndSet.not(EndSet.addresses(ranges(check.notValues()))));
        }
        return EndSet.all(parts);
    }

    /** What is no address, as one with the name of an interface, is nobody's. */
    static IpRanges ranges(List<String> values) {
        List<IpRanges> ranges = new ArrayList<>();
        for (String value : values) {
            IpRanges.parseCidr(value)
                    .or(() -> IpAddress.parse(value).map(IpRanges::of))
                    .ifPresent(ranges::add);
        }
        return IpRanges.union(ranges);
    }

    /**
     * The proxy takes the word of the last of those that it came through, or where there is none the peer's address.
     */
    private Optional<Term> remote(String path, AuthorizationCheck check, boolean condition) {
        if (http && request.isEmpty()) {
            return perhaps(path, check, condition);
        }
        Optional<String> hop = request.filter(asked -> http)
                .flatMap(asked -> asked.header(FORWARDED))
                .map(text -> text.substring(text.lastIndexOf(',') + 1).trim());
        if (hop.isEmpty()) {
            return peers(addresses(check), path, check, condition);
        }
        Optional<IpAddress> address = hop.flatMap(IpAddress::parse);
        boolean in = check.values().isEmpty()
                || address.filter(ranges(check.values())::contains).isPresent();
        boolean out = address.filter(ranges(check.notValues())::contains).isEmpty();
        return when(in && out, path, check, condition);
    }

    /** The addresses of both ends are of one family. */
    private Optional<Term> destination(String path, AuthorizationCheck check, boolean condition) {
        List<EndSet> families = new ArrayList<>();
        boolean perhaps = false;
        for (Family family : Family.values()) {
            Outcome holds = face.holds(check, family);
            perhaps |= holds == Outcome.UNKNOWN;
            if (holds == Outcome.ALLOWED || holds == Outcome.UNKNOWN && allows()) {
                families.add(EndSet.addresses(IpRanges.all(family)));
            }
        }
        if (families.isEmpty()) {
            return Optional.empty();
        }
        EndSet set = families.size() == Family.values().length ? EndSets.EVERYBODY : EndSet.any(families);
        String value = text(check, condition) + (perhaps ? ": perhaps, its address is not known" : "");
        Peer.Written written = new Peer.Written(field(path, check, condition), value);
        return Optional.of(
                new Term(set, Term.EVERYTHING.ports(), ImmutableList.of(written), ImmutableList.of(), false));
    }

    private Optional<Term> ports(String path, AuthorizationCheck check, boolean condition) {
        PortSet ports = check.values().isEmpty() ? Term.EVERYTHING.ports() : ports(check.values());
        Peer.Written written = new Peer.Written(field(path, check, condition), text(check, condition));
        PortSet left = ports.minus(ports(check.notValues()));
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(new Term(EndSets.EVERYBODY, left, ImmutableList.of(), ImmutableList.of(written), false));
    }

    private static PortSet ports(List<String> values) {
        PortSet ports = PortSet.NONE;
        for (String value : values) {
            Integer port = Ints.tryParse(value);
            ports = port == null ? ports : ports.union(PortSet.of(Protocol.TCP, port));
        }
        return ports;
    }

    private boolean allows() {
        return policy.action() == Action.ALLOW;
    }

    private Optional<Term> peers(EndSet set, String path, AuthorizationCheck check, boolean condition) {
        Peer.Written written = new Peer.Written(field(path, check, condition), text(check, condition));
        return Optional.of(
                new Term(set, Term.EVERYTHING.ports(), ImmutableList.of(written), ImmutableList.of(), false));
    }

    private static Optional<Term> when(boolean holds, String path, AuthorizationCheck check, boolean condition) {
        return holds ? Optional.of(noted(path, check, condition, "", false)) : Optional.empty();
    }

    /** What the input does not tell: good enough to get in, and not to be kept out, but for some requests. */
    private Optional<Term> perhaps(String path, AuthorizationCheck check, boolean condition) {
        boolean ofRequests = IstioRules.isOfRequests(check);
        if (allows()) {
            String note = ofRequests ? ", and a request can be so" : ", and a connection can be so";
            return Optional.of(noted(path, check, condition, note, ofRequests));
        }
        return ofRequests
                ? Optional.of(noted(path, check, condition, ", and a request need not be so", true))
                : Optional.empty();
    }

    private static Term noted(
            String path, AuthorizationCheck check, boolean condition, String note, boolean ofRequests) {
        Peer.Written written = new Peer.Written(field(path, check, condition), text(check, condition) + note);
        return new Term(
                EndSets.EVERYBODY, Term.EVERYTHING.ports(), ImmutableList.of(), ImmutableList.of(written), ofRequests);
    }

    private static String field(String path, AuthorizationCheck check, boolean condition) {
        if (condition) {
            return path;
        }
        boolean negative = check.values().isEmpty() && !check.notValues().isEmpty();
        return path + "." + (negative ? negative(check.name()) : check.name());
    }

    private static String negative(String name) {
        return "not" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static String text(AuthorizationCheck check, boolean condition) {
        String values = String.join(", ", check.values());
        String others = String.join(", ", check.notValues());
        String text = others.isEmpty()
                ? values
                : values.isEmpty() ? (condition ? "not " : "") + others : values + " but not " + others;
        return Printable.of((condition ? check.name() + " " : "") + text, MAX_TEXT);
    }
}
