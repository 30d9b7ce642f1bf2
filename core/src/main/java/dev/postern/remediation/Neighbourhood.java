package dev.postern.remediation;

import com.google.common.collect.ImmutableSet;
import dev.postern.attack.Facts;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.Node;
import dev.postern.model.ObjectRef;
import dev.postern.model.PersistentVolume;
import dev.postern.model.Pod;
import dev.postern.model.RoleBinding;
import dev.postern.model.Workload;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a cluster around what some plans rest on. Only what can never keep a plan from being there is left out, so that
 * whatever plan the part has is one of the cluster: bindings, volumes, pods and nodes that no plan rests on, for a right more, a
 * pod more open things; and namespaces that {@link Guarding guard no other}, with all that is in them. Grows, and belongs to
 * one thread.
 */
final class Neighbourhood {
    private final Cluster whole;
    private final OwnedPods pods;
    /** Namespaces of which every pod is in the part. */
    private final ImmutableSet<String> guarding;
    /** Of which everything else is: those, those of objects that guard, and those in which something is near. */
    private final Set<String> namespaces;

    /** Where pods of the part run. A DaemonSet has pods there alone. */
    private final Set<String> nodes;

    private final Set<ObjectRef> near = new HashSet<>();
    private Optional<Cluster> part = Optional.empty();

    /** Around nothing. O(objects). */
    Neighbourhood(Facts facts, OwnedPods pods) {
        this.whole = facts.cluster();
        this.pods = pods;
        this.guarding = Guarding.byPrograms(whole);
        this.namespaces = new HashSet<>(guarding);
        Guarding.byObjects(whole).forEach(namespaces::add);
        // What is cluster-wide lies in none.
        namespaces.add("");
        this.nodes = new HashSet<>(Guarding.nodes(facts));
        whole.pods().stream()
                .filter(pod -> guarding.contains(pod.namespace()) && isPlaced(pod))
                .forEach(this::place);
    }

    /** Whether it is in the part wherever it runs. Without any pod, an owner would seem to have one that may run anywhere. */
    private boolean isPlaced(Pod pod) {
        return !Guarding.isDaemon(pod.owner())
                || pods.of(pod.owner()).stream().findFirst().equals(Optional.of(pod));
    }

    private void place(Pod pod) {
        pod.nodeName().ifPresent(nodes::add);
    }

    /** With what some plan rests on. A pod comes with all of its owner: else the owner would seem to be another. */
    void add(ObjectRef object) {
        if (!near.add(object)) {
            return;
        }
        part = Optional.empty();
        namespaces.add(Guarding.namespace(object));
        if (object.kind().equals("Node")) {
            nodes.add(object.name());
        }
        pods.find(object).ifPresent(pod -> {
            place(pod);
            add(pod.owner());
        });
        pods.of(object).stream().filter(this::isPlaced).forEach(this::place);
    }

    /** The part. O(objects), if something was added since the last time. */
    Cluster cluster() {
        Cluster cluster = part.orElseGet(() -> whole.where(this::isKept, this::isKept));
        part = Optional.of(cluster);
        return cluster;
    }

    private boolean isKept(KubernetesObject object) {
        ObjectRef ref = object.ref();
        if (!namespaces.contains(Guarding.namespace(ref))) {
            return false;
        }
        if (object instanceof RoleBinding || object instanceof PersistentVolume) {
            return near.contains(ref);
        }
        if (object instanceof Workload workload) {
            return isOwned(ref)
                    || workload.meta().controller().filter(near::contains).isPresent();
        }
        return !(object instanceof Node) || nodes.contains(ref.name());
    }

    private boolean isKept(Pod pod) {
        return namespaces.contains(pod.namespace())
                && isOwned(pod.owner())
                && (isPlaced(pod) || pod.nodeName().filter(nodes::contains).isPresent());
    }

    private boolean isOwned(ObjectRef owner) {
        return guarding.contains(owner.namespace()) || near.contains(owner);
    }
}
