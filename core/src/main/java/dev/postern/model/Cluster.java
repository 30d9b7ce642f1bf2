package dev.postern.model;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Everything the input says about one cluster, immutable and safe to share. Every list is sorted by {@link ObjectRef},
 * so nothing depends on the order in which objects were read; a look-up costs O(log n).
 */
public final class Cluster {
    /** So few objects are put into a list one by one. */
    private static final int FEW = 64;

    private final Map<Class<?>, ImmutableList<? extends KubernetesObject>> objects;
    private final ImmutableList<Pod> pods;
    private final ImmutableSortedMap<String, Integer> otherKinds;
    private final boolean live;
    /** Of which there is some object; pods as objects only. */
    private final ImmutableSet<String> kinds;

    private final Supplier<ImmutableSortedSet<String>> namespaceNames = Suppliers.memoize(this::findNamespaceNames);

    /** A copy: of what is known of the whole, nothing is unlearned when an object is taken away. */
    private Cluster(
            Map<Class<?>, ImmutableList<? extends KubernetesObject>> objects,
            ImmutableList<Pod> pods,
            ImmutableSortedMap<String, Integer> otherKinds,
            boolean live,
            ImmutableSet<String> kinds) {
        this.objects = objects;
        this.pods = pods;
        this.otherKinds = otherKinds;
        this.live = live;
        this.kinds = kinds;
    }

    private Cluster(
            Map<Class<?>, ImmutableList<? extends KubernetesObject>> objects,
            ImmutableList<Pod> pods,
            ImmutableSortedMap<String, Integer> otherKinds) {
        this.objects = objects;
        this.pods = pods;
        this.otherKinds = otherKinds;
        this.live = objects.values().stream()
                        .flatMap(Collection::stream)
                        .anyMatch(object -> object.meta().live())
                || pods.stream().anyMatch(pod -> pod.meta().live());
        Set<String> found = new HashSet<>();
        objects.values().forEach(list -> list.forEach(object -> found.add(object.kind())));
        pods.stream().filter(pod -> !pod.virtual()).findFirst().ifPresent(pod -> found.add("Pod"));
        this.kinds = ImmutableSet.copyOf(found);
    }

    public static Builder builder() {
        return new Builder();
    }

    public ImmutableList<Namespace> namespaces() {
        return all(Namespace.class);
    }

    public ImmutableList<Node> nodes() {
        return all(Node.class);
    }

    public ImmutableList<ServiceAccount> serviceAccounts() {
        return all(ServiceAccount.class);
    }

    /** ClusterRoles and Roles. */
    public ImmutableList<Role> roles() {
        return all(Role.class);
    }

    /** ClusterRoleBindings and RoleBindings. */
    public ImmutableList<RoleBinding> roleBindings() {
        return all(RoleBinding.class);
    }

    public ImmutableList<Workload> workloads() {
        return all(Workload.class);
    }

    /** Every pod of the input, and one virtual pod for each workload that has none; sorted by {@link Pod#object()}. */
    public ImmutableList<Pod> pods() {
        return pods;
    }

    public ImmutableList<Service> services() {
        return all(Service.class);
    }

    public ImmutableList<EndpointSlice> endpointSlices() {
        return all(EndpointSlice.class);
    }

    public ImmutableList<Ingress> ingresses() {
        return all(Ingress.class);
    }

    public ImmutableList<GatewayClass> gatewayClasses() {
        return all(GatewayClass.class);
    }

    public ImmutableList<Gateway> gateways() {
        return all(Gateway.class);
    }

    /** HTTPRoutes, GRPCRoutes, TLSRoutes, TCPRoutes and UDPRoutes. */
    public ImmutableList<GatewayRoute> gatewayRoutes() {
        return all(GatewayRoute.class);
    }

    public ImmutableList<ReferenceGrant> referenceGrants() {
        return all(ReferenceGrant.class);
    }

    public ImmutableList<OpenShiftRoute> openShiftRoutes() {
        return all(OpenShiftRoute.class);
    }

    public ImmutableList<NetworkPolicy> networkPolicies() {
        return all(NetworkPolicy.class);
    }

    /** AdminNetworkPolicies, BaselineAdminNetworkPolicies and ClusterNetworkPolicies. */
    public ImmutableList<AdminPolicy> adminPolicies() {
        return all(AdminPolicy.class);
    }

    /** Istio's policies of what is let in. */
    public ImmutableList<AuthorizationPolicy> authorizationPolicies() {
        return all(AuthorizationPolicy.class);
    }

