package dev.postern.network;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.AdminPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.model.Service;
import dev.postern.model.Support;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Which packets pass in one cluster. Immutable and safe to share between threads.
 *
 * <p>Succeeded and failed pods take no part. A pod on the host network is bound by no policy, is matched by no pod or
 * namespace selector, and sends from its node's address. The virtual pod of a workload is judged by its template's
 * labels; its address and node are unknown.
 */
public final class Network {
    /** The class of a pod that takes no part: it is terminated, or not of this cluster. */
    public static final int NO_CLASS = -1;

    private final Cluster cluster;
    private final CniProfile profile;
    private final Way way;
    private final NetworkParts parts;
    private final Hosts hosts;
    private final Supplier<ImmutableList<Diagnostic>> diagnostics;
    private final NetworkClasses classes;
    private final FlowTable flows;
    private final CompiledPolicies compiled;
    private final Judge judge;
    private final FlowExplainer explainer;
    private final PodPositions positions;
    private final Supplier<Parties> parties;
    private final Supplier<ServiceBackends> backends;
    private final Supplier<ServiceTranslation> translation;
    private final Supplier<ServiceFlows> serviceFlows;
    private final Hairpin hairpin;
    private final Supplier<ImmutableList<EntryPoint>> entryPoints;
    private final Supplier<ApiServerReach> apiServer;
    private final Supplier<Connections> connections;
    private final Supplier<PolicyLabels> policyLabels;

    private Network(
            Cluster cluster,
            CniProfile profile,
            Way way,
            NetworkParts parts,
            Supplier<PoliciesInForce> inForce,
            PodPositions positions) {
        this.cluster = cluster;
        this.profile = profile;
        this.way = way;
        this.positions = positions;
        this.parts = parts;
        hosts = parts.hosts();
        compiled = parts.compiled();
        classes = compiled.classes();
        flows = parts.flows();
        diagnostics = Suppliers.memoize(() -> ImmutableList.<Diagnostic>builder()
                .addAll(inForce.get().diagnostics())
                .addAll(PoliciesInForce.ambiguous(compiled.policies(), flows))
                .addAll(ExposureFaults.of(cluster))
                .build());
        judge = new Judge(cluster, compiled, flows, hosts);
        explainer = new FlowExplainer(judge, compiled, hosts);
        parties = Suppliers.memoize(() -> new Parties(cluster, classes, hosts));
        backends = Suppliers.memoize(() -> new ServiceBackends(cluster, classes));
        hairpin = new Hairpin(judge, profile);
        translation = Suppliers.memoize(() -> new ServiceTranslation(cluster, backends.get(), parties.get()));
        serviceFlows = Suppliers.memoize(() -> new ServiceFlows(translation.get(), judge, explainer, this::judge));
        entryPoints = Suppliers.memoize(() -> EntryPoints.of(cluster, classes, parties.get(), backends.get(), judge));
        apiServer = Suppliers.memoize(() -> new ApiServerReach(cluster, judge, parties.get(), hosts));
        policyLabels = Suppliers.memoize(() -> new PolicyLabels(cluster, compiled.policies()));
        connections = Suppliers.memoize(() -> new Connections(
                this,
                new WorkloadIndex(cluster, classes),
                cluster.pods(),
                flows,
                compiled,
                () -> new RuleEnds(cluster, compiled, profile)));
    }

    /** How a network is built, beside the cluster and the profile. */
    private record Way(boolean withNewcomers, Optional<HttpRequest> request) {
        static final Way PLAIN = new Way(false, Optional.empty());
    }

    private static Network build(Cluster cluster, CniProfile profile, Way way) {
        Hosts hosts = new Hosts(cluster, profile);
        PoliciesInForce inForce = new PoliciesInForce(cluster, profile, way.request());
        ImmutableList<Pod> newcomers =
                way.withNewcomers() ? Newcomers.of(cluster, inForce.policies()) : ImmutableList.of();
        CompiledPolicies compiled = new PolicyCompiler(cluster, inForce.policies(), hosts, newcomers).compile();
        return new Network(
                cluster,
                profile,
                way,
                new NetworkParts(hosts, compiled, new FlowTable(compiled), inForce.proxies()),
                () -> inForce,
                new PodPositions(cluster.pods()));
    }

    /** Whose ways with policies hold. */
    public CniProfile profile() {
        return profile;
    }

