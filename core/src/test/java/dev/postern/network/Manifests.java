package dev.postern.network;

import static dev.postern.network.Fields.child;
import static dev.postern.network.Fields.map;
import static dev.postern.network.Fields.maps;
import static dev.postern.network.Fields.number;
import static dev.postern.network.Fields.strings;
import static dev.postern.network.Fields.text;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Iterables;
import dev.postern.model.AdminPolicy;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.Basis;
import dev.postern.model.CiliumCidrGroup;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.EndpointSlice;
import dev.postern.model.Ingress;
import dev.postern.model.IpBlock;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.Node;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Origin;
import dev.postern.model.PeerAuthentication;
import dev.postern.model.Pod;
import dev.postern.model.PodTemplate;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import dev.postern.model.Service;
import dev.postern.model.ServicePort;
import dev.postern.model.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Builds model records from the fields of a manifest that the network looks at, API defaults applied. */
final class Manifests {
    private Manifests() {}

    /** A cluster from YAML documents. */
    static Cluster cluster(String yaml) {
        Cluster.Builder cluster = Cluster.builder();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml)) {
            if (document != null) {
                add(cluster, map(document));
            }
        }
        return cluster.build();
    }

    static Network network(String yaml) {
        return Network.of(cluster(yaml));
    }

    static void add(Cluster.Builder cluster, Map<String, Object> object) {
        switch (text(object, "kind")) {
            case "Pod":
                cluster.add(pod(object));
                break;
            case "Namespace":
                cluster.add(new Namespace(namespaceMeta(object)));
                break;
            case "Node":
                cluster.add(node(object));
                break;
            case "NetworkPolicy":
                cluster.add(policy(object));
                break;
            case AdminPolicy.ADMIN:
            case AdminPolicy.BASELINE:
            case AdminPolicy.CLUSTER:
                cluster.add(AdminPolicies.read(object));
                break;
            case AuthorizationPolicy.KIND:
                cluster.add(Iterables.getOnlyElement(IstioManifests.read(object).authorizationPolicies()));
                break;
            case PeerAuthentication.KIND:
                cluster.add(Iterables.getOnlyElement(IstioManifests.read(object).peerAuthentications()));
                break;
            case CiliumPolicy.NAMESPACED:
            case CiliumPolicy.CLUSTERWIDE:
            case CiliumCidrGroup.KIND:
                cluster.add(CiliumObjects.read(object));
                break;
            case "Service":
                cluster.add(service(object));
                break;
            case "EndpointSlice":
                cluster.add(slice(object));
                break;
            case "Ingress":
                cluster.add(ingress(object));
                break;
            default:
                cluster.add(workload(object));
        }
    }

    private static ObjectMeta meta(Map<String, Object> object) {
        Map<String, Object> meta = child(object, "metadata");
        boolean namespaced = !List.of("Node", "Namespace").contains(text(object, "kind"));
        String namespace = namespaced ? Fields.text(meta, "namespace", "default") : "";
        Optional<ObjectRef> controller = maps(meta, "ownerReferences").stream()
                .filter(owner -> Boolean.TRUE.equals(owner.get("controller")))
                .map(owner -> ObjectRef.of(text(owner, "kind"), namespace, text(owner, "name")))
                .findFirst();
        return new ObjectMeta(
                text(meta, "name"),
                namespace,
                Basis.STATED,
                labels(child(meta, "labels")),
                labels(child(meta, "annotations")),
                false,
                controller,
                Origin.NONE);
    }

    private static ObjectMeta namespaceMeta(Map<String, Object> object) {
        ObjectMeta meta = meta(object);
        Map<String, String> labels = new HashMap<>(meta.labels());
        labels.put(Namespace.NAME_LABEL, meta.name());
        return meta.withLabels(ImmutableSortedMap.copyOf(labels));
    }

    private static ImmutableSortedMap<String, String> labels(Map<String, Object> fields) {
        ImmutableSortedMap.Builder<String, String> labels = ImmutableSortedMap.naturalOrder();
        fields.forEach((key, value) -> labels.put(key, String.valueOf(value)));
        return labels.build();
    }

    private static Pod pod(Map<String, Object> object) {
        Map<String, Object> status = child(object, "status");
        ObjectMeta meta = meta(object);
        ImmutableList<String> ips =
                maps(status, "podIPs").stream().map(ip -> text(ip, "ip")).collect(ImmutableList.toImmutableList());
        String node = text(child(object, "spec"), "nodeName");
        ObjectRef ref = ObjectRef.of("Pod", meta.namespace(), meta.name());
        return new Pod(
                ref,
                meta,
                PodSpecs.read(child(object, "spec")),
                "spec",
                node.isEmpty() ? Optional.empty() : Optional.of(node),
                text(status, "phase"),
                ips.isEmpty() && status.containsKey("podIP") ? ImmutableList.of(text(status, "podIP")) : ips,
                ref,
                false,
                meta.annotations().containsKey("kubernetes.io/config.mirror"));
    }

    private static Workload workload(Map<String, Object> object) {
        Map<String, Object> spec = child(object, "spec");
        Map<String, Object> template = child(spec, "template");
        return new Workload(
                meta(object),
                text(object, "kind"),
                new PodTemplate(
                        labels(child(child(template, "metadata"), "labels")),
                        ImmutableSortedMap.of(),
                        PodSpecs.read(child(template, "spec")),
                        "spec.template"),
                Fields.number(spec, "replicas", 1),
                false);
    }

    private static Node node(Map<String, Object> object) {
        Function<String, ImmutableList<String>> ofType = type -> maps(child(object, "status"), "addresses").stream()
                .filter(address -> text(address, "type").equals(type))
                .map(address -> text(address, "address"))
                .collect(ImmutableList.toImmutableList());
        return new Node(
                meta(object),
                ImmutableList.of(),
                ofType.apply("InternalIP"),
                ofType.apply("ExternalIP"),
                strings(child(object, "spec"), "podCIDRs"),
                "",
                "",
                false);
    }

    static NetworkPolicy policy(Map<String, Object> object) {
        Map<String, Object> spec = child(object, "spec");
        List<String> types = strings(spec, "policyTypes");
        ImmutableList<NetworkPolicyRule> egress = rules(spec, "egress", "to");
        return new NetworkPolicy(
                meta(object),
                selector(spec.get("podSelector")),
                types.isEmpty() || types.contains("Ingress"),
                types.isEmpty() ? !egress.isEmpty() : types.contains("Egress"),
                !types.isEmpty(),
                rules(spec, "ingress", "from"),
                egress);
    }

    private static ImmutableList<NetworkPolicyRule> rules(Map<String, Object> spec, String field, String peers) {
        return maps(spec, field).stream()
                .map(rule -> new NetworkPolicyRule(
                        maps(rule, peers).stream().map(Manifests::peer).collect(ImmutableList.toImmutableList()),
                        maps(rule, "ports").stream().map(Manifests::port).collect(ImmutableList.toImmutableList())))
                .collect(ImmutableList.toImmutableList());
    }

    private static NetworkPolicyPeer peer(Map<String, Object> peer) {
        return new NetworkPolicyPeer(
                Optional.ofNullable(peer.get("podSelector")).map(Manifests::selector),
                Optional.ofNullable(peer.get("namespaceSelector")).map(Manifests::selector),
                Optional.ofNullable(peer.get("ipBlock"))
                        .map(Fields::map)
                        .map(block -> new IpBlock(text(block, "cidr"), strings(block, "except"))));
    }

    private static NetworkPolicyPort port(Map<String, Object> port) {
        return new NetworkPolicyPort(
                protocol(port),
                Optional.ofNullable(port.get("port")).map(Manifests::portRef),
                Optional.ofNullable(port.get("endPort")).map(end -> ((Number) end).intValue()));
    }

    static Protocol protocol(Map<String, Object> fields) {
        return Protocol.valueOf(Fields.text(fields, "protocol", "TCP"));
    }

    static PortRef portRef(Object value) {
        return value instanceof Number ? PortRef.of(((Number) value).intValue()) : PortRef.named((String) value);
    }

    private static LabelSelector selector(Object value) {
        Map<String, Object> fields = map(value);
        return new LabelSelector(
                labels(child(fields, "matchLabels")),
                maps(fields, "matchExpressions").stream()
                        .map(expression -> new LabelRequirement(
                                text(expression, "key"),
                                operator(text(expression, "operator")),
                                ImmutableSortedSet.copyOf(strings(expression, "values"))))
                        .collect(ImmutableList.toImmutableList()));
    }

    private static LabelRequirement.Operator operator(String name) {
        switch (name) {
            case "In":
                return LabelRequirement.Operator.IN;
            case "NotIn":
                return LabelRequirement.Operator.NOT_IN;
            case "Exists":
                return LabelRequirement.Operator.EXISTS;
            case "DoesNotExist":
                return LabelRequirement.Operator.DOES_NOT_EXIST;
            default:
                return LabelRequirement.Operator.INVALID;
        }
    }

    private static Service service(Map<String, Object> object) {
        Map<String, Object> spec = child(object, "spec");
        return new Service(
                meta(object),
                Fields.text(spec, "type", "ClusterIP"),
                labels(child(spec, "selector")),
                maps(spec, "ports").stream()
                        .map(port -> new ServicePort(
                                text(port, "name"),
                                protocol(port),
                                number(port, "port", 0),
                                port.containsKey("targetPort")
                                        ? portRef(port.get("targetPort"))
                                        : PortRef.of(number(port, "port", 0)),
                                number(port, "nodePort", 0),
                                text(port, "appProtocol")))
                        .collect(ImmutableList.toImmutableList()),
                text(spec, "clusterIP"),
                strings(spec, "externalIPs"),
                strings(spec, "loadBalancerSourceRanges"),
                text(spec, "loadBalancerClass"),
                !Boolean.FALSE.equals(spec.get("allocateLoadBalancerNodePorts")),
                loadBalancer(object),
                text(spec, "externalTrafficPolicy"),
                text(spec, "internalTrafficPolicy"),
                text(spec, "externalName"));
    }

    private static ImmutableList<String> loadBalancer(Map<String, Object> object) {
        return maps(child(child(object, "status"), "loadBalancer"), "ingress").stream()
                .map(entry -> Fields.text(entry, "ip", text(entry, "hostname")))
                .collect(ImmutableList.toImmutableList());
    }

    private static EndpointSlice slice(Map<String, Object> object) {
        ObjectMeta meta = meta(object);
        return new EndpointSlice(
                meta,
                "EndpointSlice",
                meta.labels().getOrDefault("kubernetes.io/service-name", ""),
                maps(object, "endpoints").stream()
                        .map(endpoint -> new EndpointSlice.Endpoint(
                                strings(endpoint, "addresses"),
                                Optional.of(child(endpoint, "targetRef"))
                                        .filter(target -> !target.isEmpty())
                                        .map(target -> ObjectRef.of(
                                                text(target, "kind"),
                                                Fields.text(target, "namespace", meta.namespace()),
                                                text(target, "name"))),
                                text(endpoint, "nodeName")))
                        .collect(ImmutableList.toImmutableList()),
                maps(object, "ports").stream()
                        .map(port ->
                                new EndpointSlice.Port(text(port, "name"), protocol(port), number(port, "port", 0)))
                        .collect(ImmutableList.toImmutableList()));
    }

    private static Ingress ingress(Map<String, Object> object) {
        Map<String, Object> spec = child(object, "spec");
        ImmutableList.Builder<Ingress.Backend> backends = ImmutableList.builder();
        if (spec.containsKey("defaultBackend")) {
            backends.add(backend(child(spec, "defaultBackend"), "", "", "spec.defaultBackend"));
        }
        List<Map<String, Object>> rules = maps(spec, "rules");
        for (int i = 0; i < rules.size(); i++) {
            List<Map<String, Object>> paths = maps(child(rules.get(i), "http"), "paths");
            for (int j = 0; j < paths.size(); j++) {
                backends.add(backend(
                        child(paths.get(j), "backend"),
                        text(rules.get(i), "host"),
                        text(paths.get(j), "path"),
                        "spec.rules[" + i + "].http.paths[" + j + "].backend"));
            }
        }
        return new Ingress(
                meta(object),
                text(spec, "ingressClassName"),
                backends.build(),
                ImmutableList.of(),
                loadBalancer(object));
    }

    private static Ingress.Backend backend(Map<String, Object> backend, String host, String path, String field) {
        Map<String, Object> service = child(backend, "service");
        Map<String, Object> port = child(service, "port");
        PortRef ref =
                port.containsKey("name") ? PortRef.named(text(port, "name")) : PortRef.of(number(port, "number", 0));
        return new Ingress.Backend(host, path, text(service, "name"), ref, field);
    }
}
