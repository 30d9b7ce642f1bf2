package dev.postern.edit;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Cluster;
import dev.postern.model.Ingress;
import dev.postern.model.KubernetesObject;
import dev.postern.model.Namespace;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.Service;
import dev.postern.model.ServiceAccount;
import dev.postern.model.SubjectEntry;
import dev.postern.model.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes what edits do to a cluster as patches, one for each object: the difference between the object before and after.
 * So a patch does what the edits did to the model, and several edits of one object make one patch.
 */
public final class Patches {
    private final Cluster before;
    private final Cluster after;
    private final Collection<? extends Edit> edits;

    private Patches(Cluster before, Cluster after, Collection<? extends Edit> edits) {
        this.before = before;
        this.after = after;
        this.edits = edits;
    }

    /** The patches of edits, by object. O(objects). */
    public static ImmutableSortedMap<ObjectRef, Patch> of(Cluster before, Collection<? extends Edit> edits) {
        return of(before, Draft.edited(before, edits), edits);
    }

    /** The same where the edits were made already. */
    public static ImmutableSortedMap<ObjectRef, Patch> of(
            Cluster before, Cluster after, Collection<? extends Edit> edits) {
        Patches patches = new Patches(before, after, edits);
        TreeMap<ObjectRef, Boolean> replaced = new TreeMap<>();
        edits.forEach(edit -> replaced.merge(edit.object(), edit.isReplacement(), Boolean::logicalOr));
        ImmutableSortedMap.Builder<ObjectRef, Patch> all = ImmutableSortedMap.naturalOrder();
        replaced.forEach((object, again) -> all.put(object, patches.of(object, again)));
        return all.buildOrThrow();
    }

    private Patch of(ObjectRef object, boolean again) {
        switch (object.kind()) {
            case "Pod":
                return pods(object, again);
            case "Role":
            case "ClusterRole":
                return of(Role.class, object, again, Patches::role);
            case "RoleBinding":
            case "ClusterRoleBinding":
                return of(RoleBinding.class, object, again, Patches::binding);
            case "ServiceAccount":
                return of(ServiceAccount.class, object, again, Patches::account);
            case "Namespace":
                return of(Namespace.class, object, again, Patches::namespace);
            case "Service":
                return of(Service.class, object, again, Patches::service);
            case "Ingress":
                return of(Ingress.class, object, again, Patches::ingress);
            case "Secret":
                return new Patch(object, Patch.Form.DELETE, ImmutableList.of(), "");
            default:
                Class<? extends KubernetesObject> policy = PolicyRules.KINDS.get(object.kind());
                return policy == null
                        ? of(Workload.class, object, again, Patches::workload)
                        : of(policy, object, again, (was, is) -> PolicyPatch.of(was, is, edits));
        }
    }

    private interface Difference<T> {
        List<PatchOperation> between(T was, T is);
    }

    private <T extends KubernetesObject> Patch of(
            Class<T> type, ObjectRef object, boolean again, Difference<? super T> difference) {
        Optional<T> was = before.find(type, object);
        Optional<T> is = after.find(type, object);
        if (is.isEmpty()) {
            return new Patch(object, Patch.Form.DELETE, ImmutableList.of(), "");
        }
        if (was.isEmpty()) {
            return new Patch(object, Patch.Form.CREATE, ImmutableList.of(), Manifests.of(is.get()));
        }
        return changed(object, again, difference.between(was.get(), is.get()));
    }

    private Patch pods(ObjectRef object, boolean again) {
        Optional<Pod> was = pod(before, object);
        Optional<Pod> is = pod(after, object);
        return changed(
                object,
                again,
                was.isPresent() && is.isPresent()
                        ? PodPatch.between(was.get().spec(), is.get().spec(), "/spec")
                        : List.of());
    }

    private static Optional<Pod> pod(Cluster cluster, ObjectRef object) {
        return cluster.pods().stream()
                .filter(pod -> pod.object().equals(object))
                .findFirst();
    }

    private static Patch changed(ObjectRef object, boolean again, List<PatchOperation> operations) {
        return new Patch(object, again ? Patch.Form.REPLACE : Patch.Form.PATCH, ImmutableList.copyOf(operations), "");
    }

    private static List<PatchOperation> role(Role was, Role is) {
        List<PatchOperation> operations = new ArrayList<>();
        Map<Integer, PolicyRule> left = RoleEdit.provenance(was.rules(), is.rules());
        for (int i = was.rules().size() - 1; i >= 0; i--) {
            PolicyRule rule = was.rules().get(i);
            String path = "/rules/" + i;
            PolicyRule now = left.get(i);
            if (now == null) {
                operations.add(PatchOperation.test(path + "/verbs", PatchOperation.list(rule.verbs())));
                if (!rule.resources().isEmpty()) {
                    operations.add(PatchOperation.test(path + "/resources", PatchOperation.list(rule.resources())));
                }
                operations.add(PatchOperation.remove(path));
                continue;
            }
            for (RoleEdit.Part part : RoleEdit.Part.values()) {
                items(operations, path + "/" + part.field(), part.of(rule), part.of(now));
            }
        }
        return operations;
    }

