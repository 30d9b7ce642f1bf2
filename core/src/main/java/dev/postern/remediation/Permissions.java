package dev.postern.remediation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.edit.Edit;
import dev.postern.edit.Edits;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which edits the query allows. */
final class Permissions {
    private final CutQuery query;
    private final Cluster cluster;
    private final Map<ObjectRef, Optional<Untouchable>> known = new HashMap<>();

    Permissions(CutQuery query, Cluster cluster) {
        this.query = query;
        this.cluster = cluster;
    }

    ImmutableList<Edit> permitted(Edits edits, Evidence fact) {
        return edits.removing(fact).stream()
                .filter(edit -> forbidding(edit.object()).isEmpty())
                .collect(ImmutableList.toImmutableList());
    }

    /** Why no permitted edit takes a fact away. */
    String why(Edits edits, Evidence fact) {
        List<String> reasons = new ArrayList<>();
        for (Edit edit : edits.removing(fact)) {
            forbidding(edit.object())
                    .ifPresent(
                            pattern -> reasons.add(edit.object() + " is not to be touched (" + pattern.text() + ")"));
        }
        return reasons.isEmpty()
                ? edits.whyNone(fact)
                : reasons.stream().distinct().collect(Collectors.joining("; "));
    }

    private Optional<Untouchable> forbidding(ObjectRef object) {
        return known.computeIfAbsent(
                object,
                any -> query.never().stream()
                        .filter(pattern -> pattern.covers(object, labels(object)))
                        .findFirst());
    }

    /** What must change as well so that an object's edit is not undone by whatever delivers it; for people. */
    Optional<String> alsoChange(ObjectRef object) {
        ImmutableSortedMap<String, String> labels = labels(object);
        if ("Helm".equals(labels.get("app.kubernetes.io/managed-by"))) {
            return Optional.of("Helm installed " + object + ": change the chart's values as well");
        }
        boolean flux = labels.containsKey("kustomize.toolkit.fluxcd.io/name")
                || labels.containsKey("helm.toolkit.fluxcd.io/name");
        boolean argo = labels.containsKey("argocd.argoproj.io/instance");
        return flux || argo
                ? Optional.of((flux ? "Flux" : "Argo CD") + " delivers " + object
                        + " and may put it back: change it where that reads it")
                : Optional.empty();
    }

    private ImmutableSortedMap<String, String> labels(ObjectRef object) {
        if (object.kind().equals("Pod")) {
            return cluster.pods().stream()
                    .filter(pod -> pod.object().equals(object))
                    .findFirst()
                    .map(pod -> pod.meta().labels())
                    .orElse(ImmutableSortedMap.of());
        }
        return cluster.find(object).map(found -> found.meta().labels()).orElse(ImmutableSortedMap.of());
    }
}
