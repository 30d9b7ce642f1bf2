package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.Resources;
import dev.postern.model.Cluster;
import dev.postern.model.PolicyRule;
import dev.postern.model.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What everybody may hold, as clusters are made: a table of rules, so that a grant is benign by what it grants, whatever its
 * name. The resource is in the form of {@link BuiltInRoles}.
 */
final class BenignGrants {
    private static final String RESOURCE = "benign-grants.txt";

    /** Subjects that stand for everybody: on the network, logged in, or running in a pod. */
    private static final ImmutableSet<Subject> EVERYBODY = ImmutableSet.of(
            Subject.user(ImplicitGroups.ANONYMOUS),
            Subject.group(ImplicitGroups.UNAUTHENTICATED),
            Subject.group(ImplicitGroups.AUTHENTICATED),
            Subject.group(ImplicitGroups.SERVICE_ACCOUNTS));

    private final RbacAuthorizer table;

    BenignGrants() {
        Cluster.Builder cluster = Cluster.builder();
        BuiltInRoles objects = load();
        objects.roles().forEach(cluster::add);
        objects.bindings().forEach(cluster::add);
        this.table = new RbacAuthorizer(
                new SubjectIndex(Policy.of(cluster.build(), false).bindings(), Groups.IMPLICIT));
    }

    static BuiltInRoles load() {
        try {
            return BuiltInRoles.parse(
                    Resources.readLines(Resources.getResource(BenignGrants.class, RESOURCE), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isEverybody(Subject subject) {
        return EVERYBODY.contains(subject);
    }

    /** The part of some rules that is more than the table has for such a subject in a scope, as single rights. */
    ImmutableList<PolicyRule> beyond(Subject everybody, Scope scope, List<PolicyRule> rules) {
        List<PolicyRule> benign = table.rules(UserInfo.of(everybody), scope.namespace()).stream()
                .map(HeldRule::rule)
                .toList();
        return Coverage.missing(benign, rules).stream()
                // A RoleBinding grants no URLs (E5).
                .filter(right ->
                        scope.isClusterWide() || right.nonResourceURLs().isEmpty())
                .collect(ImmutableList.toImmutableList());
    }
}
