package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Basis;
import dev.postern.model.Container;
import dev.postern.model.NodeSelectorTerm;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Origin;
import dev.postern.model.Pod;
import dev.postern.model.PodSecurityContext;
import dev.postern.model.PodSpec;
import dev.postern.model.Toleration;
import dev.postern.model.Volume;
import dev.postern.model.VolumeSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes a pod {@code shop/cart} in one expression; what is not said is absent. */
final class PodBuilder {
    private String namespace = "shop";
    private String name = "cart";
    private boolean live;
    private boolean mirror;
    private boolean hostNetwork;
    private boolean hostPid;
    private Optional<String> serviceAccount = Optional.empty();
    private Optional<Boolean> automount = Optional.empty();
    private Optional<Boolean> hostUsers = Optional.empty();
    private Optional<Boolean> runAsNonRoot = Optional.empty();
    private Optional<Long> runAsUser = Optional.empty();
    private Optional<String> appArmor = Optional.empty();
    private Optional<String> runtimeClass = Optional.empty();
    private Optional<String> os = Optional.empty();
    private Optional<String> node = Optional.empty();
    private Optional<ObjectRef> controller = Optional.empty();
    private Optional<ImmutableList<NodeSelectorTerm>> affinity = Optional.empty();
    private String phase = "";
    private final Map<String, String> nodeSelector = new TreeMap<>();
    private final List<Toleration> tolerations = new ArrayList<>();
    private final List<Volume> volumes = new ArrayList<>();
    private final List<String> imagePullSecrets = new ArrayList<>();
    private final List<Container> containers = new ArrayList<>();
    private final Map<Container.Role, Integer> counts = new EnumMap<>(Container.Role.class);

    static PodBuilder pod() {
        return new PodBuilder();
    }

    /** A pod of one container. */
    static PodBuilder pod(ContainerBuilder container) {
        return pod().container(container);
    }

    PodBuilder named(String newNamespace, String newName) {
        namespace = newNamespace;
        name = newName;
        return this;
    }

    PodBuilder live() {
        live = true;
        return this;
    }

    PodBuilder mirror() {
        mirror = true;
        return this;
    }

    PodBuilder hostNetwork() {
        hostNetwork = true;
        return this;
    }

    PodBuilder hostPid() {
        hostPid = true;
        return this;
    }

    PodBuilder hostUsers(boolean value) {
        hostUsers = Optional.of(value);
        return this;
    }

    PodBuilder runAsNonRoot(boolean value) {
        runAsNonRoot = Optional.of(value);
        return this;
    }

    PodBuilder runAsUser(long value) {
        runAsUser = Optional.of(value);
        return this;
    }

    PodBuilder appArmor(String value) {
        appArmor = Optional.of(value);
        return this;
    }

    PodBuilder runtimeClass(String value) {
        runtimeClass = Optional.of(value);
        return this;
    }

    PodBuilder os(String value) {
        os = Optional.of(value);
        return this;
    }

    PodBuilder node(String value) {
        node = Optional.of(value);
        return this;
    }

    PodBuilder phase(String value) {
        phase = value;
        return this;
    }

    PodBuilder ownedBy(String kind, String ownerName) {
        controller = Optional.of(ObjectRef.of(kind, namespace, ownerName));
        return this;
    }

    PodBuilder serviceAccount(String value) {
        serviceAccount = Optional.of(value);
        return this;
    }

    PodBuilder automount(boolean value) {
        automount = Optional.of(value);
        return this;
    }

    PodBuilder nodeSelector(String key, String value) {
        nodeSelector.put(key, value);
        return this;
    }

    PodBuilder affinity(NodeSelectorTerm... terms) {
        affinity = Optional.of(ImmutableList.copyOf(terms));
        return this;
    }

    PodBuilder tolerates(Toleration toleration) {
        tolerations.add(toleration);
        return this;
    }

    PodBuilder hostPath(String volume, String path) {
        return volume(volume, new VolumeSource.HostPath(path, ""));
    }

    PodBuilder claim(String volume, String claim) {
        return volume(volume, new VolumeSource.Claim(claim, false));
    }

    PodBuilder volume(String volume, VolumeSource source) {
        volumes.add(new Volume(volume, source, "volumes[" + volumes.size() + "]"));
        return this;
    }

    PodBuilder imagePullSecret(String secret) {
        imagePullSecrets.add(secret);
        return this;
    }

    PodBuilder container(ContainerBuilder builder) {
        Container.Role role = builder.build(0).role();
        Container.Role list = role == Container.Role.SIDECAR ? Container.Role.INIT : role;
        int index = counts.merge(list, 1, Integer::sum) - 1;
        containers.add(builder.build(index));
        return this;
    }

    PodSpec spec() {
        return new PodSpec(
                serviceAccount,
                automount,
                hostNetwork,
                hostPid,
                false,
                hostUsers,
                false,
                ImmutableSortedMap.copyOf(nodeSelector),
                affinity,
                ImmutableList.copyOf(tolerations),
                new PodSecurityContext(
                        runAsNonRoot,
                        runAsUser,
                        Optional.empty(),
                        ImmutableList.of(),
                        Optional.empty(),
                        Optional.empty(),
                        appArmor,
                        Optional.empty(),
                        Optional.empty(),
                        ImmutableList.of()),
                ImmutableList.copyOf(containers),
                ImmutableList.copyOf(volumes),
                runtimeClass,
                ImmutableList.copyOf(imagePullSecrets),
                os,
                ImmutableSortedMap.of());
    }

    Pod build() {
        ObjectRef ref = ObjectRef.of("Pod", namespace, name);
        ObjectMeta meta = new ObjectMeta(
                name,
                namespace,
                Basis.STATED,
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                live,
                controller,
                Origin.NONE);
        return new Pod(
                ref, meta, spec(), "spec", node, phase, ImmutableList.of(), controller.orElse(ref), false, mirror);
    }
}
