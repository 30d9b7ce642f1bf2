package dev.postern.network;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.AuthorizationCheck;
import dev.postern.model.AuthorizationCheck.Attribute;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.AuthorizationPolicy.Action;
import dev.postern.model.AuthorizationRule;
import dev.postern.model.AuthorizationRule.Alternative;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.LabelSelector;
import dev.postern.model.PeerAuthentication;
import dev.postern.model.PeerAuthentication.Mode;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.model.Service;
import dev.postern.model.ServicePort;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The proxies of Istio, one connection at a time, rule by rule: slow and literal. It knows nothing of what an external
 * authorizer says ({@code CUSTOM} changes nothing here), and no request carries a token.
 */
final class NaiveIstio {
    private static final String SCHEME = "spiffe://";
    private static final String LOCAL = "cluster.local";
    private static final ImmutableSet<String> HTTP = ImmutableSet.of("http", "http2", "grpc", "grpc-web", "http_proxy");
    private static final ImmutableSet<String> TCP = ImmutableSet.of("tcp", "https", "tls", "mongo", "mysql", "redis");
    private static final ImmutableSet<Integer> TCP_PORTS = ImmutableSet.of(25, 53, 3306, 27017);
    private static final ImmutableMap<String, String> STANDARD =
            ImmutableMap.of("kubernetes.io/h2c", "http2", "kubernetes.io/ws", "http", "kubernetes.io/wss", "https");

    private static final ImmutableSet<Integer> OWN_PORTS = ImmutableSet.of(15020, 15021, 15090);
    private static final String PROXY = "istio-proxy";

    private final Cluster cluster;
    private final String root;
    private final String trustDomain;

    NaiveIstio(Cluster cluster) {
        this.cluster = cluster;
        root = meshSetting("rootNamespace").orElse("istio-system");
        trustDomain = meshSetting("trustDomain").orElse(LOCAL);
    }

    /** A request; header names in lower case. */
    record Request(String method, String path, String host, Map<String, String> headers) {}

    /** Which filter of the proxy judges what arrives at a port. */
    enum Layer {
        HTTP,
        TCP,
        /** Nobody says, so that it is seen by what arrives. */
        SEEN
    }

    /**
     * What the checks of a rule look at; {@code identity} is empty without mutual TLS, {@code request} at a port of
     * TCP.
     */
    private record Arrival(
            Optional<String> identity, IpAddress source, IpAddress destination, int port, Optional<Request> request) {}

    private Optional<String> meshSetting(String name) {
        return cluster.configMaps().stream()
                .filter(map -> map.meta().namespace().equals("istio-system")
                        && map.meta().name().equals("istio"))
                .map(map -> Pattern.compile("(?m)^" + name + ":[ \\t]*[\"']?([^\\s\"'#]+)")
                        .matcher(map.allowedData().getOrDefault("mesh", "")))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst();
    }

    boolean allows(String source, String destination, Protocol protocol, int port, Optional<Request> request) {
        Optional<Pod> target = pod(destination);
        if (protocol != Protocol.TCP
                || target.isEmpty()
                || !inMesh(target.get())
                || isPastTheProxy(target.get(), port)) {
            return true;
        }
        boolean mutual = mutualTls(source, destination, port);
        if (mode(target.get(), port) == Mode.STRICT && !mutual) {
            return false;
        }
        Arrival arrival = new Arrival(
                mutual ? pod(source).map(this::identity) : Optional.empty(),
                IpAddress.parse(source).orElseThrow(),
                IpAddress.parse(destination).orElseThrow(),
                port,
                layer(target.get(), port) == Layer.TCP ? Optional.empty() : request);
        if (inForce(target.get(), Action.DENY).anyMatch(policy -> matches(policy, arrival))) {
            return false;
        }
        return inForce(target.get(), Action.ALLOW).findAny().isEmpty()
                || inForce(target.get(), Action.ALLOW).anyMatch(policy -> matches(policy, arrival));
    }

    /** Rows 7 and 17: both ends are in the mesh, and the destination has not turned it off. */
    boolean mutualTls(String source, String destination, int port) {
        return pod(source).filter(this::inMesh).isPresent()
                && pod(destination)
                        .filter(target -> inMesh(target) && mode(target, port) != Mode.DISABLE)
                        .isPresent();
    }

