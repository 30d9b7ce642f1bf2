package dev.postern.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.postern.attack.AttackEdge;
import dev.postern.model.ClusterDiff;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectChange;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.path.PathChange.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares answers about two clusters. Immutable and safe to share. */
public final class PathDiffer {
    private final PathFinder older;
    private final PathFinder newer;
    private final ImmutableList<ObjectChange> changes;
    private final ImmutableMap<ObjectRef, ObjectChange> byObject;

    /** The workload on top of each pod, in either cluster. */
    private final Map<ObjectRef, ObjectRef> owners = new HashMap<>();

    public PathDiffer(PathFinder older, PathFinder newer) {
        this.older = older;
        this.newer = newer;
        this.changes = ClusterDiff.between(older.cluster(), newer.cluster());
        this.byObject = Maps.uniqueIndex(changes, ObjectChange::object);
        if (!older.cluster().sharesPods(newer.cluster())) {
            older.cluster().pods().forEach(this::note);
            newer.cluster().pods().forEach(this::note);
        }
    }

    private void note(Pod pod) {
        if (!pod.owner().equals(pod.object()) && byObject.containsKey(pod.object())) {
            owners.put(pod.object(), pod.owner());
        }
    }

    /** Every object in which the clusters differ. */
    public ImmutableList<ObjectChange> objects() {
        return changes;
    }

    /** What became of the plans that answered a question about the older cluster, and the newer one's answer. */
    public PathsDiff diff(AttackPaths before) {
        PathQuery query = before.query();
        AttackPaths after = newer.find(query);
        Map<String, AttackPath> was = Maps.uniqueIndex(before.paths(), AttackPath::id);
        Map<String, AttackPath> is = Maps.uniqueIndex(after.paths(), AttackPath::id);
        List<PathChange> found = new ArrayList<>();
        int movedUp = 0;
        int movedDown = 0;
        for (AttackPath path : after.paths()) {
            AttackPath old = was.get(path.id());
            if (old != null) {
                both(query, old, path).ifPresent(found::add);
                continue;
            }
            Counterparts.Lack lack = older.lack(query, (FoundPath) path);
            if (lack.derivable()) {
                movedUp++;
            } else {
                found.add(change(Kind.APPEARED, path, Optional.empty(), lack.edges()));
            }
        }
        for (AttackPath path : before.paths()) {
            if (is.containsKey(path.id())) {
                continue;
            }
            Counterparts.Lack lack = newer.lack(query, (FoundPath) path);
            if (lack.derivable()) {
                movedDown++;
            } else {
                found.add(change(Kind.VANISHED, path, Optional.empty(), lack.edges()));
            }
        }
        found.sort(Comparator.comparing(PathChange::kind)
                .thenComparing(change -> change.path().effort())
                .thenComparing(change -> change.path().id()));
        return new PathsDiff(before, after, ImmutableList.copyOf(found), movedUp, movedDown);
    }

    private Optional<PathChange> both(PathQuery query, AttackPath old, AttackPath now) {
        int effort = Integer.compare(now.effort(), old.effort());
        int sureness = now.confidence().compareTo(old.confidence());
        if (effort == 0 && sureness == 0) {
            return Optional.empty();
        }
        Kind kind = effort != 0 ? effort < 0 ? Kind.CHEAPER : Kind.DEARER : sureness > 0 ? Kind.SURER : Kind.LESS_SURE;
        boolean better = kind == Kind.CHEAPER || kind == Kind.SURER;
        Set<AttackEdge> others = new HashSet<>(((FoundPath) (better ? old : now)).edges());
        List<AttackEdge> edges = ((FoundPath) (better ? now : old))
                .edges().stream().filter(edge -> !others.contains(edge)).toList();
        return Optional.of(change(kind, now, Optional.of(old), edges));
    }

    private PathChange change(Kind kind, AttackPath path, Optional<AttackPath> before, List<AttackEdge> edges) {
        Set<Evidence> facts = new TreeSet<>();
        Set<ObjectChange> causes = new TreeSet<>();
        for (AttackEdge edge : edges) {
            for (Evidence fact : edge.supports().get(0).facts()) {
                ObjectChange cause = byObject.get(fact.object());
                if (cause != null) {
                    facts.add(fact);
                    causes.add(top(cause));
                }
            }
        }
        if (!causes.isEmpty()) {
            return new PathChange(kind, path, before, ImmutableList.copyOf(causes), true, ImmutableList.copyOf(facts));
        }
        return new PathChange(kind, path, before, uncited(path), false, ImmutableList.of());
    }

    /** Of a pod that changed with its workload, the workload is what somebody changed. */
    private ObjectChange top(ObjectChange change) {
        ObjectRef owner = owners.get(change.object());
        return owner == null ? change : byObject.getOrDefault(owner, change);
    }

    /** What changed in a namespace that the plan passes through, or cluster-wide; everything when that is nothing. */
    private ImmutableList<ObjectChange> uncited(AttackPath path) {
        Set<String> namespaces = new HashSet<>(Set.of(""));
        path.steps()
                .forEach(step -> step.evidence()
                        .forEach(fact -> namespaces.add(fact.object().namespace())));
        ImmutableList<ObjectChange> near = changes.stream()
                .filter(change -> namespaces.contains(change.object().namespace()))
                .map(this::top)
                .distinct()
                .sorted()
                .collect(ImmutableList.toImmutableList());
        return near.isEmpty() ? changes : near;
    }
}
