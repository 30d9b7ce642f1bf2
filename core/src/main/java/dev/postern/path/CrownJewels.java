package dev.postern.path;

import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.NamespaceControl;
import dev.postern.model.ClusterFacts;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Secret;
import dev.postern.model.ServiceAccount;
import dev.postern.model.Workload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what somebody marked as mattering most: by an annotation, by a fact, or by the labels that a question names. */
final class CrownJewels {
    static final String ANNOTATION = "postern.dev/crown-jewel";

    private final Facts facts;

    CrownJewels(Facts facts) {
        this.facts = facts;
    }

    /** What stands for the marked objects: control of a pod and of each of its containers, reading a Secret, and so on. */
    List<Vertex> marked(Place.CrownJewels place) {
        Set<ObjectRef> named = new HashSet<>();
        List<LabelSelector> selectors = new ArrayList<>();
        place.selectors().forEach(selector -> selectors.add(LabelSelector.parse(selector)));
        for (ClusterFacts said : facts.cluster().facts()) {
            for (ClusterFacts.Jewel jewel : said.crownJewels()) {
                jewel.object().ifPresentOrElse(named::add, () -> selectors.add(LabelSelector.parse(jewel.labels())));
            }
        }
        List<Vertex> found = new ArrayList<>();
        Set<ObjectRef> workloads = new HashSet<>();
        for (Workload workload : facts.cluster().workloads()) {
            if (named.contains(workload.ref())
                    || isMarked(workload.meta(), selectors)
                    || isMarked(
                            workload.template().labels(), workload.template().annotations(), selectors)) {
                workloads.add(workload.ref());
            }
        }
        for (PodGroup group : facts.podGroups()) {
            if (group.pods().stream()
                    .anyMatch(pod -> workloads.contains(pod.owner())
                            || named.contains(pod.object())
                            || isMarked(pod.meta(), selectors))) {
                found.add(group.vertex());
                group.containers().forEach(container -> found.add(group.container(container)));
            }
        }
        for (Secret secret : facts.cluster().secrets()) {
            if (named.remove(secret.ref()) || isMarked(secret.meta(), selectors)) {
                found.add(facts.secret(secret.meta().namespace(), secret.meta().name()));
            }
        }
        // A Secret that pods name need not be in the input.
        named.stream()
                .filter(ref -> ref.kind().equals("Secret"))
                .sorted()
                .forEach(ref -> found.add(facts.secret(ref.namespace(), ref.name())));
        for (Namespace namespace : facts.cluster().namespaces()) {
            if (named.contains(namespace.ref()) || isMarked(namespace.meta(), selectors)) {
                found.add(new NamespaceControl(namespace.meta().name()));
            }
        }
        for (ServiceAccount account : facts.cluster().serviceAccounts()) {
            if (named.contains(account.ref()) || isMarked(account.meta(), selectors)) {
                found.add(new Identity(account.subject()));
            }
        }
        return found;
    }

    private static boolean isMarked(ObjectMeta meta, List<LabelSelector> selectors) {
        return isMarked(meta.labels(), meta.annotations(), selectors);
    }

    private static boolean isMarked(
            Map<String, String> labels, Map<String, String> annotations, List<LabelSelector> selectors) {
        return !annotations.getOrDefault(ANNOTATION, "false").equals("false")
                || selectors.stream().anyMatch(selector -> selector.matches(labels));
    }
}