    private Optional<Pod> pod(String address) {
        Optional<IpAddress> wanted = IpAddress.parse(address);
        return cluster.existingPods()
                .filter(pod -> !pod.isTerminated() && !pod.spec().hostNetwork())
                .filter(pod ->
                        pod.ips().stream().anyMatch(ip -> IpAddress.parse(ip).equals(wanted)))
                .findFirst();
    }

    private boolean inMesh(Pod pod) {
        return proxies(pod).contains(PROXY) || isInjected(pod);
    }

    private static List<String> proxies(Pod pod) {
        return pod.spec().containers().stream()
                .filter(container ->
                        container.role() == Container.Role.MAIN || container.role() == Container.Role.SIDECAR)
                .map(Container::name)
                .toList();
    }

    /** Manifests as a person writes them have no proxy yet. */
    private boolean isInjected(Pod pod) {
        Map<String, String> namespace = cluster.namespace(pod.namespace())
                .map(known -> (Map<String, String>) known.meta().labels())
                .orElse(Map.of());
        String label = pod.meta().labels().getOrDefault("sidecar.istio.io/inject", "");
        String annotation = pod.meta().annotations().getOrDefault("sidecar.istio.io/inject", "");
        boolean on = "enabled".equals(namespace.get("istio-injection"))
                || namespace.containsKey("istio.io/rev")
                || label.equals("true");
        boolean off = label.equals("false")
                || label.isEmpty() && annotation.equals("false")
                || "disabled".equals(namespace.get("istio-injection"));
        return !cluster.isLive() && on && !off;
    }

    private static boolean isPastTheProxy(Pod pod, int port) {
        String excluded = pod.meta().annotations().getOrDefault("traffic.sidecar.istio.io/excludeInboundPorts", "");
        String included = pod.meta().annotations().getOrDefault("traffic.sidecar.istio.io/includeInboundPorts", "*");
        String text = Integer.toString(port);
        return OWN_PORTS.contains(port)
                || List.of(excluded.split(",")).contains(text)
                || !included.equals("*") && !List.of(included.split(",")).contains(text);
    }

    private String identity(Pod pod) {
        return SCHEME + trustDomain + "/ns/" + pod.namespace() + "/sa/"
                + pod.serviceAccount().name();
    }

    /** Row 11: what the Services say that have the port of the pod behind one of theirs. */
    Layer layer(Pod pod, int port) {
        for (Service service : cluster.services()) {
            if (service.meta().namespace().equals(pod.namespace())
                    && service.selectsPods()
                    && LabelSelector.ofLabels(service.selector())
                            .matches(pod.meta().labels())) {
                for (ServicePort offered : service.ports()) {
                    if (offered.protocol() == Protocol.TCP && leadsTo(offered, pod, port)) {
                        return layer(offered);
                    }
                }
            }
        }
        return Layer.SEEN;
    }

    Layer layer(String destination, int port) {
        return pod(destination).map(pod -> layer(pod, port)).orElse(Layer.SEEN);
    }

    private static boolean leadsTo(ServicePort offered, Pod pod, int port) {
        if (!offered.targetPort().isNamed()) {
            return offered.targetPort().number() == port;
        }
        return pod.spec().containers().stream()
                .flatMap(container -> container.ports().stream())
                .anyMatch(
                        declared -> declared.name().equals(offered.targetPort().name())
                                && declared.protocol() == Protocol.TCP
                                && declared.containerPort() == port);
    }

    private static Layer layer(ServicePort offered) {
        String stated = offered.appProtocol().isEmpty()
                ? offered.name()
                : STANDARD.getOrDefault(offered.appProtocol(), offered.appProtocol());
        String text = Ascii.toLowerCase(stated);
        String prefix = text.startsWith("grpc-web") ? "grpc-web" : text.replaceFirst("-.*", "");
        if (HTTP.contains(prefix)) {
            return Layer.HTTP;
        }
        return TCP.contains(prefix) || TCP_PORTS.contains(offered.port()) ? Layer.TCP : Layer.SEEN;
    }