    /** Istio's policies of mutual TLS. */
    public ImmutableList<PeerAuthentication> peerAuthentications() {
        return all(PeerAuthentication.class);
    }

    /** Calico's policies of every kind, those that are staged included. */
    public ImmutableList<CalicoPolicy> calicoPolicies() {
        return all(CalicoPolicy.class);
    }

    /** Those that are objects: the tier {@code default} may be none. */
    public ImmutableList<CalicoTier> calicoTiers() {
        return all(CalicoTier.class);
    }

    /** Calico's NetworkSets and GlobalNetworkSets. */
    public ImmutableList<CalicoNetworkSet> calicoNetworkSets() {
        return all(CalicoNetworkSet.class);
    }

    /** CiliumNetworkPolicies and CiliumClusterwideNetworkPolicies. */
    public ImmutableList<CiliumPolicy> ciliumPolicies() {
        return all(CiliumPolicy.class);
    }

    public ImmutableList<CiliumCidrGroup> ciliumCidrGroups() {
        return all(CiliumCidrGroup.class);
    }

    public ImmutableList<PersistentVolume> persistentVolumes() {
        return all(PersistentVolume.class);
    }

    public ImmutableList<PersistentVolumeClaim> persistentVolumeClaims() {
        return all(PersistentVolumeClaim.class);
    }

    public ImmutableList<Secret> secrets() {
        return all(Secret.class);
    }

    public ImmutableList<ConfigMap> configMaps() {
        return all(ConfigMap.class);
    }

    public ImmutableList<ResourceQuota> resourceQuotas() {
        return all(ResourceQuota.class);
    }

    /** Lines of policy files of the ABAC authorizer. */
    public ImmutableList<AbacPolicy> abacPolicies() {
        return all(AbacPolicy.class);
    }

    /** What is said of the cluster beside its manifests; where two contradict each other the first counts. */
    public ImmutableList<ClusterFacts> facts() {
        return ImmutableList.sortedCopyOf(ClusterFacts.BY_PLACE, all(ClusterFacts.class));
    }

    /** PodSecurityPolicies and SecurityContextConstraints. */
    public ImmutableList<PodPolicy> podPolicies() {
        return all(PodPolicy.class);
    }

    /** Configurations of the API server's plug-in PodSecurity: more than one only if they contradict each other. */
    public ImmutableList<PodSecurityDefaults> podSecurityDefaults() {
        return all(PodSecurityDefaults.class).stream()
                .filter(PodSecurityDefaults::configured)
                .collect(ImmutableList.toImmutableList());
    }

    /** What shows that this is OpenShift, whose admission cannot be turned off; empty when nothing does. */
    public Optional<Evidence> openShift() {
        for (PodPolicy policy : podPolicies()) {
            if (policy.isConstraints()) {
                return Optional.of(Evidence.stated(policy.ref(), "", "exists"));
            }
        }
        for (Namespace namespace : namespaces()) {
            for (Map.Entry<String, String> annotation :
                    namespace.meta().annotations().entrySet()) {
                if (annotation.getKey().startsWith("openshift.io/sa.scc.")) {
                    String field = "metadata.annotations[" + annotation.getKey() + "]";
                    return Optional.of(Evidence.stated(namespace.ref(), field, annotation.getValue()));
                }
            }
        }
        return Optional.empty();
    }

    /** Mutating and validating webhook configurations. */
    public ImmutableList<WebhookConfiguration> webhookConfigurations() {
        return all(WebhookConfiguration.class);
    }

    /** Cluster-scoped objects of one of the kinds of which only the names are held, for instance {@code APIService}. */
    public ImmutableList<ClusterObject> clusterObjects(String kind) {
        Stream<ClusterObject> policies = admissionPolicies().stream()
                .filter(policy -> policy.meta().namespace().isEmpty())
                .map(policy -> new ClusterObject(policy.kind(), policy.meta(), false));
        return Stream.concat(all(ClusterObject.class).stream(), policies)
                .filter(object -> object.kind().equals(kind))
                .collect(ImmutableList.toImmutableList());
    }

    /** What somebody installed to look at objects before they are let in. */
    public ImmutableList<AdmissionPolicy> admissionPolicies() {
        return all(AdmissionPolicy.class);
    }

    /** What lets objects past policies that were installed. */
    public ImmutableList<PolicyExemption> policyExemptions() {
        return all(PolicyExemption.class);
    }

    /** Kinds that were read but are not part of the model, with how many objects of each there are. */
    public ImmutableSortedMap<String, Integer> otherKinds() {
        return otherKinds;
    }