    /** Takes items out of a list of texts, from its end; a wildcard is replaced by what is left of it. */
    static void items(List<PatchOperation> operations, String path, List<String> was, List<String> is) {
        if (!was.containsAll(is)) {
            operations.add(PatchOperation.test(path, PatchOperation.list(was)));
            operations.add(PatchOperation.replace(path, PatchOperation.list(is)));
            return;
        }
        for (int i = was.size() - 1; i >= 0; i--) {
            if (!is.contains(was.get(i))) {
                operations.add(PatchOperation.test(path + "/" + i, was.get(i)));
                operations.add(PatchOperation.remove(path + "/" + i));
            }
        }
    }

    private static List<PatchOperation> binding(RoleBinding was, RoleBinding is) {
        List<PatchOperation> operations = new ArrayList<>();
        for (int i = was.subjects().size() - 1; i >= 0; i--) {
            SubjectEntry subject = was.subjects().get(i);
            if (!is.subjects().contains(subject)) {
                operations.add(PatchOperation.test("/subjects/" + i + "/kind", subject.kind()));
                operations.add(PatchOperation.test("/subjects/" + i + "/name", subject.name()));
                operations.add(PatchOperation.remove("/subjects/" + i));
            }
        }
        return operations;
    }

    private static List<PatchOperation> account(ServiceAccount was, ServiceAccount is) {
        return was.automountServiceAccountToken().equals(is.automountServiceAccountToken())
                ? List.of()
                : List.of(PatchOperation.add("/automountServiceAccountToken", false));
    }

    private static List<PatchOperation> namespace(Namespace was, Namespace is) {
        String level = is.meta().labels().getOrDefault(LabelNamespace.LABEL, "");
        // The reader adds a label to each namespace, as the API server does: alone it does not show that there are
        // labels.
        if (was.meta().labels().size() == 1 && !was.meta().live()) {
            return List.of(PatchOperation.add(
                    "/metadata/labels", PatchOperation.map(is.meta().labels())));
        }
        return List.of(PatchOperation.add("/metadata/labels/" + LabelNamespace.LABEL.replace("/", "~1"), level));
    }

    private static List<PatchOperation> service(Service was, Service is) {
        List<PatchOperation> operations = new ArrayList<>();
        if (!was.type().equals(is.type())) {
            operations.add(PatchOperation.test("/spec/type", was.type()));
            operations.add(PatchOperation.replace("/spec/type", is.type()));
            for (int i = 0; i < was.ports().size(); i++) {
                if (was.ports().get(i).nodePort() != is.ports().get(i).nodePort()) {
                    operations.add(PatchOperation.remove("/spec/ports/" + i + "/nodePort"));
                }
            }
            if (!was.loadBalancerSourceRanges().isEmpty()) {
                operations.add(PatchOperation.remove("/spec/loadBalancerSourceRanges"));
            }
            if (!was.externalTrafficPolicy().isEmpty()) {
                operations.add(PatchOperation.remove("/spec/externalTrafficPolicy"));
            }
        }
        if (!was.externalIPs().equals(is.externalIPs())) {
            operations.add(PatchOperation.test("/spec/externalIPs", PatchOperation.list(was.externalIPs())));
            operations.add(PatchOperation.remove("/spec/externalIPs"));
        }
        return operations;
    }

    private static List<PatchOperation> ingress(Ingress was, Ingress is) {
        // What goes is told by what stays: same host, path, Service and port.
        List<Ingress.Backend> gone = new ArrayList<>(was.backends());
        for (Ingress.Backend stays : is.backends()) {
            gone.stream().filter(backend -> same(backend, stays)).findFirst().ifPresent(gone::remove);
        }
        TreeSet<String> fields = new TreeSet<>(Collections.reverseOrder(Places.IN_ORDER));
        gone.forEach(backend -> fields.add(backend.field()));
        List<String> all = was.backends().stream().map(Ingress.Backend::field).toList();
        List<PatchOperation> operations = new ArrayList<>();
        TreeSet<String> removed = new TreeSet<>();
        for (String field : fields) {
            Ingress.Backend backend = gone.stream()
                    .filter(one -> one.field().equals(field))
                    .findFirst()
                    .orElseThrow();
            String target = Places.removed(field, all, fields);
            if (removed.add(target)) {
                operations.add(PatchOperation.test(Places.pointer(field) + "/service/name", backend.serviceName()));
                operations.add(PatchOperation.remove(Places.pointer(target)));
            }
        }
        return operations;
    }

    private static boolean same(Ingress.Backend one, Ingress.Backend other) {
        return one.host().equals(other.host())
                && one.path().equals(other.path())
                && one.serviceName().equals(other.serviceName())
                && one.port().equals(other.port());
    }

    private static List<PatchOperation> workload(Workload was, Workload is) {
        return PodPatch.between(
                was.template().spec(),
                is.template().spec(),
                Places.pointer(was.template().field() + ".spec"));
    }
}