    /** Rows 13 to 15. */
    private Mode mode(Pod pod, int port) {
        if (proxies(pod).equals(List.of(PROXY))) {
            return Mode.PERMISSIVE;
        }
        Optional<PeerAuthentication> workload = oldest(policy -> policy.isOfWorkloads()
                && !policy.meta().namespace().equals(root)
                && policy.meta().namespace().equals(pod.namespace())
                && policy.selector().orElseThrow().matches(pod.meta().labels()));
        Mode ofPort = workload.map(policy -> policy.ports().getOrDefault(port, Mode.UNSET))
                .orElse(Mode.UNSET);
        if (ofPort != Mode.UNSET) {
            return ofPort;
        }
        if (set(workload)) {
            return workload.orElseThrow().mode();
        }
        Optional<PeerAuthentication> namespace = oldest(policy -> !policy.isOfWorkloads()
                && !policy.meta().namespace().equals(root)
                && policy.meta().namespace().equals(pod.namespace()));
        if (set(namespace)) {
            return namespace.orElseThrow().mode();
        }
        Optional<PeerAuthentication> mesh = oldest(
                policy -> !policy.isOfWorkloads() && policy.meta().namespace().equals(root));
        return set(mesh) ? mesh.orElseThrow().mode() : Mode.PERMISSIVE;
    }

    private static boolean set(Optional<PeerAuthentication> policy) {
        return policy.filter(stated -> stated.mode() != Mode.UNSET).isPresent();
    }

    private Optional<PeerAuthentication> oldest(Predicate<PeerAuthentication> scope) {
        return cluster.peerAuthentications().stream()
                .filter(scope)
                .min(Comparator.comparing(
                                (PeerAuthentication policy) -> policy.created().orElse(Instant.MIN))
                        .thenComparing(policy -> policy.meta().name()));
    }

    /** Rows 2, 3 and 18. */
    private Stream<AuthorizationPolicy> inForce(Pod pod, Action action) {
        return cluster.authorizationPolicies().stream()
                .filter(policy -> policy.action() == action && !policy.isDryRun())
                .filter(policy -> policy.targets().orElse(ImmutableList.of()).isEmpty())
                .filter(policy -> policy.meta().namespace().equals(root)
                        || policy.meta().namespace().equals(pod.namespace()))
                .filter(policy -> policy.selector()
                        .orElse(LabelSelector.EVERYTHING)
                        .matches(pod.meta().labels()));
    }

    private boolean matches(AuthorizationPolicy policy, Arrival arrival) {
        if (policy.action() == Action.ALLOW && !policy.unknown().isEmpty()) {
            return false;
        }
        return policy.rules().stream().anyMatch(rule -> matches(policy, rule, arrival));
    }

    private boolean matches(AuthorizationPolicy policy, AuthorizationRule rule, Arrival arrival) {
        if (policy.action() == Action.ALLOW && checks(rule).anyMatch(check -> isMissing(check, arrival))) {
            return false;
        }
        return any(policy, rule.from(), arrival)
                && any(policy, rule.to(), arrival)
                && rule.when().stream().allMatch(check -> holds(policy, check, arrival));
    }

    private static Stream<AuthorizationCheck> checks(AuthorizationRule rule) {
        return Stream.concat(
                Stream.concat(rule.from().stream(), rule.to().stream()).flatMap(item -> item.checks().stream()),
                rule.when().stream());
    }

    private boolean any(AuthorizationPolicy policy, ImmutableList<Alternative> items, Arrival arrival) {
        return items.isEmpty()
                || items.stream()
                        .anyMatch(item -> item.checks().stream().allMatch(check -> holds(policy, check, arrival)));
    }

    /**
     * Row 11, and what is not known: an ALLOW then does not match at all, and a DENY as if the field were not there.
     */
    private static boolean isMissing(AuthorizationCheck check, Arrival arrival) {
        return switch (check.attribute()) {
            case UNKNOWN, INVALID -> true;
            case HEADER ->
                arrival.request().isEmpty()
                        || check.bracketed("request.headers").isEmpty();
            default -> check.attribute().isHttp() && arrival.request().isEmpty();
        };
    }

    private boolean holds(AuthorizationPolicy policy, AuthorizationCheck check, Arrival arrival) {
        if (isMissing(check, arrival)) {
            return true;
        }
        if (check.attribute() == Attribute.SNI || check.attribute() == Attribute.FILTER) {
            // Nothing here says how it is: a connection may be so.
            return policy.action() == Action.ALLOW;
        }
        Predicate<String> matches = value -> matches(policy, check, value, arrival);
        return (check.values().isEmpty() || check.values().stream().anyMatch(matches))
                && check.notValues().stream().noneMatch(matches);
    }

