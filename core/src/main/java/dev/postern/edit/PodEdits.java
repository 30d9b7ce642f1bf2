package dev.postern.edit;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.edit.PodEdit.Change;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.Basis;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.ContainerPort;
import dev.postern.model.Evidence;
import dev.postern.model.KeyRef;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.Volume;
import dev.postern.model.VolumeMount;
import dev.postern.model.VolumeSource;
import dev.postern.model.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From a fact about a pod to the edits of what the pod is made from. */
final class PodEdits {
    private static final Pattern CONTAINER = Pattern.compile("((?:initC|ephemeralC|c)ontainers\\[\\d+])\\.(.*)");
    private static final Pattern VOLUME = Pattern.compile("(volumes\\[\\d+]).*");
    private static final Pattern ITEM = Pattern.compile("\\w+\\[(\\d+)].*");
    /** How the network begins to say that no policy stops a packet. */
    private static final String INGRESS = "-ingress";

    private static final String UNISOLATED = "no NetworkPolicy isolates it for ";

    private static final int LONGEST_NAME = 253;

    /** Labels that controllers and admission write into pods; the template need not have them. */
    private static final List<String> WRITTEN = List.of(
            "pod-template-hash",
            "controller-revision-hash",
            "pod-template-generation",
            "statefulset.kubernetes.io/pod-name",
            "apps.kubernetes.io/pod-index",
            "controller-uid",
            "job-name",
            "batch.kubernetes.io/controller-uid",
            "batch.kubernetes.io/job-name",
            "topology.kubernetes.io/zone",
            "topology.kubernetes.io/region");

    private final Cluster original;
    private final Owners owners;
    private final Owners owned;
    private final ImmutableSet<ObjectRef> grantees;

    PodEdits(Cluster original, Cluster now, Owners owners, ImmutableSet<ObjectRef> grantees) {
        this.original = original;
        this.owners = owners;
        this.grantees = grantees;
        this.owned = new Owners(now);
    }

    Collection<Edit> removing(Evidence fact) {
        Optional<Pod> pod = owned.pod(fact.object());
        Optional<ObjectRef> target = owners.editable(fact.object());
        if (pod.isEmpty()) {
            return List.of();
        }
        if (fact.field().isEmpty()) {
            return isolation(fact, pod.get());
        }
        String prefix = pod.get().specField() + ".";
        if (target.isEmpty() || !fact.field().startsWith(prefix)) {
            return List.of();
        }
        String below = fact.field().substring(prefix.length());
        return changes(pod.get(), fact, below).stream()
                .<Edit>map(change -> new PodEdit(target.get(), change))
                .toList();
    }

    private Collection<Change> changes(Pod pod, Evidence fact, String field) {
        Matcher container = CONTAINER.matcher(field);
        if (container.matches()) {
            return pod.spec().containers().stream()
                    .filter(candidate -> candidate.field().equals(container.group(1)))
                    .flatMap(found -> ofContainer(pod, found, fact, container.group(2)).stream())
                    .toList();
        }
        Matcher volume = VOLUME.matcher(field);
        if (volume.matches()) {
            return pod.spec().volumes().stream()
                    .filter(candidate -> candidate.field().equals(volume.group(1)))
                    .map(found -> ofVolume(pod, found, fact))
                    .toList();
        }
        if (!fact.value().equals("true")) {
            return List.of(); // it is off already
        }
        switch (field) {
            case "automountServiceAccountToken":
                return List.of(noToken(pod));
            case "hostPID":
                return List.of(new Change.Switch(EditKind.HOST_PID));
            case "hostIPC":
                return List.of(new Change.Switch(EditKind.HOST_IPC));
            case "hostNetwork":
                return List.of(new Change.Switch(EditKind.HOST_NETWORK));
            case "hostUsers":
                boolean shares = pod.spec().hostNetwork()
                        || pod.spec().hostPID()
                        || pod.spec().hostIPC();
                return shares ? List.of() : List.of(new Change.Switch(EditKind.HOST_USERS));
            case "shareProcessNamespace":
                return List.of(new Change.Switch(EditKind.SHARE_PROCESS_NAMESPACE));
            case "securityContext.windowsOptions.hostProcess":
                return List.of(new Change.Switch(EditKind.HOST_PROCESS));
            default:
                return List.of();
        }
    }

    private Change ofVolume(Pod pod, Volume volume, Evidence fact) {
        if (PodSpecs.isInjected(pod.spec(), volume)) {
            return noToken(pod);
        }
        return volume.source() instanceof VolumeSource.Projected && fact.field().endsWith(".serviceAccountToken")
                ? new Change.RemoveTokens(volume.name())
                : new Change.RemoveVolume(volume.name());
    }

