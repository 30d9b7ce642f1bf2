package dev.postern.attack.rule;

import com.google.common.collect.ImmutableSet;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.May;
import dev.postern.attack.Vertex.ObjectWrite;
import dev.postern.model.Cluster;
import dev.postern.model.ClusterObject;
import dev.postern.model.Confidence;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Who may write cluster-scoped objects of one kind. Whoever is cluster-admin may, but has nearer ways to everything.
 *
 * @param resource as rules name it, for instance {@code apiservices}
 */
record ClusterWrites(Facts facts, Edges edges, String apiGroup, String resource, String kind) {
    /** Whoever may create an object, or change one that is there, gets to {@code hub}. */
    void leadTo(May hub) {
        creatorsLeadTo(hub);
        changersLeadTo(hub);
    }

    /** Whoever may create an object gets to {@code hub}. */
    void creatorsLeadTo(May hub) {
        creation()
                .addTo(
                        Spread.ofOthersToHubs(
                                facts, edges, "create-" + resource, "create " + resource, List.of(any(hub))),
                        facts);
    }

    /** Whoever may change an object that is there gets to {@code hub}. */
    void changersLeadTo(May hub) {
        List<Permit> permits = facts.rbac().permits(change());
        Spread.ofOthersToHubs(facts, edges, "change-" + resource, "change " + resource, existing(permits, ref -> hub))
                .from(permits);
    }

    /** Creating an object ends at a new one. */
    void endAtNew() {
        Vertex fresh = new ObjectWrite(ObjectRef.cluster(kind, ObjectWrite.NEW));
        creation()
                .addTo(
                        Spread.ofOthers(facts, edges, "create-" + resource, "create " + resource, List.of(any(fresh))),
                        facts);
    }

    /** Changing an object ends at it. */
    void endAtChanged() {
        List<Permit> permits = facts.rbac().permits(change());
        Spread.ofOthers(facts, edges, "change-" + resource, "change " + resource, existing(permits, ObjectWrite::new))
                .from(permits);
    }

    /** Those of the input; and those that a rule names, where the input does not show that there are none such. */
    private List<Spread.Target> existing(List<Permit> permits, Function<ObjectRef, ? extends Vertex> vertex) {
        Cluster cluster = facts.cluster();
        List<Spread.Target> targets = new ArrayList<>();
        TreeSet<String> named = new TreeSet<>();
        permits.forEach(permit -> named.addAll(permit.names()));
        for (ClusterObject object : cluster.clusterObjects(kind)) {
            named.remove(object.meta().name());
            if (!object.automatic()) {
                targets.add(stated(object.ref(), vertex));
            }
        }
        Stream.of(cluster.webhookConfigurations(), cluster.admissionPolicies(), cluster.podPolicies())
                .flatMap(List::stream)
                .map(KubernetesObject::ref)
                .filter(ref -> ref.kind().equals(kind) && ref.namespace().isEmpty())
                .forEach(ref -> {
                    named.remove(ref.name());
                    targets.add(stated(ref, vertex));
                });
        if (!cluster.isComplete(kind)) {
            for (String name : named) {
                ObjectRef ref = ObjectRef.cluster(kind, name);
                targets.add(new Spread.Target(
                        "", ImmutableSet.of(name), vertex.apply(ref), Confidence.POSSIBLE, Targets.assumed(ref)));
            }
        }
        return targets;
    }

    private static Spread.Target stated(ObjectRef ref, Function<ObjectRef, ? extends Vertex> vertex) {
        return new Spread.Target("", ref.name(), vertex.apply(ref), Targets.stated(ref));
    }

    private Creation creation() {
        return Creation.clusterScoped(apiGroup, resource, kind);
    }

    private Permission change() {
        return Permission.of("update", apiGroup, resource).or("patch").clusterScoped();
    }

    private static Spread.Target any(Vertex to) {
        return new Spread.Target("", ImmutableSet.of(), to, Confidence.CERTAIN, Support.NONE);
    }
}