    private boolean matches(AuthorizationPolicy policy, AuthorizationCheck check, String value, Arrival arrival) {
        Optional<String> identity = arrival.identity();
        return switch (check.attribute()) {
            case PRINCIPAL ->
                identity.filter(peer -> glob(ofThisMesh(value), peer.substring(SCHEME.length())))
                        .isPresent();
            case NAMESPACE ->
                identity.filter(peer -> regex(".*/ns/" + value.replace("*", ".*") + "/.*", peer))
                        .isPresent();
            case SERVICE_ACCOUNT ->
                identity.filter(peer -> regex(account(policy, value), peer)).isPresent();
            case SOURCE_IP -> contains(value, Optional.of(arrival.source()));
            case REMOTE_IP -> contains(value, remote(arrival));
            case DESTINATION_IP -> contains(value, Optional.of(arrival.destination()));
            case PORT -> Integer.parseInt(value) == arrival.port();
            case HOST ->
                glob(
                        Ascii.toLowerCase(value),
                        Ascii.toLowerCase(request(arrival).host()));
            case METHOD -> glob(value, request(arrival).method());
            case PATH -> path(value, request(arrival).path());
            case HEADER ->
                header(check, "request.headers", arrival)
                        .filter(text -> glob(value, text))
                        .isPresent();
            case HEADER_ITEM ->
                header(check, "request.experimental.inline.headers", arrival)
                        .filter(text -> Splitter.on(',').splitToStream(text).anyMatch(item -> glob(value, item)))
                        .isPresent();
            case REQUEST_PRINCIPAL, TOKEN, UNKNOWN, INVALID, SNI, FILTER -> false;
        };
    }

    private static Request request(Arrival arrival) {
        return arrival.request().orElseThrow();
    }

    private static Optional<String> header(AuthorizationCheck check, String prefix, Arrival arrival) {
        return check.bracketed(prefix)
                .flatMap(name -> Optional.ofNullable(request(arrival).headers().get(Ascii.toLowerCase(name))));
    }

    /** What the last proxy says that the request went through, or where the connection comes from. */
    private static Optional<IpAddress> remote(Arrival arrival) {
        Optional<String> forwarded = arrival.request()
                .flatMap(request -> Optional.ofNullable(request.headers().get("x-forwarded-for")));
        List<String> hops = forwarded
                .map(text -> Splitter.on(',').trimResults().splitToList(text))
                .orElse(List.of());
        return hops.isEmpty() ? Optional.of(arrival.source()) : IpAddress.parse(hops.get(hops.size() - 1));
    }

    /** {@code cluster.local} stands for the trust domain of the mesh, whatever its name. */
    private String ofThisMesh(String principal) {
        List<String> parts = Splitter.on('/').splitToList(principal);
        String domain = parts.get(0);
        boolean ours = domain.equals(LOCAL)
                || domain.endsWith("*") && trustDomain.startsWith(domain.substring(0, domain.length() - 1));
        return parts.size() == 5 && ours && !domain.equals("*")
                ? trustDomain + principal.substring(domain.length())
                : principal;
    }

    /** Row 9. */
    private static String account(AuthorizationPolicy policy, String value) {
        int slash = value.indexOf('/');
        String namespace = slash < 0 ? policy.meta().namespace() : value.substring(0, slash);
        return SCHEME + ".+/ns/" + namespace + "/(.+/|)sa/" + value.substring(slash + 1) + "(/.+)?";
    }

    private static boolean regex(String pattern, String text) {
        try {
            return Pattern.matches(pattern, text);
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    /** Row 6. */
    private static boolean glob(String value, String text) {
        if (value.equals("*")) {
            return true;
        }
        if (value.startsWith("*")) {
            return text.endsWith(value.substring(1));
        }
        return value.endsWith("*") ? text.startsWith(value.substring(0, value.length() - 1)) : text.equals(value);
    }

    /** A template, {@code {*}} for one segment and <code>{**}</code> for any number of them, or as other strings. */
    private static boolean path(String value, String text) {
        String plain = text.replaceFirst("[?#].*", "");
        if (!value.contains("{*}") && !value.contains("{**}")) {
            return glob(value, plain);
        }
        String pattern = Pattern.quote(value)
                .replace("{**}", "\\E[a-zA-Z0-9-._~%!$&'()+,;:@=/]*\\Q")
                .replace("{*}", "\\E[a-zA-Z0-9-._~%!$&'()+,;:@=]+\\Q");
        return plain.matches(pattern);
    }

    /** Row 10. */
    private static boolean contains(String block, Optional<IpAddress> address) {
        Optional<IpRanges> ranges = IpRanges.parseCidr(block);
        return ranges.isPresent()
                ? address.filter(ranges.get()::contains).isPresent()
                : address.isPresent() && IpAddress.parse(block).equals(address);
    }
}