    private Collection<Change> ofContainer(Pod pod, Container container, Evidence fact, String field) {
        if (field.equals("securityContext.privileged")) {
            return List.of(new Change.ContainerSwitch(EditKind.PRIVILEGED, container.name()));
        }
        if (field.equals("securityContext.procMount")) {
            return List.of(new Change.ContainerSwitch(EditKind.PROC_MOUNT, container.name()));
        }
        if (field.equals("securityContext.windowsOptions.hostProcess")) {
            return List.of(new Change.ContainerSwitch(EditKind.HOST_PROCESS, container.name()));
        }
        if (field.startsWith("securityContext.capabilities.add[")) {
            List<String> added = container.securityContext().capabilitiesAdd();
            int at = index(field.substring("securityContext.capabilities.".length()));
            return at < added.size() ? List.of(new Change.DropCapability(container.name(), added.get(at))) : List.of();
        }
        int index = index(field);
        if (field.startsWith("volumeMounts[")
                && index < container.volumeMounts().size()) {
            VolumeMount mount = container.volumeMounts().get(index);
            return pod.spec().volumes().stream()
                            .anyMatch(volume ->
                                    volume.name().equals(mount.volume()) && PodSpecs.isInjected(pod.spec(), volume))
                    ? List.of(noToken(pod))
                    : List.of(new Change.RemoveMount(container.name(), mount.mountPath()));
        }
        if (field.startsWith("ports[")
                && field.endsWith(".hostPort")
                && index < container.ports().size()) {
            ContainerPort port = container.ports().get(index);
            return List.of(new Change.RemoveHostPort(
                    container.name(), port.containerPort(), port.protocol(), port.hostPort()));
        }
        List<Change> changes = new ArrayList<>();
        for (KeyRef ref : container.environmentRefs()) {
            if (ref.secret() && ref.field().equals(field)) {
                changes.add(new Change.RemoveVariables(container.name(), ref.name()));
            }
        }
        return changes;
    }

    private Change noToken(Pod pod) {
        return new Change.Switch(
                grantees.contains(pod.serviceAccount().ref())
                        ? EditKind.AUTOMOUNT_POD_WITH_RIGHTS
                        : EditKind.AUTOMOUNT_POD);
    }

    private static int index(String field) {
        Matcher item = ITEM.matcher(field);
        return item.matches() ? Integer.parseInt(item.group(1)) : Integer.MAX_VALUE;
    }

    private Collection<Edit> isolation(Evidence fact, Pod pod) {
        if (fact.basis() != Basis.DEFAULT || !fact.value().startsWith(UNISOLATED)) {
            return List.of();
        }
        boolean egress = fact.value().startsWith("egress", UNISOLATED.length());
        ImmutableSortedMap<String, String> labels = labels(pod);
        if (labels.isEmpty()) {
            return List.of();
        }
        ObjectRef policy = free(
                pod.owner(),
                pod.namespace(),
                IsolatingPolicies.kind(original, pod.namespace()),
                egress ? "-egress" : INGRESS);
        if (egress) {
            return List.of(new IsolatePods(EditKind.ISOLATE_EGRESS, policy, pod.owner(), labels));
        }
        List<Edit> edits = new ArrayList<>();
        edits.add(new IsolatePods(EditKind.ISOLATE_FROM_OUTSIDE, policy, pod.owner(), labels));
        edits.add(new IsolatePods(EditKind.ISOLATE_INGRESS, policy, pod.owner(), labels));
        inMesh(pod.owner(), pod.namespace(), labels).ifPresent(edits::add);
        return edits;
    }

    /**
     * The edit that isolates pods by a policy of the mesh, where that is in use. Where no proxy stands beside them it closes
     * nothing, which the changed cluster shows. It closes what other policies admit as well, so that it is offered where it is for no
     * pods but these: for others, it would be an edit of paths that do not say so.
     */
    Optional<Edit> inMesh(ObjectRef owner, String namespace, ImmutableSortedMap<String, String> labels) {
        LabelSelector selector = LabelSelector.ofLabels(labels);
        boolean own = original.pods().stream()
                .allMatch(pod -> !pod.namespace().equals(namespace)
                        || pod.owner().equals(owner)
                        || !selector.matches(pod.meta().labels()));
        return own && IsolatingPolicies.isMesh(original, namespace)
                ? Optional.of(new IsolatePods(
                        EditKind.ISOLATE_IN_MESH,
                        free(owner, namespace, AuthorizationPolicy.KIND, INGRESS),
                        owner,
                        labels))
                : Optional.empty();
    }

    private ImmutableSortedMap<String, String> labels(Pod pod) {
        TreeMap<String, String> labels = new TreeMap<>(original.find(Workload.class, pod.owner())
                .map(workload -> workload.template().labels())
                .orElse(pod.meta().labels()));
        WRITTEN.forEach(labels::remove);
        return ImmutableSortedMap.copyOfSorted(labels);
    }

    /** A policy that is not there yet. */
    private ObjectRef free(ObjectRef owner, String namespace, String kind, String end) {
        String stem = "isolate-" + owner.kind().toLowerCase(Locale.ROOT) + "-" + owner.name();
        String name = stem.substring(0, Math.min(stem.length(), LONGEST_NAME - end.length() - 3)) + end;
        ObjectRef tried = ObjectRef.of(kind, namespace, name);
        for (int i = 2; original.find(tried).isPresent(); i++) {
            tried = ObjectRef.of(kind, namespace, name + "-" + i);
        }
        return tried;
    }
}