    /** Reads the policies of a cluster. Time and space grow with the input and the matches of its selectors. */
    public static Network of(Cluster cluster) {
        return of(cluster, CniProfile.of(cluster));
    }

    /** As {@link #of(Cluster)}, as a network plugin enforces them that departs from the API's own semantics. */
    public static Network of(Cluster cluster, CniProfile profile) {
        return build(cluster, profile, Way.PLAIN);
    }

    /**
     * As {@link #of(Cluster, CniProfile)}, with classes for pods that are not there as well: for each namespace one without
     * labels, and one for each label selector of policies that means pods of it. Nothing else takes notice of them.
     */
    public static Network withNewcomers(Cluster cluster, CniProfile profile) {
        return build(cluster, profile, new Way(true, Optional.empty()));
    }

    /** As {@link #after(Cluster, CniProfile)}, with the profile that the changed cluster has by itself. */
    public Network after(Cluster changed) {
        return after(changed, CniProfile.of(changed));
    }

    /**
     * The network of a changed cluster. What is the same is taken over from this one, which stays as it is; pods, policies and
     * namespaces that are the very objects of before are not read again, as {@link Cluster#with} keeps them. The answers about
     * pods are those of {@link #of(Cluster, CniProfile)}; its classes may be more and numbered in another way. Time, where
     * policies of packets, pods or labels of namespaces changed: O(pods + policies) of next to nothing each, and what is to be
     * read of those that changed. Where it takes the whole cluster to tell, as of what proxies of a mesh agree upon, or newcomers
     * are asked for, it is built anew.
     */
    public Network after(Cluster changed, CniProfile otherProfile) {
        Optional<Network> increment = otherProfile == profile ? increment(changed) : Optional.empty();
        return increment.orElseGet(() -> build(changed, otherProfile, way));
    }

    /** What {@link #after(Cluster, CniProfile)} is where nothing has to be built anew. */
    Optional<Network> increment(Cluster changed) {
        if (!way.equals(Way.PLAIN)) {
            return Optional.empty();
        }
        return Increment.of(cluster, parts, changed)
                .map(increment -> new Network(
                        changed,
                        profile,
                        way,
                        increment.parts(),
                        Suppliers.memoize(() -> new PoliciesInForce(changed, profile, way.request())),
                        increment.podsInPlace() ? positions.with(changed.pods()) : new PodPositions(changed.pods())));
    }

    /**
     * The same network as it judges connections that carry a certain request, rather than any that suits it: a proxy of
     * a mesh looks into them. Compiles the policies anew.
     */
    Network carrying(HttpRequest request) {
        return build(cluster, profile, new Way(false, Optional.of(request)));
    }

    /**
     * Objects that no API server accepts and that are therefore left out, rules that are not understood and fail closed,
     * policies of which nothing says which is asked first, and what Ingresses and routes name but do not reach. O(objects that
     * expose others) the first time.
     */
    public ImmutableList<Diagnostic> diagnostics() {
        return diagnostics.get();
    }

    /**
     * Whether a flow passes. An end that stands for several pods is judged as "one of them": allowed if any pair passes,
     * denied only if none does.
     */
    public Decision decide(Flow flow) {
        return explain(flow, false).decision();
    }

    /** As {@link #decide(Flow)}, with what each side says for itself and what would let a flow pass that is denied. */
    public FlowExplanation explain(Flow flow) {
        return explain(flow, true);
    }

    private FlowExplanation explain(Flow flow, boolean sides) {
        List<Party> sources = flow.source() instanceof Endpoint.OfService service
                ? translation.get().everyoneBehind(service)
                : parties.get().of(flow.source());
        if (!sources.isEmpty() && flow.destination() instanceof Endpoint.OfService service) {
            return serviceFlows.get().explain(flow, service, sources, sides);
        }
        List<Party> destinations = sources.isEmpty() ? List.of() : parties.get().of(flow.destination());
        if (sources.isEmpty() || destinations.isEmpty()) {
            Endpoint absent = sources.isEmpty() ? flow.source() : flow.destination();
            Decision unknown = Decision.unknown("a running pod of " + absent.describe() + ": the input holds none");
            Party nobody = Party.unknown(Party.Kind.STRANGER, absent.describe());
            return FlowExplainer.without(flow, new PartyPairs.Pair(nobody, nobody), unknown);
        }
        PartyPairs.Judged judged = judge(flow, sources, destinations);
        boolean apart = sides && !isOfApiServer(flow);
        return apart
                ? explainer.of(flow, judged.pair(), judged.decision())
                : FlowExplainer.without(flow, judged.pair(), judged.decision());
    }

