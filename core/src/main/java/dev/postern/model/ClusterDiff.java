package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** In what two clusters differ, as far as the model holds it: where an object was read does not count. */
public final class ClusterDiff {
    private ClusterDiff() {}

    /**
     * Every object that only one has, or that says something else in the other; sorted. O(objects), without those in lists
     * that the clusters share.
     */
    public static ImmutableList<ObjectChange> between(Cluster older, Cluster newer) {
        List<ObjectChange> changes = new ArrayList<>();
        Map<ObjectRef, Record> left = new HashMap<>();
        boolean pods = !older.sharesPods(newer);
        older.objectsNotIn(newer).forEach(object -> left.put(object.ref(), (Record) object));
        if (pods) {
            older.existingPods().forEach(pod -> left.put(pod.object(), pod));
        }
        newer.objectsNotIn(older).forEach(object -> compare(left, object.ref(), (Record) object, changes));
        if (pods) {
            newer.existingPods().forEach(pod -> compare(left, pod.object(), pod, changes));
        }
        left.keySet().forEach(object -> changes.add(new ObjectChange(object, ObjectChange.Kind.REMOVED)));
        return changes.stream().sorted().collect(ImmutableList.toImmutableList());
    }

    private static void compare(Map<ObjectRef, Record> left, ObjectRef ref, Record object, List<ObjectChange> changes) {
        Record before = left.remove(ref);
        if (before == null) {
            changes.add(new ObjectChange(ref, ObjectChange.Kind.ADDED));
        } else if (!equal(before, object)) {
            changes.add(new ObjectChange(ref, ObjectChange.Kind.CHANGED));
        }
    }

    /** Whether two objects say the same, wherever they stand and whether or not they name their namespace. */
    public static boolean equal(Record a, Record b) {
        if (a.equals(b)) {
            return true;
        }
        if (a.getClass() != b.getClass()) {
            return false;
        }
        try {
            for (RecordComponent component : a.getClass().getRecordComponents()) {
                Object left = component.getAccessor().invoke(a);
                Object right = component.getAccessor().invoke(b);
                if (component.getType() == ObjectMeta.class
                        ? !unplaced((ObjectMeta) left).equals(unplaced((ObjectMeta) right))
                        : !left.equals(right)) {
                    return false;
                }
            }
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError("accessors of public records do not fail", e);
        }
    }

    private static ObjectMeta unplaced(ObjectMeta meta) {
        return new ObjectMeta(
                meta.name(),
                meta.namespace(),
                Basis.STATED,
                meta.labels(),
                meta.annotations(),
                meta.live(),
                meta.controller(),
                Origin.NONE);
    }
}
