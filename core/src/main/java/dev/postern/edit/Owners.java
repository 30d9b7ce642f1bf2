package dev.postern.edit;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;

/** Who would undo an edit: which objects a person may change and have stay changed. */
final class Owners {
    private static final String DEFAULTS = "kubernetes.io/bootstrapping";
    /** Source: the addon manager's README, kubernetes {@code cluster/addons/addon-manager}. */
    private static final String ADDON = "addonmanager.kubernetes.io/mode";
    /** On what an installed ClusterServiceVersion made; its operator compares and writes it again. */
    private static final String OLM = "olm.managed";

    private static final String UPDATE = "rbac.authorization.kubernetes.io/autoupdate";
    /** The roles of people that each cluster is born with; all others of its own start with {@code system:}. */
    private static final ImmutableSet<String> USER_FACING = ImmutableSet.of("cluster-admin", "admin", "edit", "view");

    private final Cluster cluster;

    Owners(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Whether a change of it stays. An account or namespace that the input does not hold may be written. */
    boolean isFree(ObjectRef object) {
        return whyNot(object).isEmpty();
    }

    Optional<String> whyNot(ObjectRef object) {
        Optional<ObjectMeta> meta = meta(object);
        if (meta.isEmpty()) {
            return object.kind().equals("ServiceAccount") || object.kind().equals("Namespace")
                    ? Optional.empty()
                    : Optional.of(object + " is not in the input");
        }
        if (meta.get().controller().isPresent()) {
            return Optional.of(object + " is made by " + meta.get().controller().get() + ", which would put it back");
        }
        if (isRestored(object, meta.get())) {
            return Optional.of("the API server puts " + object + " back when it starts");
        }
        if ("Reconcile".equals(meta.get().labels().get(ADDON))) {
            return Optional.of("the addon manager puts " + object + " back");
        }
        return "true".equals(meta.get().labels().get(OLM))
                ? Optional.of("the Operator Lifecycle Manager puts " + object + " back")
                : Optional.empty();
    }

    /** Source: the auto-reconciliation of default roles and bindings, on unless the annotation says otherwise. */
    private static boolean isRestored(ObjectRef object, ObjectMeta meta) {
        boolean rbac = object.kind().endsWith("Role") || object.kind().endsWith("RoleBinding");
        boolean own = meta.labels().containsKey(DEFAULTS)
                || object.namespace().isEmpty()
                        && (object.name().startsWith("system:")
                                || object.kind().equals("ClusterRole") && USER_FACING.contains(object.name()));
        return rbac && own && !"false".equals(meta.annotations().get(UPDATE));
    }

    /** The object whose template makes this pod, or the pod itself; empty if a change would not stay. */
    Optional<ObjectRef> editable(ObjectRef podOrWorkload) {
        ObjectRef top = pod(podOrWorkload).map(Pod::owner).orElse(podOrWorkload);
        boolean mirror = pod(podOrWorkload).filter(Pod::mirror).isPresent();
        return !mirror && isFree(top) ? Optional.of(top) : Optional.empty();
    }

    Optional<Pod> pod(ObjectRef object) {
        int index = Collections.binarySearch(
                Lists.transform(cluster.pods(), Pod::object), object, Comparator.naturalOrder());
        return index < 0 ? Optional.empty() : Optional.of(cluster.pods().get(index));
    }

    private Optional<ObjectMeta> meta(ObjectRef object) {
        return object.kind().equals("Pod")
                ? pod(object).map(Pod::meta)
                : cluster.find(object).map(KubernetesObject::meta);
    }
}
