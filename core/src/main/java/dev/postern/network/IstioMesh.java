package dev.postern.network;

import com.google.common.base.Splitter;
import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.primitives.Ints;
import dev.postern.model.Cluster;
import dev.postern.model.ObjectRef;
import dev.postern.model.PeerAuthentication;
import dev.postern.model.PeerAuthentication.Mode;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mesh of Istio: which pods have a proxy, as whom they call, and what their proxies take at which ports. */
final class IstioMesh {
    private static final String ROOT = "istio-system";
    private static final String LOCAL = "cluster.local";
    private static final String NAMESPACES = "/ns/";
    private static final String ACCOUNTS = "/sa/";
    private static final String INBOUND = "traffic.sidecar.istio.io/%sInboundPorts";
    /** Of the proxy itself: telemetry, health and Prometheus. */
    private static final ImmutableList<Integer> OWN_PORTS = ImmutableList.of(15020, 15021, 15090);

    private final String root;
    private final String trustDomain;
    private final IstioInjection injection;
    private final IstioModes modes;
    private final IstioProtocols protocols;
    private final Map<ObjectRef, Member> members = new LinkedHashMap<>();
    private final Supplier<ImmutableSortedSet<String>> identities = Suppliers.memoize(() -> members.values().stream()
            .map(Member::identity)
            .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo)));
    /** Pods without a proxy, told by who they are. */
    private final Set<Pod> strangers = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * A pod with a proxy. Ports are those of TCP, which is all that proxies judge.
     *
     * @param proxy which proxy that is
     * @param identity without the scheme: {@code cluster.local/ns/shop/sa/web}
     * @param bypassed ports at which the proxy is not asked
     * @param plain ports at which it takes no mutual TLS, so that it learns no identity
     * @param strict ports at which it takes nothing else, and who says so
     * @param withoutRequests ports at which it looks for no HTTP
     */
    record Member(
            Pod pod,
            Proxy proxy,
            String identity,
            PortSet bypassed,
            PortSet plain,
            ImmutableList<Strict> strict,
            PortSet withoutRequests) {}

    /** Where the proxy of a pod stands. */
    enum Proxy {
        /** Beside its containers. */
        SIDECAR,
        /** There too, though not in the input: it will be added. */
        EXPECTED,
        /** On its node: it knows identities and ports and looks for no requests. */
        ZTUNNEL
    }

    /** A field of a PeerAuthentication below its spec that asks for mutual TLS, and for which ports it does. */
    record Strict(PeerAuthentication by, String field, PortSet ports) {}

    /** Whether a pod has a proxy. */
    record HasProxy(IstioMesh mesh) implements EndSet.Mark {
        @Override
        public Object fact(Pod pod) {
            return mesh.member(pod).isPresent();
        }
    }

    /** @param authentications those in force */
    IstioMesh(Cluster cluster, List<PeerAuthentication> authentications) {
        root = root(cluster);
        trustDomain = setting(cluster, "trustDomain").orElse(LOCAL);
        injection = new IstioInjection(cluster);
        modes = new IstioModes(authentications, root);
        protocols = new IstioProtocols(cluster);
        for (Pod pod : cluster.pods()) {
            read(pod).ifPresentOrElse(member -> members.put(pod.object(), member), () -> strangers.add(pod));
        }
    }

    private Optional<Member> read(Pod pod) {
        boolean has = IstioInjection.hasProxy(pod);
        if (pod.isTerminated()) {
            return Optional.empty();
        } else if (!pod.spec().hostNetwork() && (has || injection.isExpected(pod))) {
            return Optional.of(member(pod, has ? Proxy.SIDECAR : Proxy.EXPECTED));
        }
        return injection.isAmbient(pod) ? Optional.of(member(pod, Proxy.ZTUNNEL)) : Optional.empty();
    }

    private static Optional<String> setting(Cluster cluster, String name) {
        Pattern line = Pattern.compile("(?m)^" + name + ":[ \\t]*[\"']?([^\\s\"'#]+)");
        return cluster.configMaps().stream()
                .filter(map ->
                        map.meta().namespace().equals(ROOT) && map.meta().name().equals("istio"))
                .map(map -> line.matcher(map.allowedData().getOrDefault("mesh", "")))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst();
    }

    private Member member(Pod pod, Proxy proxy) {
        boolean ztunnel = proxy == Proxy.ZTUNNEL;
        String identity = trustDomain
                + NAMESPACES
                + pod.namespace()
                + ACCOUNTS
                + pod.serviceAccount().name();
        PortSet bypassed = ztunnel ? PortSet.NONE : bypassed(pod);
        PortSet plain = PortSet.NONE;
        List<Strict> strict = new ArrayList<>();
        // What a gateway takes at its ports its Gateways say.
        if (!IstioInjection.isProxy(pod)) {
            for (IstioModes.Stated stated : modes.of(pod)) {
                PortSet ports = stated.ports().minus(bypassed);
                if (stated.mode() == Mode.DISABLE) {
                    // Between ztunnels there is nothing but mutual TLS.
                    plain = ztunnel ? plain : plain.union(ports);
                } else if (stated.mode() == Mode.STRICT && !ports.isEmpty()) {
                    strict.add(new Strict(stated.by(), stated.field(), ports));
                }
            }
        }
        return new Member(
                pod,
                proxy,
                identity,
                bypassed,
                plain,
                ImmutableList.copyOf(strict),
                ztunnel
                        ? PortSet.allOf(Protocol.TCP)
                        : protocols.withoutRequests(pod).minus(bypassed));
    }

    /** Source: istio, {@code tools/istio-iptables}: all inbound ports go to the proxy, but for some. */
    private PortSet bypassed(Pod pod) {
        PortSet bypassed = PortSet.NONE;
        for (int port : OWN_PORTS) {
            bypassed = bypassed.union(PortSet.of(Protocol.TCP, port));
        }
        bypassed = bypassed.union(ports(injection.annotation(pod, String.format(INBOUND, "exclude"))));
        String included = injection.annotation(pod, String.format(INBOUND, "include"));
        return included.isEmpty() || included.equals("*")
                ? bypassed
                : bypassed.union(PortSet.allOf(Protocol.TCP).minus(ports(included)));
    }

    private static PortSet ports(String list) {
        PortSet ports = PortSet.NONE;
        for (String text : Splitter.on(',').trimResults().split(list)) {
            Integer port = Ints.tryParse(text);
            ports = port == null ? ports : ports.union(PortSet.of(Protocol.TCP, port));
        }
        return ports;
    }

    /**
     * Whether pods of a changed cluster are to this mesh what they are to one that is made of that cluster, which has the same
     * Services, workloads and PeerAuthentications.
     */
    static boolean readsAlike(Cluster former, Cluster changed) {
        return Identity.same(former.configMaps(), changed.configMaps())
                && PodChange.relabelled(former, changed, IstioInjection.LABELS_OF_NAMESPACES, false)
                        .isEmpty();
    }

    /** Whether some pod calls so. */
    boolean knows(String identity) {
        return identities.get().contains(identity);
    }

    /** The namespace of the pods that call so, unless their names leave it open. */
    Optional<String> namespace(String identity) {
        String start = trustDomain + NAMESPACES;
        int end = identity.indexOf(ACCOUNTS);
        return identity.startsWith(start) && end >= start.length() && end == identity.lastIndexOf(ACCOUNTS)
                ? Optional.of(identity.substring(start.length(), end))
                : Optional.empty();
    }

    /** The namespace whose policies are for the whole mesh. */
    static String root(Cluster cluster) {
        return setting(cluster, "rootNamespace").orElse(ROOT);
    }

    String root() {
        return root;
    }

    String trustDomain() {
        return trustDomain;
    }

    /**
     * What it knows of a pod. One that the cluster does not hold, or holds in another form, is read as if it did, so that the
     * mesh tells of pods of a changed cluster as well, if that {@link #readsAlike is read alike}.
     */
    Optional<Member> member(Pod pod) {
        Member known = members.get(pod.object());
        if (known != null && Identity.same(known.pod(), pod)) {
            return Optional.of(known);
        }
        return strangers.contains(pod) || Newcomers.isOne(pod) ? Optional.empty() : read(pod);
    }

    Iterable<Member> members() {
        return members.values();
    }

    /** Of every pod of the mesh, each once. */
    ImmutableSortedSet<String> identities() {
        return identities.get();
    }

    /** Those that have a proxy. */
    EndSet everyMember() {
        return new EndSet.Marked(new HasProxy(this));
    }
}