    /** Every namespace that is an object or that some object or pod lies in; whether it exists is not asked. */
    public ImmutableSortedSet<String> namespaceNames() {
        return namespaceNames.get();
    }

    private ImmutableSortedSet<String> findNamespaceNames() {
        Set<String> names = new HashSet<>();
        namespaces().forEach(namespace -> names.add(namespace.meta().name()));
        pods.forEach(pod -> names.add(pod.namespace()));
        objects.values()
                .forEach(list -> list.forEach(object -> names.add(object.meta().namespace())));
        names.remove("");
        return ImmutableSortedSet.copyOf(names);
    }

    public Optional<Namespace> namespace(String name) {
        return find(Namespace.class, ObjectRef.cluster("Namespace", name));
    }

    public Optional<Node> node(String name) {
        return find(Node.class, ObjectRef.cluster("Node", name));
    }

    public Optional<ServiceAccount> serviceAccount(Subject.ServiceAccount subject) {
        return find(ServiceAccount.class, subject.ref());
    }

    public Optional<Secret> secret(String namespace, String name) {
        return find(Secret.class, ObjectRef.of("Secret", namespace, name));
    }

    public Optional<PersistentVolume> persistentVolume(String name) {
        return find(PersistentVolume.class, ObjectRef.cluster("PersistentVolume", name));
    }

    public Optional<PersistentVolumeClaim> persistentVolumeClaim(String namespace, String name) {
        return find(PersistentVolumeClaim.class, ObjectRef.of("PersistentVolumeClaim", namespace, name));
    }

    /** The object of that type and name. */
    public <T extends KubernetesObject> Optional<T> find(Class<T> type, ObjectRef ref) {
        ImmutableList<T> list = all(type);
        int position = position(list, ref);
        return position < 0 ? Optional.empty() : Optional.of(list.get(position));
    }

    /** Where an object stands in a sorted list; if it does not, the complement of where it would. */
    private static int position(List<? extends KubernetesObject> list, ObjectRef ref) {
        int low = 0;
        int high = list.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(list.get(middle), ref);
            if (order == 0) {
                return middle;
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return ~low;
    }

    /** As {@link ObjectRef#compareTo}, without making a reference at each step of a search. */
    private static int compare(KubernetesObject object, ObjectRef ref) {
        return ObjectRef.compare(
                object.kind(), object.meta().namespace(), object.meta().name(), ref);
    }

    /** The object of that kind and name, whatever its type; no pod. */
    public Optional<KubernetesObject> find(ObjectRef ref) {
        for (Class<?> type : objects.keySet()) {
            Optional<? extends KubernetesObject> found = find(type.asSubclass(KubernetesObject.class), ref);
            if (found.isPresent()) {
                return Optional.of(found.get());
            }
        }
        return Optional.empty();
    }

    /** Whether the input holds an object of that kind and name; a pod as an object, not a workload's virtual one. */
    public boolean contains(ObjectRef ref) {
        if (ref.kind().equals("Pod")) {
            return Collections.binarySearch(Lists.transform(pods, Pod::object), ref) >= 0;
        }
        return find(ref).isPresent();
    }

    /** Every object but pods, kind by kind of no particular order. */
    public Stream<KubernetesObject> objects() {
        return objects.values().stream().flatMap(Collection::stream);
    }

    /** The objects in lists that another cluster does not share. */
    @SuppressWarnings("ReferenceEquality") // what is shared is the very same list
    Stream<KubernetesObject> objectsNotIn(Cluster other) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getValue() != other.objects.get(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream());
    }

    /** Whether another cluster has not only equal pods, but the very same list of them. */
    @SuppressWarnings("ReferenceEquality")
    public boolean sharesPods(Cluster other) {
        return pods == other.pods;
    }

    /** The pods that exist, without the virtual ones of workloads. */
    public Stream<Pod> existingPods() {
        return pods.stream().filter(pod -> !pod.virtual());
    }

