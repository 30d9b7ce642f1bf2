package dev.postern.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.attack.PodGroup;
import dev.postern.model.AdminPolicy;
import dev.postern.model.AdminPolicyRule;
import dev.postern.model.Basis;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.KubernetesObject;
import dev.postern.model.Namespace;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.PodSpec;
import dev.postern.model.PodTemplate;
import dev.postern.model.SecurityContext;
import dev.postern.model.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The changes of a cluster that make a missing fact hold. */
final class ClusterEdits {
    /** Admits pods of every level. */
    static final String ENFORCE = "pod-security.kubernetes.io/enforce";

    private ClusterEdits() {}

    static Cluster with(Cluster cluster, Collection<? extends KubernetesObject> objects) {
        Cluster.Builder more = Cluster.builder();
        objects.forEach(more::add);
        return cluster.with(more.build(), ImmutableSet.of());
    }

    /** Lets pods of every level into some namespaces. */
    static Cluster labelled(Cluster cluster, Collection<String> namespaces) {
        List<Namespace> labelled = new ArrayList<>();
        for (String name : namespaces) {
            Namespace namespace = cluster.namespace(name).orElseGet(() -> Namespace.implied(name));
            Map<String, String> labels = new TreeMap<>(namespace.meta().labels());
            labels.put(ENFORCE, "privileged");
            labelled.add(new Namespace(namespace.meta().withLabels(ImmutableSortedMap.copyOf(labels))));
        }
        return with(cluster, labelled);
    }

    static Cluster without(Cluster cluster, Collection<ObjectRef> gone) {
        return cluster.with(Cluster.builder().build(), ImmutableSet.copyOf(gone));
    }

    /** Has a policy admit more, besides what it admits. */
    static Cluster admitting(Cluster cluster, ObjectRef policy, boolean egress, NetworkPolicyRule rule) {
        NetworkPolicy old = cluster.find(NetworkPolicy.class, policy).orElseThrow();
        return with(
                cluster,
                ImmutableList.of(new NetworkPolicy(
                        old.meta(),
                        old.podSelector(),
                        old.isolatesIngress(),
                        old.isolatesEgress(),
                        old.typesStated(),
                        egress ? old.ingress() : with(old.ingress(), rule),
                        egress ? with(old.egress(), rule) : old.egress())));
    }

    /** Has an administrator's policy admit more, before anything else that it says. */
    static Cluster admitting(Cluster cluster, ObjectRef policy, boolean egress, AdminPolicyRule rule) {
        AdminPolicy old = cluster.find(AdminPolicy.class, policy).orElseThrow();
        return with(
                cluster,
                ImmutableList.of(new AdminPolicy(
                        old.meta(),
                        old.kind(),
                        old.tier(),
                        old.priority(),
                        old.subject(),
                        egress ? old.ingress() : before(rule, old.ingress()),
                        egress ? before(rule, old.egress()) : old.egress())));
    }

    private static <T> ImmutableList<T> before(T first, List<T> rest) {
        return ImmutableList.<T>builder().add(first).addAll(rest).build();
    }

    private static <T> ImmutableList<T> with(List<T> list, T more) {
        return ImmutableList.<T>builder().addAll(list).add(more).build();
    }

    /** The object that a person would change: the workload on top, if the input holds it, else the pod. */
    static ObjectRef changedFor(Cluster cluster, Pod pod) {
        return cluster.find(Workload.class, pod.owner()).isPresent() ? pod.owner() : pod.object();
    }

    /** Makes the pods of some groups anew, with another spec. */
    static Cluster remade(Cluster cluster, Collection<PodGroup> groups, UnaryOperator<PodSpec> spec) {
        Cluster.Builder changed = Cluster.builder();
        Map<ObjectRef, Workload> workloads = new TreeMap<>();
        Map<PodSpec, PodSpec> shared = new IdentityHashMap<>();
        for (PodGroup group : groups) {
            for (Pod pod : group.pods()) {
                PodSpec anew = shared.computeIfAbsent(pod.spec(), spec);
                if (pod.virtual()) {
                    cluster.find(Workload.class, pod.object())
                            .ifPresent(workload -> workloads.put(workload.ref(), remade(workload, anew)));
                } else {
                    changed.add(remade(pod, anew));
                }
            }
        }
        workloads.values().forEach(changed::add);
        return cluster.with(changed.build(), ImmutableSet.of());
    }

    private static Workload remade(Workload workload, PodSpec spec) {
        PodTemplate old = workload.template();
        return new Workload(
                workload.meta(),
                workload.kind(),
                new PodTemplate(old.labels(), old.annotations(), spec, old.field()),
                workload.replicas(),
                workload.suspended());
    }

    /** Its volumes no longer tell what the API server mounts: it is another pod. */
    private static Pod remade(Pod pod, PodSpec spec) {
        ObjectMeta old = pod.meta();
        ObjectMeta meta = new ObjectMeta(
                old.name(),
                old.namespace(),
                Basis.STATED,
                old.labels(),
                old.annotations(),
                false,
                old.controller(),
                old.origin());
        return new Pod(
                pod.object(),
                meta,
                spec,
                pod.specField(),
                pod.nodeName(),
                pod.phase(),
                pod.ips(),
                pod.owner(),
                pod.virtual(),
                pod.mirror());
    }

    /** Mounts the token of the pod's account. */
    static PodSpec withToken(PodSpec spec) {
        return new PodSpec(
                spec.serviceAccountName(),
                Optional.of(true),
                spec.hostNetwork(),
                spec.hostPID(),
                spec.hostIPC(),
                spec.hostUsers(),
                spec.shareProcessNamespace(),
                spec.nodeSelector(),
                spec.nodeAffinity(),
                spec.tolerations(),
                spec.securityContext(),
                spec.containers(),
                spec.volumes(),
                spec.runtimeClassName(),
                spec.imagePullSecrets(),
                spec.os(),
                spec.profiles());
    }

    /** Runs one container, or every one, with all rights on its node. */
    static PodSpec privileged(PodSpec spec, Optional<String> container) {
        ImmutableList.Builder<Container> containers = ImmutableList.builder();
        for (Container old : spec.containers()) {
            containers.add(
                    container.isEmpty() || container.get().equals(old.name())
                            ? with(old, privileged(old.securityContext()))
                            : old);
        }
        return spec.with(containers.build(), spec.volumes());
    }

    private static Container with(Container old, SecurityContext context) {
        return new Container(
                old.name(),
                old.role(),
                old.image(),
                old.field(),
                old.ports(),
                context,
                old.volumeMounts(),
                old.volumeDevices(),
                old.environmentRefs(),
                old.probePorts(),
                old.programFlags(),
                old.credentialVariables());
    }

    private static SecurityContext privileged(SecurityContext old) {
        return new SecurityContext(
                Optional.of(true),
                Optional.empty(),
                old.runAsNonRoot(),
                old.runAsUser(),
                old.runAsGroup(),
                old.readOnlyRootFilesystem(),
                old.capabilitiesAdd(),
                old.capabilitiesDrop(),
                old.procMount(),
                old.seccompProfile(),
                old.appArmorProfile(),
                old.seLinuxOptions(),
                old.windowsHostProcess());
    }
}
