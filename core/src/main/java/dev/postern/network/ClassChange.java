package dev.postern.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which pods are in other classes than before. Some pods were looked at anew and put into parts, within which no policy tells
 * them apart: those that are as their class was stay in it, the others make classes of their own. Numbers are kept without gaps:
 * what is left empty is used again, or the last class takes its number.
 */
final class ClassChange {
    /** A part of the pods looked at, and the class in which its pods were. */
    record Meeting(int part, int networkClass) {}

    private final NetworkClasses former;
    private final NetworkClasses parts;
    /** For each part the class that its pods join or make. */
    private final int[] classOfPart;

    private final List<Integer> ownParts = new ArrayList<>();
    /** Classes whose number is another than before. */
    private final Map<Integer, Integer> renamed = new TreeMap<>();

    /** Numbers that are given to others than before, or to nobody. */
    private final RoaringBitmap concerned = new RoaringBitmap();

    private final int count;
    private final int[] classOfPod;

    /**
     * Gives out the numbers.
     *
     * @param pods positions of the pods that were looked at, in the order in which {@code parts} has them
     * @param alike the parts and classes of which pods are as they were
     */
    ClassChange(NetworkClasses former, PodChange change, List<Integer> pods, NetworkClasses parts, Set<Meeting> alike) {
        this.former = former;
        this.parts = parts;
        int[] left = new int[former.count()];
        for (int c = 0; c < left.length; c++) {
            left[c] = former.size(c);
        }
        change.gone().forEach(pod -> leave(left, former.classOf(pod)));
        classOfPart = new int[parts.count()];
        Arrays.fill(classOfPart, Network.NO_CLASS);
        alike.forEach(meeting -> classOfPart[meeting.part()] = classOfPart[meeting.part()] < 0
                ? meeting.networkClass()
                : Math.min(classOfPart[meeting.part()], meeting.networkClass()));
        List<Integer> moving = new ArrayList<>();
        for (int i = 0; i < pods.size(); i++) {
            int was = before(change, pods.get(i));
            if (parts.classOf(i) < 0 || !alike.contains(new Meeting(parts.classOf(i), was))) {
                leave(left, was);
                moving.add(i);
            }
        }
        count = fill(number(left, change, pods, moving), left);
        classOfPod = new int[change.before().length];
        for (int pod = 0; pod < classOfPod.length; pod++) {
            classOfPod[pod] = now(before(change, pod));
        }
        ownParts.forEach(part -> concerned.add(classOfPart[part]));
        renamed.values().forEach(concerned::add);
        concerned.add((long) count, Math.max(count, former.count()));
        moving.forEach(
                i -> classOfPod[pods.get(i)] = parts.classOf(i) < 0 ? Network.NO_CLASS : classOfPart[parts.classOf(i)]);
    }

    private int before(PodChange change, int pod) {
        int before = change.before()[pod];
        return before < 0 ? Network.NO_CLASS : former.classOf(before);
    }

    private static void leave(int[] left, int networkClass) {
        if (networkClass >= 0) {
            left[networkClass]--;
        }
    }

    /** Numbers the parts that are classes of their own, and takes note of the numbers in {@code left}; the next number. */
    private int number(int[] left, PodChange change, List<Integer> pods, List<Integer> moving) {
        Set<Integer> without = new TreeSet<>();
        for (int i : moving) {
            int part = parts.classOf(i);
            int was = before(change, pods.get(i));
            if (part >= 0 && classOfPart[part] < 0) {
                without.add(part);
                // A class that all leave hands on its number to one of the parts, so that least is rewritten.
                if (was >= 0 && left[was] == 0) {
                    own(part, was, left);
                    without.remove(part);
                }
            }
        }
        int next = left.length;
        int hole = 0;
        for (int part : without) {
            while (hole < left.length && left[hole] != 0) {
                hole++;
            }
            own(part, hole < left.length ? hole : next++, left);
        }
        return next;
    }