    /**
     * This cluster without the objects of some names, and with another's, which take the place of those of their names. Lists
     * of kinds that do not change are shared; O(objects of the kinds that do), and O(pods) when workloads or pods do. Whether
     * the input {@link #isComplete was complete} stays as it was.
     */
    public Cluster with(Cluster other, Set<ObjectRef> gone) {
        Map<Class<?>, ImmutableList<? extends KubernetesObject>> changed = new HashMap<>(objects);
        Set<Class<?>> types = new HashSet<>(objects.keySet());
        types.addAll(other.objects.keySet());
        types.removeIf(type -> isUntouched(type.asSubclass(KubernetesObject.class), other, gone));
        types.forEach(type -> changed.put(type, merged(type.asSubclass(KubernetesObject.class), other, gone)));
        Map<String, Integer> counts = new TreeMap<>(otherKinds);
        other.otherKinds.forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
        return new Cluster(
                changed,
                mergedPods(changed, !types.contains(Workload.class), other, gone),
                ImmutableSortedMap.copyOf(counts),
                live || other.live,
                ImmutableSet.<String>builder().addAll(kinds).addAll(other.kinds).build());
    }

    /**
     * This cluster without the objects and pods that do not pass; a workload that has lost all of its pods gets a virtual one.
     * Whether the input {@link #isComplete was complete} stays as it was. O(objects).
     */
    public Cluster where(Predicate<? super KubernetesObject> passing, Predicate<? super Pod> passingPods) {
        Map<Class<?>, ImmutableList<? extends KubernetesObject>> left = new HashMap<>();
        objects.forEach(
                (type, list) -> left.put(type, list.stream().filter(passing).collect(ImmutableList.toImmutableList())));
        List<Workload> workloads = new ArrayList<>();
        left.getOrDefault(Workload.class, ImmutableList.of()).forEach(object -> workloads.add((Workload) object));
        List<Pod> existing = existingPods().filter(passingPods).toList();
        return new Cluster(left, EffectivePods.of(workloads, existing), otherKinds, live, kinds);
    }

    /**
     * Whether the other cluster is this one but for objects of some types: everything else is the very same, as {@link #with}
     * leaves it, and so are the names of the namespaces. Equal objects that were read twice do not count. O(objects).
     */
    @SuppressWarnings("ReferenceEquality") // comparing what they say would take as long as much that is spared by it
    public boolean sharesAllBut(Set<Class<? extends KubernetesObject>> types, Cluster other) {
        Set<Class<?>> others = new HashSet<>(objects.keySet());
        others.addAll(other.objects.keySet());
        others.removeAll(types);
        return pods == other.pods
                && others.stream().allMatch(type -> objects.get(type) == other.objects.get(type))
                && otherKinds.equals(other.otherKinds)
                && live == other.live
                && kinds.equals(other.kinds)
                && namespaceNames().equals(other.namespaceNames());
    }

    private <T extends KubernetesObject> boolean isUntouched(Class<T> type, Cluster other, Set<ObjectRef> gone) {
        ImmutableList<T> all = all(type);
        boolean few = gone.size() < all.size();
        return other.all(type).isEmpty()
                && (few
                        ? gone.stream().noneMatch(ref -> position(all, ref) >= 0)
                        : all.stream().noneMatch(object -> gone.contains(object.ref())));
    }

    private <T extends KubernetesObject> ImmutableList<KubernetesObject> merged(
            Class<T> type, Cluster other, Set<ObjectRef> gone) {
        if (other.all(type).size() + gone.size() <= FEW) {
            return mergedFew(type, other, gone);
        }
        List<KubernetesObject> list = new ArrayList<>(other.all(type));
        for (T object : all(type)) {
            if (!gone.contains(object.ref()) && other.find(type, object.ref()).isEmpty()) {
                list.add(object);
            }
        }
        return Builder.sorted(list);
    }

    /** The same, each object looked up on its own. */
    private <T extends KubernetesObject> ImmutableList<KubernetesObject> mergedFew(
            Class<T> type, Cluster other, Set<ObjectRef> gone) {
        List<KubernetesObject> list = new ArrayList<>(all(type));
        for (ObjectRef ref : gone) {
            int position = position(list, ref);
            if (position >= 0) {
                list.remove(position);
            }
        }
        for (T object : other.all(type)) {
            int position = position(list, object.ref());
            if (position >= 0) {
                list.set(position, object);
            } else {
                list.add(~position, object);
            }
        }
        return ImmutableList.copyOf(list);
    }