    /**
     * The ports on which packets pass between two endpoints; of a Service with an address its own. Time: as for {@link
     * #decide(Flow)}, for each range of ports that some rule tells apart from others.
     */
    public FlowPorts ports(Endpoint source, Endpoint destination) {
        PortSet[] found = {PortSet.NONE, PortSet.NONE};
        eachPort(destination, (protocol, first, last) -> {
            Outcome outcome =
                    decide(new Flow(source, destination, protocol, first)).outcome();
            if (outcome != Outcome.DENIED) {
                int kind = outcome == Outcome.ALLOWED ? 0 : 1;
                found[kind] = found[kind].union(PortSet.range(protocol, first, last));
            }
        });
        return new FlowPorts(found[0], found[1]);
    }

    private void eachPort(Endpoint destination, PortAtoms.Sink sink) {
        Optional<Service> service = destination instanceof Endpoint.OfService named
                ? translation.get().translating(named)
                : Optional.empty();
        if (service.isPresent()) {
            service.get().ports().stream()
                    .filter(port -> port.port() >= PortSet.MIN_PORT)
                    .forEach(port -> sink.accept(port.protocol(), port.port(), port.port()));
        } else {
            new PortAtoms(compiled).each(sink);
        }
    }

    /** Whether packets of one pod to another pass, to the other's own address. */
    public Decision decide(Pod source, Pod destination, Protocol protocol, int port) {
        int from = classOf(source);
        int to = classOf(destination);
        if (from == NO_CLASS || to == NO_CLASS) {
            Pod absent = from == NO_CLASS ? source : destination;
            return Decision.denied(Support.of(Evidence.stated(absent.object(), "status.phase", absent.phase())));
        }
        return decide(Party.ofPod(source, from, hosts), Party.ofPod(destination, to, hosts), protocol, port);
    }

    /**
     * Whether a packet between two addresses passes: of pods, of nodes, or of anything outside the cluster. Addresses
     * are compared as addresses, not as text.
     *
     * @throws IllegalArgumentException if one of them is not an IP literal
     */
    public Decision decide(String sourceIp, String destinationIp, Protocol protocol, int port) {
        return decide(new Flow(Endpoint.address(sourceIp), Endpoint.address(destinationIp), protocol, port));
    }

    private PartyPairs.Judged judge(Flow flow, List<Party> sources, List<Party> destinations) {
        Optional<PartyPairs.Judged> unknown = Optional.empty();
        Optional<PartyPairs.Judged> denied = Optional.empty();
        for (PartyPairs.Pair pair : PartyPairs.of(sources, destinations)) {
            PartyPairs.Judged judged = new PartyPairs.Judged(pair, decide(flow, pair));
            if (judged.decision().isAllowed()) {
                return judged;
            } else if (judged.decision().outcome() == Outcome.UNKNOWN) {
                unknown = unknown.or(() -> Optional.of(judged));
            } else {
                denied = denied.or(() -> Optional.of(judged));
            }
        }
        Optional<PartyPairs.Judged> refusal = denied;
        return unknown.or(() -> refusal).orElseThrow();
    }

    private static boolean isOfApiServer(Flow flow) {
        return flow.source() instanceof Endpoint.OfApiServer || flow.destination() instanceof Endpoint.OfApiServer;
    }

    private Decision decide(Flow flow, PartyPairs.Pair pair) {
        if (flow.destination() instanceof Endpoint.OfApiServer) {
            return apiServer.get().decide(pair.source());
        } else if (flow.source() instanceof Endpoint.OfApiServer) {
            return apiServer.get().reaches(pair.destination(), flow.protocol(), flow.port());
        } else if (flow.destination() instanceof Endpoint.OfService service
                && PartyPairs.samePod(pair.source(), pair.destination())
                && translation.get().translating(service).isPresent()) {
            return hairpin.decide(new Judge.Packet(pair.source(), pair.destination(), flow.protocol(), flow.port()));
        }
        return decide(pair.source(), pair.destination(), flow.protocol(), flow.port());
    }