    private void own(int part, int number, int[] left) {
        classOfPart[part] = number;
        ownParts.add(part);
        if (number < left.length) {
            left[number] = -1;
        }
    }

    /** Gives numbers that nobody has any more to the last classes; the count of classes. */
    private int fill(int next, int[] left) {
        int last = next;
        for (int hole = 0; hole < last; hole++) {
            // What is before the hole is somebody's by now, though it was left once.
            while (last > hole && last <= left.length && left[last - 1] == 0) {
                last--;
            }
            if (hole < last && left.length > hole && left[hole] == 0) {
                last--;
                move(last, hole);
            }
        }
        return last;
    }

    private void move(int last, int hole) {
        boolean own = false;
        for (int part : ownParts) {
            if (classOfPart[part] == last) {
                classOfPart[part] = hole;
                own = true;
            }
        }
        if (!own) {
            renamed.put(last, hole);
            for (int part = 0; part < classOfPart.length; part++) {
                classOfPart[part] = classOfPart[part] == last ? hole : classOfPart[part];
            }
        }
    }

    /** The number that a class has now. */
    private int now(int before) {
        // Only the last ones have other numbers.
        return before < count ? before : renamed.getOrDefault(before, before);
    }

    int count() {
        return count;
    }

    /** What the classes were called that have another number now. */
    Set<Integer> renamed() {
        return renamed.keySet();
    }

    /** The classes of which something is others than before: their pods are, or their number. */
    RoaringBitmap changed() {
        RoaringBitmap changed = new RoaringBitmap();
        ownParts.forEach(part -> changed.add(classOfPart[part]));
        renamed.values().forEach(changed::add);
        return changed;
    }

    /** The classes that some parts join or make. */
    RoaringBitmap of(RoaringBitmap someParts) {
        RoaringBitmap classes = new RoaringBitmap();
        someParts.forEach((int part) -> classes.add(classOfPart[part]));
        return classes;
    }

    /** Classes as they are numbered now; those that are no longer there are left out. */
    RoaringBitmap now(RoaringBitmap before) {
        RoaringBitmap now = new RoaringBitmap();
        before.forEach((int c) -> {
            if (now(c) < count) {
                now.add(now(c));
            }
        });
        return now;
    }

    /**
     * What a set of classes is now.
     *
     * @param holds whether a part is in it
     * @return the same set if it does not change
     */
    RoaringBitmap set(RoaringBitmap before, IntPredicate holds) {
        RoaringBitmap[] now = {before};
        if (!RoaringBitmap.intersects(before, concerned) && ownParts.stream().noneMatch(holds::test)) {
            return before;
        }
        ownParts.forEach(part -> set(before, now, classOfPart[part], holds.test(part)));
        renamed.forEach((last, hole) -> set(before, now, hole, before.contains(last)));
        if (!before.isEmpty() && before.last() >= count) {
            now[0] = Identity.same(now[0], before) ? before.clone() : now[0];
            now[0].remove((long) count, former.count());
        }
        return now[0];
    }

    private static void set(RoaringBitmap before, RoaringBitmap[] now, int networkClass, boolean contained) {
        if (before.contains(networkClass) != contained) {
            now[0] = Identity.same(now[0], before) ? before.clone() : now[0];
            if (contained) {
                now[0].add(networkClass);
            } else {
                now[0].remove(networkClass);
            }
        }
    }

    /** The classes of all pods. */
    NetworkClasses classes() {
        int[] traits = new int[count];
        int[] resolutions = new int[count];
        for (int c = 0; c < former.count(); c++) {
            if (now(c) < count) {
                traits[now(c)] = former.traits(c);
                resolutions[now(c)] = former.resolution(c);
            }
        }
        for (int part : ownParts) {
            traits[classOfPart[part]] = parts.traits(part);
            resolutions[classOfPart[part]] = parts.resolution(part);
        }
        return new NetworkClasses(classOfPod, traits, resolutions);
    }
}
