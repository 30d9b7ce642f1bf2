package dev.postern.attack.rule;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.May;
import dev.postern.attack.Vertex.ObjectWrite;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.EndpointSlice;
import dev.postern.model.Evidence;
import dev.postern.model.Gateway;
import dev.postern.model.Ingress;
import dev.postern.model.ObjectRef;
import dev.postern.model.Service;
import dev.postern.model.Support;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Changes what decides where packets go (RB-30 to RB-35, RB-42): policies, what stands behind a Service, ways in from
 * outside, the cluster's DNS. It ends at the object changed: which flows that opens or turns aside is not followed.
 */
final class NetworkChange implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("NETWORK_CHANGE", "Change where packets go")
            .sentence("{from} may change where packets go, by {to}")
            .needs(
                    "write access to networkpolicies, endpoints, endpointslices, services, services/status, labels of pods,"
                            + " pods/status, ingresses, routes of the Gateway API or of OpenShift, or the ConfigMap coredns in"
                            + " kube-system, or the policies of Istio, Calico or Cilium, in the object's namespace or cluster-wide; to"
                            + " the policies of administrators, cluster-wide; or to a namespace that policies tell from others by its labels, by a binding in it or"
                            + " cluster-wide; resourceNames limits all but create and deletecollection")
            .attack("T1557", "T1562.007")
            .microsoft("MS-TA9036")
            .owasp("K02:2025", "K05:2025")
            .cis("CIS-1.12 5.3.2")
            .nsa("Network policies", "Role-based access control")
            .stop("Remove write access to policies, Services, endpoints and routes from whoever only runs programs; let"
                    + " an admission policy refuse external addresses.")
            .audit("create, update, patch, delete or deletecollection on networkpolicies, services,"
                    + " services/status, endpoints, endpointslices, ingresses, policies of administrators, or routes of the"
                    + " Gateway API or of OpenShift, update or patch on namespaces, pods, pods/status or the ConfigMap"
                    + " coredns in kube-system, by anyone who is not their controller.")
            .references(
                    "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
                    "https://network-policy-api.sigs.k8s.io/",
                    "https://github.com/kubernetes/kubernetes/issues/97076",
                    "https://github.com/kubernetes/kubernetes/issues/103675")
            .build();

    private static final String NETWORKING = "networking.k8s.io";
    private static final String DISCOVERY = "discovery.k8s.io";
    private static final String GATEWAY = Gateway.GROUP;
    private static final List<String> ROUTES =
            List.of("gateways", "grpcroutes", "httproutes", "referencegrants", "tcproutes", "tlsroutes", "udproutes");

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        PolicyWrites.derive(facts, edges);
        ExtensionPolicies.derive(facts, edges);
        PolicyLabelChanges.derive(facts, edges);
        List<Service> services = facts.cluster().services().stream()
                .filter(service -> !service.type().equals("ExternalName"))
                .toList();
        services(facts, edges, services);
        endpoints(facts, edges, services);
        labels(facts, edges, services);
        routes(facts, edges);
        RouteWrites.derive(facts, edges);
        dns(facts, edges);
    }

    /**
     * What stands behind a Service: its selector and external addresses; slices, of one's own beside the controller's or
     * taken from the controller by a label. An address in the status counts for type LoadBalancer only (CVE-2020-8554).
     */
    private static void services(Facts facts, Edges edges, List<Service> services) {
        List<Spread.Target> all = new ArrayList<>();
        List<Spread.Target> balanced = new ArrayList<>();
        for (Service service : services) {
            all.add(target(service.ref(), service.meta().name()));
            if (service.type().equals("LoadBalancer")) {
                balanced.add(target(service.ref(), service.meta().name()));
            }
        }
        Spread spread = Spread.ofOthers(facts, edges, "change-services", "change Services", all)
                .from(facts.rbac()
                        .permits(Permission.of("update", "", "services").or("patch")));
        Creation.namespaced(DISCOVERY, "endpointslices", "EndpointSlice").addTo(spread, facts);
        List<Permit> named = new ArrayList<>();
        for (Permit permit : facts.rbac()
                .permits(Permission.of("update", DISCOVERY, "endpointslices").or("patch"))) {
            if (permit.anyName()) {
                spread.from(List.of(permit));
            } else {
                named.add(permit);
            }
        }
        if (!named.isEmpty()) {
            slices(facts, edges, named);
        }
        Spread.ofOthers(facts, edges, "change-service-status", "change the addresses of Services", balanced)
                .from(facts.rbac()
                        .permits(Permission.of("update", "", "services/status").or("patch")));
        // A new Service takes the packets for any external address that it claims, unless admission refuses it.
        ObjectWrite fresh = new ObjectWrite(ObjectRef.cluster("Service", ObjectWrite.NEW));
        List<Spread.Target> claimed = facts.namespaces().stream()
                .map(namespace ->
                        new Spread.Target(namespace, ImmutableSet.of(), fresh, Confidence.LIKELY, Support.NONE))
                .toList();
        Creation.namespaced("", "services", "Service")
                .addTo(Spread.ofOthers(facts, edges, "create-services", "create Services", claimed), facts);
    }

    /** Rights over slices by their names. */
    private static void slices(Facts facts, Edges edges, List<Permit> permits) {
        List<Spread.Target> targets = new ArrayList<>();
        for (EndpointSlice slice : facts.cluster().endpointSlices()) {
            if (slice.kind().equals("EndpointSlice")) {
                ObjectRef service = ObjectRef.of("Service", slice.meta().namespace(), slice.serviceName());
                targets.add(target(service, slice.meta().name()));
            }
        }
        Spread.ofOthers(facts, edges, "change-endpoint-slices", "change endpoints of Services", targets)
                .from(permits);
    }

    /** An Endpoints object counts for a Service without a selector, from which it is copied into a slice. */
    private static void endpoints(Facts facts, Edges edges, List<Service> services) {
        List<Spread.Target> copied = services.stream()
                .filter(service -> !service.selectsPods())
                .map(service -> target(service.ref(), service.meta().name()))
                .toList();
        Spread written = Spread.ofOthers(facts, edges, "write-endpoints", "write endpoints of Services", copied)
                .from(facts.rbac()
                        .permits(Permission.of("update", "", "endpoints").or("patch")));
        Creation.namespaced("", "endpoints", "Endpoints").addNamed(written, facts);
    }

    /** A pod that is given the labels, or the address, becomes one of those behind any Service of its namespace. */
    private static void labels(Facts facts, Edges edges, List<Service> services) {
        TreeSet<String> selecting = new TreeSet<>();
        for (Service service : services) {
            if (service.selectsPods()) {
                selecting.add(service.meta().namespace());
                edges.add(behind(service.meta().namespace()), new ObjectWrite(service.ref()))
                        .because(Support.of(Evidence.stated(service.ref(), "spec.selector", "finds pods by labels")));
            }
        }
        List<Spread.Target> pods = new ArrayList<>();
        for (PodGroup group : facts.podGroups()) {
            if (selecting.contains(group.namespace())) {
                pods.add(new Spread.Target(
                        group.namespace(), group.names(), behind(group.namespace()), Confidence.CERTAIN, Support.NONE));
            }
        }
        Spread.ofOthersToHubs(facts, edges, "relabel-pods", "change labels of pods", pods)
                .from(facts.rbac().permits(Permission.of("update", "", "pods").or("patch")));
        // Whoever writes the status only gives a pod another address, until the kubelet writes the true one.
        List<Spread.Target> readdressed = pods.stream()
                .map(pod ->
                        new Spread.Target(pod.namespace(), pod.names(), pod.vertex(), Confidence.LIKELY, pod.support()))
                .toList();
        Spread.ofOthersToHubs(facts, edges, "change-pod-status", "change addresses of pods", readdressed)
                .from(facts.rbac()
                        .permits(Permission.of("update", "", "pods/status").or("patch")));
    }

    private static May behind(String namespace) {
        return new May("join-services", namespace, "put pods behind Services of namespace " + namespace);
    }

    /** A new way in leads to any Service of its namespace; a ReferenceGrant lets routes of other namespaces do so. */
    private static void routes(Facts facts, Edges edges) {
        ImmutableSortedSet<String> served = facts.cluster().services().stream()
                .map(service -> service.meta().namespace())
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
        List<Spread.Target> ingresses = new ArrayList<>();
        for (Ingress ingress : facts.cluster().ingresses()) {
            ingresses.add(target(ingress.ref(), ingress.meta().name()));
        }
        Spread.ofOthers(facts, edges, "change-ingresses", "change Ingresses", ingresses)
                .from(facts.rbac()
                        .permits(
                                Permission.of("update", NETWORKING, "ingresses").or("patch")));
        List<Spread.Target> fresh = inEach(served, "Ingress", ObjectWrite.NEW);
        Creation.namespaced(NETWORKING, "ingresses", "Ingress")
                .addTo(Spread.ofOthers(facts, edges, "create-ingresses", "create Ingresses", fresh), facts);
        // Routes are an extension: without a trace of it there is no such API.
        if (hasGateways(facts.cluster())) {
            Spread.ofOthers(facts, edges, "write-routes", "write routes", inEach(served, "HTTPRoute", ObjectWrite.SOME))
                    .from(facts.rbac()
                            .permits(ROUTES.stream()
                                    .flatMap(resource -> Stream.of(
                                            Permission.of("create", GATEWAY, resource),
                                            Permission.of("update", GATEWAY, resource)
                                                    .or("patch")))
                                    .toArray(Permission[]::new)));
        }
    }

    static boolean hasGateways(Cluster cluster) {
        return Stream.of(
                                cluster.gatewayClasses(),
                                cluster.gateways(),
                                cluster.gatewayRoutes(),
                                cluster.referenceGrants())
                        .anyMatch(list -> !list.isEmpty())
                || cluster.otherKinds().keySet().stream().anyMatch(kind -> kind.endsWith("." + GATEWAY));
    }

    private static List<Spread.Target> inEach(Iterable<String> namespaces, String kind, String name) {
        List<Spread.Target> targets = new ArrayList<>();
        namespaces.forEach(namespace -> targets.add(target(ObjectRef.of(kind, namespace, name), "")));
        return targets;
    }

    private static void dns(Facts facts, Edges edges) {
        ObjectRef map = ObjectRef.of("ConfigMap", "kube-system", "coredns");
        Cluster cluster = facts.cluster();
        boolean there =
                cluster.configMaps().stream().anyMatch(each -> each.ref().equals(map));
        if (!there && Targets.isComplete(cluster, cluster.configMaps())) {
            return;
        }
        List<Spread.Target> target = List.of(new Spread.Target(
                map.namespace(),
                ImmutableSet.of(map.name()),
                new ObjectWrite(map),
                there ? Confidence.CERTAIN : Confidence.POSSIBLE,
                there ? Targets.stated(map) : Targets.assumed(map)));
        Spread.ofOthers(facts, edges, "change-dns", "change the cluster's DNS", target)
                .from(facts.rbac()
                        .permits(Permission.of("update", "", "configmaps").or("patch")));
    }

    static Spread.Target target(ObjectRef object, String name) {
        ImmutableSet<String> names = name.isEmpty() ? ImmutableSet.of() : ImmutableSet.of(name);
        return new Spread.Target(object.namespace(), names, new ObjectWrite(object), Confidence.CERTAIN, Support.NONE);
    }
}