    private Decision decide(Party source, Party destination, Protocol protocol, int port) {
        boolean self = source.pod().isPresent()
                && destination.pod().map(Pod::object).equals(source.pod().map(Pod::object));
        if (self) {
            ObjectRef object = source.pod().map(Pod::object).orElseThrow();
            return Decision.allowed(Support.of(Evidence.byDefault(object, "", "a pod always reaches its own address")));
        }
        return judge.decide(new Judge.Packet(source, destination, protocol, port));
    }

    /** The verdict between two classes without its reasons; what {@link #reachableFrom} says about this port. */
    public Outcome outcome(int sourceClass, int destinationClass, Protocol protocol, int port) {
        return flows.outcome(sourceClass, destinationClass, protocol, port);
    }

    /** How many network classes there are; they are numbered from 0. */
    public int classCount() {
        return classes.count();
    }

    /** The network class of a pod: pods of one class reach the same and are reached by the same. */
    public int classOf(Pod pod) {
        int position = position(pod);
        return position < 0 ? classes.classOfNewcomer(pod.object()) : classes.classOf(position);
    }

    /** The network class of the pod at a position of the cluster's list. */
    public int classOfPodAt(int position) {
        return classes.classOf(position);
    }

    /** One pod of a class, always the same; one that is not there for a class of such alone. */
    public Pod podOf(int networkClass) {
        return classes.size(networkClass) > 0
                ? cluster.pods().get(classes.pod(networkClass, 0))
                : classes.newcomer(networkClass).orElseThrow();
    }

    /** Whether a pod is in the pod network, where policies can bind it, rather than in its node's. */
    public boolean isInPodNetwork(Pod pod) {
        return !hosts.onHost(pod);
    }

    /** See {@link #withNewcomers}. */
    public ImmutableList<Pod> newcomers() {
        return classes.newcomers();
    }

    /** Where a pod stands in the cluster's list; -1 if it does not. */
    int position(Pod pod) {
        return positions.of(pod);
    }

    /** The pods of a class, in canonical order. */
    public ImmutableList<Pod> podsOf(int networkClass) {
        ImmutableList.Builder<Pod> pods = ImmutableList.builder();
        for (int i = 0; i < classes.size(networkClass); i++) {
            pods.add(cluster.pods().get(classes.pod(networkClass, i)));
        }
        return pods.build();
    }

    /**
     * Every class that a class reaches, itself included where one of its pods reaches another, each once and in no
     * particular order. Left out, because they hold between pods and not between classes: a pod and its own address, and
     * {@link #ownNode}.
     */
    public void reachableFrom(int sourceClass, ReachSink sink) {
        flows.expansion().both(sourceClass, Direction.EGRESS, withoutLoneSelf(sourceClass, sink));
    }

    /**
     * The ports of {@link #reachableFrom} on which a proxy of a mesh or of a network plugin lets some requests through, or all but
     * some, between two classes: a connection can be made, and what it carries is judged.
     */
    public PortSet narrowed(int sourceClass, int destinationClass) {
        return flows.narrowed(sourceClass, destinationClass);
    }

    /** Every class that reaches a class; the reverse of {@link #reachableFrom}. */
    public void reachedBy(int destinationClass, ReachSink sink) {
        flows.expansion().both(destinationClass, Direction.INGRESS, withoutLoneSelf(destinationClass, sink));
    }

    /**
     * The policies that are asked about what a class sends, or else about what it takes in, in the order in which they are
     * asked; none for a class that may do all of that.
     */
    public ImmutableList<ObjectRef> binding(int networkClass, boolean sending) {
        return flows.row(sending ? Direction.EGRESS : Direction.INGRESS, networkClass).policies().stream()
                .map(position -> compiled.policies().get(position).ref())
                .distinct()
                .collect(ImmutableList.toImmutableList());
    }

    /** As {@link #reachableFrom}, were the other class bound by nothing that it takes in. */
    public void mayLeaveFor(int sourceClass, ReachSink sink) {
        flows.expansion().side(sourceClass, Direction.EGRESS, true, withoutLoneSelf(sourceClass, sink));
    }

    /** The reverse of {@link #mayLeaveFor}. */
    public void mayLeaveTowards(int destinationClass, ReachSink sink) {
        flows.expansion().side(destinationClass, Direction.EGRESS, false, withoutLoneSelf(destinationClass, sink));
    }

