package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Cluster;
import dev.postern.model.ClusterFacts;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which groups a subject is in when it logs in: those of a directory, as somebody says ({@link ClusterFacts#users}), and those
 * that the API server adds ({@link ImplicitGroups}).
 */
final class Groups {
    /** Those of the API server alone. */
    static final Groups IMPLICIT = new Groups(Cluster.builder().build());

    /** By user, the groups in their order, each with the fact that says so. */
    private final Map<Subject, Map<Subject.Group, Support>> ofDirectory = new LinkedHashMap<>();

    private final ImmutableListMultimap<Subject.Group, Subject> members;

    private Groups(Cluster cluster) {
        for (ClusterFacts facts : cluster.facts()) {
            for (ClusterFacts.User user : facts.users()) {
                // Of two that disagree the first counts, which the reader has reported.
                ofDirectory.computeIfAbsent(Subject.user(user.name()), key -> groups(facts, user));
            }
        }
        ImmutableListMultimap.Builder<Subject.Group, Subject> all = ImmutableListMultimap.builder();
        ofDirectory.keySet().stream()
                .sorted()
                .forEach(user -> directory(user).keySet().forEach(group -> all.put(group, user)));
        this.members = all.build();
    }

    static Groups of(Cluster cluster) {
        return new Groups(cluster);
    }

    private static Map<Subject.Group, Support> groups(ClusterFacts facts, ClusterFacts.User user) {
        Map<Subject.Group, Support> groups = new LinkedHashMap<>();
        for (int i = 0; i < user.groups().size(); i++) {
            String name = user.groups().get(i);
            groups.putIfAbsent(new Subject.Group(name), Support.of(facts.evidence(user.groupField(i), name)));
        }
        return groups;
    }

    private Map<Subject.Group, Support> directory(Subject subject) {
        return ofDirectory.getOrDefault(subject, Map.of());
    }

    /** Of a user or service account, the smallest first; for a group, the groups that contain all of its members. */
    ImmutableList<Subject.Group> of(Subject subject) {
        ImmutableList<Subject.Group> implicit = ImplicitGroups.of(subject);
        Map<Subject.Group, Support> more = directory(subject);
        if (more.isEmpty()) {
            return implicit;
        }
        Set<Subject.Group> all = new LinkedHashSet<>(more.keySet());
        all.removeAll(implicit);
        all.addAll(implicit);
        return ImmutableList.copyOf(all);
    }

    /** Name and groups of a subject that logs in; as {@link UserInfo#of(Subject)}. */
    UserInfo user(Subject subject) {
        return directory(subject).isEmpty()
                ? UserInfo.of(subject)
                : UserInfo.of(
                        subject.principal(),
                        of(subject).stream().map(Subject.Group::name).toList());
    }

    /** What says that a subject is in a group; nothing where the API server puts it there by itself. */
    Support support(Subject subject, Subject.Group group) {
        return directory(subject).getOrDefault(group, Support.NONE);
    }

    /** The same by names: of a user of whom something is said, whether or not the groups were asked about by name. */
    Support support(UserInfo user, String group) {
        return ofDirectory.isEmpty() ? Support.NONE : support(Subject.user(user.name()), new Subject.Group(group));
    }

    /** Those of whom something is said. */
    ImmutableSet<Subject> users() {
        return ImmutableSet.copyOf(ofDirectory.keySet());
    }

    /** Whether rights of several groups may come together in a subject though nothing is bound to it. */
    boolean mayCombine(Subject subject) {
        return directory(subject).size() > 1;
    }

    /** Who is said to be in a group, in order. */
    ImmutableList<Subject> members(Subject.Group group) {
        return members.get(group);
    }
}