    private ImmutableList<Pod> mergedPods(
            Map<Class<?>, ImmutableList<? extends KubernetesObject>> changed,
            boolean sameWorkloads,
            Cluster other,
            Set<ObjectRef> gone) {
        if (sameWorkloads
                && other.existingPods().findAny().isEmpty()
                && gone.stream().noneMatch(this::isPod)) {
            return pods;
        }
        Optional<ImmutableList<Pod>> inPlace = sameWorkloads && gone.isEmpty() ? replaced(other) : Optional.empty();
        if (inPlace.isPresent()) {
            return inPlace.get();
        }
        Set<ObjectRef> replaced = new HashSet<>();
        List<Pod> existing = new ArrayList<>(pods.size());
        other.existingPods().forEach(pod -> {
            existing.add(pod);
            replaced.add(pod.object());
        });
        existingPods()
                .filter(pod -> !gone.contains(pod.object()) && !replaced.contains(pod.object()))
                .forEach(existing::add);
        List<Workload> workloads = new ArrayList<>();
        changed.getOrDefault(Workload.class, ImmutableList.of()).forEach(object -> workloads.add((Workload) object));
        return EffectivePods.of(workloads, existing);
    }

    /** The pods with others of their names, where this is all that changes: each has the controller of the one before it. */
    private Optional<ImmutableList<Pod>> replaced(Cluster other) {
        List<ObjectRef> names = Lists.transform(pods, Pod::object);
        Pod[] all = pods.toArray(new Pod[0]);
        for (Pod pod : other.existingPods().toList()) {
            int position = Collections.binarySearch(names, pod.object());
            if (position < 0
                    || all[position].virtual()
                    || !all[position].meta().controller().equals(pod.meta().controller())) {
                return Optional.empty();
            }
            all[position] = pod.withOwner(all[position].owner());
        }
        return Optional.of(ImmutableList.copyOf(all));
    }

    private boolean isPod(ObjectRef ref) {
        return ref.kind().equals("Pod") && contains(ref);
    }

    /** Whether an object of that kind which the input does not hold is not there: a live input holds all of a kind. */
    public boolean isComplete(String kind) {
        return live && kinds.contains(kind);
    }

    /** Whether the input was read from an API server (any object carries a uid), so that defaults are already applied. */
    public boolean isLive() {
        return live;
    }

    /** The version of the newest kubelet, which the API server's is not older than; empty without Node objects. */
    public Optional<KubernetesVersion> newestKubelet() {
        return nodes().stream()
                .flatMap(node -> KubernetesVersion.parse(node.kubeletVersion()).stream())
                .max(Comparator.naturalOrder());
    }

    @SuppressWarnings("unchecked") // the builder files each object under its own class
    private <T extends KubernetesObject> ImmutableList<T> all(Class<T> type) {
        return (ImmutableList<T>) objects.getOrDefault(type, ImmutableList.of());
    }

    /** Collects objects in any order. Not thread-safe. */
    public static final class Builder {
        private final Map<Class<?>, List<KubernetesObject>> objects = new HashMap<>();
        private final List<Pod> pods = new ArrayList<>();
        private final Map<String, Integer> otherKinds = new TreeMap<>();

        private Builder() {}

        /** Adds an object of any kind of the model but a Pod. Names must be unique: the reader settles duplicates. */
        public Builder add(KubernetesObject object) {
            objects.computeIfAbsent(object.getClass(), key -> new ArrayList<>()).add(object);
            return this;
        }

        /** Adds a pod that exists; its {@code owner} is taken anew from {@code meta.controller()}. */
        public Builder add(Pod pod) {
            pods.add(pod);
            return this;
        }

        /** Counts objects of a kind that the model does not hold. */
        public Builder addOther(String kind, int count) {
            otherKinds.merge(kind, count, Integer::sum);
            return this;
        }

        /**
         * Sorts, resolves owners, and gives each workload without pods its virtual one.
         *
         * @throws IllegalArgumentException if two objects have the same kind, namespace and name
         */
        public Cluster build() {
            Map<Class<?>, ImmutableList<? extends KubernetesObject>> sorted = new HashMap<>();
            objects.forEach((type, list) -> sorted.put(type, sorted(list)));
            List<Workload> workloads = new ArrayList<>();
            for (KubernetesObject object : sorted.getOrDefault(Workload.class, ImmutableList.of())) {
                workloads.add((Workload) object);
            }
            return new Cluster(sorted, EffectivePods.of(workloads, pods), ImmutableSortedMap.copyOf(otherKinds));
        }

        private static ImmutableList<KubernetesObject> sorted(List<KubernetesObject> list) {
            KubernetesObject[] array = list.toArray(new KubernetesObject[0]);
            Arrays.sort(array, Comparator.comparing(KubernetesObject::ref));
            for (int i = 1; i < array.length; i++) {
                if (array[i - 1].ref().equals(array[i].ref())) {
                    throw new IllegalArgumentException("two objects are called " + array[i].ref());
                }
            }
            return ImmutableList.copyOf(array);
        }
    }
}