    /** As {@link #reachableFrom}, were the class itself bound by nothing that it sends. */
    public void mayEnter(int sourceClass, ReachSink sink) {
        flows.expansion().side(sourceClass, Direction.INGRESS, false, withoutLoneSelf(sourceClass, sink));
    }

    /** The reverse of {@link #mayEnter}. */
    public void mayBeEnteredBy(int destinationClass, ReachSink sink) {
        flows.expansion().side(destinationClass, Direction.INGRESS, true, withoutLoneSelf(destinationClass, sink));
    }

    /** What one end alone says of packets of a pod to another: the one that sends, or the one that takes in. */
    public Decision decideSide(boolean sending, Pod source, Pod destination, Protocol protocol, int port) {
        int from = classOf(source);
        int to = classOf(destination);
        if (from == NO_CLASS || to == NO_CLASS) {
            return decide(source, destination, protocol, port);
        }
        return judge.side(
                sending ? Direction.EGRESS : Direction.INGRESS,
                new Judge.Packet(
                        Party.ofPod(source, from, hosts), Party.ofPod(destination, to, hosts), protocol, port));
    }

    /** A class of a single pod does not reach itself: there is no second pod. A template may have several. */
    private ReachSink withoutLoneSelf(int networkClass, ReachSink sink) {
        boolean lone = classes.size(networkClass) == 1
                && !cluster.pods().get(classes.pod(networkClass, 0)).virtual();
        return (other, allowed, unknown) -> {
            if (!lone || other != networkClass) {
                sink.accept(other, allowed, unknown);
            }
        };
    }

    /**
     * How many pairs of two different pods there are of which the first reaches the second on at least one port for certain:
     * those for which {@link #decide(Pod, Pod, Protocol, int)} is ALLOWED on some port. The virtual pod of a workload counts as
     * one pod. O(B (B + C) + N) for C classes, B sets of rules with many peers and N peers of rules with few; never pods times
     * pods.
     */
    public long allowedPairs() {
        return allowedPairs(PortSet.ALL);
    }

    /** How many pairs of two different pods there are of which the first reaches the second on one port; as the other. */
    public long allowedPairs(Protocol protocol, int port) {
        return allowedPairs(PortSet.of(protocol, port));
    }

    private long allowedPairs(PortSet wanted) {
        AllowedPairs pairs = new AllowedPairs(compiled, flows, wanted);
        return pairs.count() + new OwnNodePairs(cluster.pods(), classes, hosts).countBeside(pairs, flows, wanted);
    }

    /**
     * The pods that a pod reaches on every port of {@link #ownNodePorts} whatever policies of the network say, because
     * traffic between a pod and its own node is never stopped: for a pod on the host network, the pods of its node; for
     * any other, the host-network pods of its node, where {@link #opensOwnNode}. Empty when its node is not known.
     */
    public ImmutableList<Pod> ownNode(Pod pod) {
        return ownNode(pod, Direction.EGRESS);
    }

    /** As {@link #ownNode(Pod)}; near to the ingress of a pod, those that reach it. */
    ImmutableList<Pod> ownNode(Pod pod, Direction near) {
        int own = classOf(pod);
        if (pod.nodeName().isEmpty() || own == NO_CLASS) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<Pod> others = ImmutableList.builder();
        for (int position : parties.get().onNode(pod.nodeName().get(), !hosts.onHost(pod))) {
            int source = near == Direction.EGRESS ? own : classes.classOf(position);
            int destination = near == Direction.EGRESS ? classes.classOf(position) : own;
            if (!ownNodePorts(source, destination).isEmpty()) {
                others.add(cluster.pods().get(position));
            }
        }
        return others.build();
    }

    /** The ports on which a pod reaches one of {@link #ownNode}: all, unless the other has a proxy that judges them. */
    public PortSet ownNodePorts(Pod source, Pod destination) {
        return ownNodePorts(classOf(source), classOf(destination));
    }

    /**
     * As {@link #ownNodePorts(Pod, Pod)}, for pods of two classes that run on one node, one of them on the host network: none
     * where {@link #ownNode} does not have it.
     */
    public PortSet ownNodePorts(int sourceClass, int destinationClass) {
        return sourceClass == NO_CLASS
                        || destinationClass == NO_CLASS
                        || flows.ownNode().outcome(sourceClass, destinationClass) != Outcome.ALLOWED
                ? PortSet.NONE
                : flows.ownNodePorts(sourceClass, destinationClass, true);
    }

    /** Those of {@link #ownNodePorts(int, int)} on which a proxy lets some requests alone through; as {@link #narrowed}. */
    public PortSet narrowedOnOwnNode(int sourceClass, int destinationClass) {
        return sourceClass == NO_CLASS || destinationClass == NO_CLASS
                ? PortSet.NONE
                : flows.narrowedOnOwnNode(sourceClass, destinationClass);
    }

    /**
     * Whether a pod reaches its own node whatever policy says. So NetworkPolicy has it; where administrators' policies are in
     * force, which name nodes as peers, only the way from a node to its pods is open always.
     */
    public boolean opensOwnNode() {
        return flows.ownNode().opens();
    }

    /** What {@link #opensOwnNode} comes to, as a sentence for evidence. */
    public String ownNodeRule() {
        return flows.ownNode().rule();
    }

    /**
     * The ports of a pod that something listens on: container ports, target ports of Services that select it, probe
     * ports; one entry per (protocol, port). A pod that declares none has one unknown listener.
     */
    public ImmutableList<Listener> listeners(Pod pod) {
        int position = position(pod);
        List<ServiceBackends.Leading> services =
                position < 0 ? List.of() : backends.get().leadingTo(position);
        return Listeners.of(pod, services, backends.get());
    }

    /** Which workload reaches which, and what is outside the cluster. Computed while one iterates. */
    public Connections connections() {
        return connections.get();
    }

    /** The administrators' policies that no other is asked before for certain: of the first tier and priority. */
    public ImmutableSet<ObjectRef> askedFirst() {
        return cluster.adminPolicies().stream()
                .filter(policy -> policy.tier() == AdminPolicy.Tier.ADMIN
                        && policy.priority().filter(priority -> priority == 0).isPresent())
                .map(AdminPolicy::ref)
                .collect(ImmutableSet.toImmutableSet());
    }

    /** Where the policies in force tell pods and namespaces apart by labels that somebody may change. */
    public PolicyLabels policyLabels() {
        return policyLabels.get();
    }

    /** The policies over classes, for those that look for what is wrong with them. */
    CompiledPolicies compiled() {
        return compiled;
    }

    FlowTable flows() {
        return flows;
    }

    Cluster cluster() {
        return cluster;
    }

    ServiceBackends backends() {
        return backends.get();
    }

    /** Every way in from the internet, in canonical order. */
    public ImmutableList<EntryPoint> entryPoints() {
        return entryPoints.get();
    }

    /**
     * What a Service leads to: for each of its ports the pods behind it, of equal ones the first. O(pods behind it).
     *
     * @param key equal for pods that need not be told apart
     */
    public ImmutableList<ServiceTarget> targets(Service service, Function<Pod, ?> key) {
        return ServiceTargets.of(service, backends.get(), cluster.pods(), key);
    }

    /**
     * Whether the API server finds the pods behind a Service when it dials the Service itself, as it does for webhooks. It
     * looks up the Service's own address; one without is refused, unless it was told to look up the endpoints. Source:
     * kubernetes {@code apiserver/pkg/util/proxy/proxy.go}.
     */
    public Decision apiServerDials(Service service) {
        return ApiServerReach.dials(service);
    }

    /**
     * The nodes on which the API server is known to answer: what pods of such a node send it and take from it may pass where
     * that of equal pods elsewhere does not.
     */
    public ImmutableSet<String> apiServerNodes() {
        return apiServer.get().nodes();
    }

    /**
     * Whether packets of the API server reach a port of a pod, as far as network policy decides: never DENIED, because what
     * address they come with depends on how the nodes are joined.
     */
    public Decision apiServerReaches(Pod pod, Protocol protocol, int port) {
        int networkClass = classOf(pod);
        return networkClass == NO_CLASS
                ? Decision.unknown("whether the pod runs")
                : apiServer.get().reaches(Party.ofPod(pod, networkClass, hosts), protocol, port);
    }

    /**
     * Whether a pod can send requests to the API server, as far as network policy decides. UNKNOWN where only the
     * server's address or port would tell and the input does not hold it.
     */
    public Decision reachesApiServer(Pod pod) {
        int networkClass = classOf(pod);
        if (networkClass == NO_CLASS) {
            return Decision.denied(Support.of(Evidence.stated(pod.object(), "status.phase", pod.phase())));
        }
        return apiServer.get().decide(Party.ofPod(pod, networkClass, hosts));
    }
}
