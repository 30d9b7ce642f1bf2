package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.AttackEdge;
import dev.postern.attack.Derived;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Facts;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.GainedRole;
import dev.postern.attack.Vertex.HeldRole;
import dev.postern.attack.Vertex.Identity;
import dev.postern.model.Basis;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.RoleRef;
import dev.postern.model.Subject;
import dev.postern.model.SubjectEntry;
import dev.postern.rbac.Holding;
import dev.postern.rbac.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rights that somebody might hold. Each is a role of the relaxed cluster, held by a group of its own in which nobody is:
 * so the rules say what it leads to, and no right of anybody else's is mixed with it. Whoever the attacker acts as may buy
 * the holding of such a role, and of roles of the input, through one hub: the graph stays linear.
 */
final class RightOffers {
    /** No object of Kubernetes has such a name, except of kinds that are never read from a dump of it. */
    private final String prefix;

    private final Facts facts;
    private final Set<String> namespaces;

    /** {@code namespaces}: where rights are offered for one namespace alone. */
    RightOffers(Facts facts, Set<String> namespaces) {
        this.facts = facts;
        this.namespaces = namespaces;
        this.prefix = unusedPrefix(facts.cluster());
    }

    private static String unusedPrefix(Cluster cluster) {
        String prefix = "(missing)";
        while (isUsed(cluster, prefix)) {
            prefix = "(" + prefix + ")";
        }
        return prefix + " ";
    }

    private static boolean isUsed(Cluster cluster, String prefix) {
        return cluster.roles().stream().anyMatch(role -> role.meta().name().startsWith(prefix))
                || cluster.roleBindings().stream()
                        .anyMatch(binding -> binding.meta().name().startsWith(prefix)
                                || binding.subjects().stream()
                                        .anyMatch(subject -> subject.name().startsWith(prefix)));
    }

    /** The cluster with all these roles. */
    Cluster relaxed(Cluster cluster) {
        List<KubernetesObject> objects = new ArrayList<>();
        for (MissingRight right : MissingRight.ALL) {
            String name = prefix + right.id();
            SubjectEntry nobody = new SubjectEntry("Group", "", name);
            objects.add(role(name, right));
            objects.add(binding("", name, new RoleRef("ClusterRole", name), nobody));
            if (right.namespaced()) {
                namespaces.forEach(
                        namespace -> objects.add(binding(namespace, name, new RoleRef("ClusterRole", name), nobody)));
            }
        }
        return ClusterEdits.with(cluster, objects);
    }

    private static Role role(String name, MissingRight right) {
        return new Role(ObjectMeta.of("", name), true, right.rules(), Optional.empty());
    }

    private static RoleBinding binding(String namespace, String name, RoleRef role, SubjectEntry subject) {
        return new RoleBinding(ObjectMeta.of(namespace, name), namespace.isEmpty(), role, ImmutableList.of(subject));
    }

    /** Whether an edge is there only because of the groups in which nobody is, or gives one of these roles for nothing. */
    boolean isArtefact(AttackEdge edge) {
        return isNobody(edge.to())
                || edge.premises().stream().anyMatch(this::isNobody)
                || isOffered(edge.to())
                || edge.premises().stream().anyMatch(premise -> premise instanceof GainedRole role && isOffered(role));
    }

    private boolean isNobody(Vertex vertex) {
        return vertex instanceof Identity identity
                        && identity.subject().principal().startsWith(prefix)
                || vertex instanceof GainedRole role && role.holder().startsWith("group:" + prefix);
    }

    private boolean isOffered(Vertex vertex) {
        if (vertex instanceof HeldRole role) {
            return role.role().name().startsWith(prefix);
        }
        return vertex instanceof GainedRole role && role.role().role().name().startsWith(prefix);
    }

    /** Offers what whoever acts as somebody may buy. */
    void offer(Derived relaxed, EdgeType grant, Offers offers) {
        Vertex hub = Offers.hub("rights");
        for (Vertex vertex : relaxed.graph().vertices()) {
            if (vertex instanceof Identity identity && mayBeGranted(identity)) {
                offers.free(Offers.silent(identity, hub));
            }
        }
        for (MissingRight right : MissingRight.ALL) {
            ObjectRef role = ObjectRef.cluster("ClusterRole", prefix + right.id());
            offer(relaxed, grant, offers, hub, right, new HeldRole(role, Scope.CLUSTER));
            for (String namespace : right.namespaced() ? namespaces : Set.<String>of()) {
                offer(relaxed, grant, offers, hub, right, new HeldRole(role, Scope.namespace(namespace)));
            }
        }
        for (Vertex vertex : relaxed.graph().vertices()) {
            if (vertex instanceof HeldRole role
                    && !isOffered(role)
                    && !facts.isClusterAdminRole(role)
                    && role.role().kind().endsWith("Role")
                    && (role.scope().isClusterWide() || role.scope().isOneNamespace())) {
                MissingFact.Kind kind =
                        role.scope().isClusterWide() ? MissingFact.Kind.CLUSTER_BINDING : MissingFact.Kind.BINDING;
                offers.add(
                        Offers.step(facts, grant, hub, role),
                        kind.price(),
                        from -> from instanceof Identity holder
                                ? ImmutableList.of(bound(holder.subject(), role, kind))
                                : ImmutableList.of());
            }
        }
    }

    /** Nobody grants anything to everybody outside by mistake that a nearest miss should be made of. */
    private boolean mayBeGranted(Identity identity) {
        String name = identity.subject().principal();
        return !isNobody(identity)
                && !name.equals("system:anonymous")
                && !name.equals("system:unauthenticated")
                && !name.equals("system:masters");
    }

    private void offer(Derived relaxed, EdgeType grant, Offers offers, Vertex hub, MissingRight right, HeldRole role) {
        offers.add(
                Offers.step(facts, grant, hub, role), right.kind(role.scope()).price(), from -> {
                    if (from instanceof Identity holder) {
                        return ImmutableList.of(granted(holder.subject(), right, role.scope()));
                    }
                    return ImmutableList.of();
                });
    }

    private Purchase granted(Subject subject, MissingRight right, Scope scope) {
        String name = prefix + right.id();
        List<KubernetesObject> objects = List.of(
                role(name, right),
                binding(
                        scope.namespace(),
                        name + " of " + subject.principal(),
                        new RoleRef("ClusterRole", name),
                        entry(subject)));
        MissingFact missing = new MissingFact(
                right.kind(scope),
                object(subject),
                subject.describe() + " would have to be allowed to " + right.words() + " " + scope.describe(),
                bindings(subject));
        return new Purchase(
                missing,
                cluster -> ClusterEdits.with(cluster, objects),
                right.narrower().stream()
                        .map(less -> granted(subject, less, scope))
                        .collect(ImmutableList.toImmutableList()));
    }

    private Purchase bound(Subject subject, HeldRole role, MissingFact.Kind kind) {
        String name = prefix + role.role().name() + " of " + subject.principal();
        RoleBinding binding = binding(
                role.scope().namespace(),
                name,
                new RoleRef(role.role().kind(), role.role().name()),
                entry(subject));
        MissingFact missing = new MissingFact(
                kind,
                object(subject),
                subject.describe() + " would have to be bound to " + role.describe(),
                bindings(subject));
        return new Purchase(missing, cluster -> ClusterEdits.with(cluster, ImmutableList.of(binding)));
    }

    private static SubjectEntry entry(Subject subject) {
        return subject instanceof Subject.ServiceAccount account
                ? new SubjectEntry("ServiceAccount", account.namespace(), account.name())
                : new SubjectEntry(subject.kind(), "", subject.principal());
    }

    private static ObjectRef object(Subject subject) {
        return subject instanceof Subject.ServiceAccount account
                ? account.ref()
                : ObjectRef.cluster(subject.kind(), subject.principal());
    }

    /**
     * The entries of bindings that the input holds and that name it or a group it is in: none of them gives the right. Those
     * that every cluster is born with are left out.
     */
    private ImmutableList<Evidence> bindings(Subject subject) {
        Set<Subject> also = new HashSet<>(facts.rbac().groupsOf(subject));
        also.add(subject);
        Set<Evidence> named = new TreeSet<>();
        for (Holding holding : facts.rbac().holdings()) {
            if (also.contains(holding.subject())) {
                holding.supports()
                        .forEach(support -> support.facts().stream()
                                .filter(fact -> fact.basis() == Basis.STATED
                                        && fact.object().kind().endsWith("Binding")
                                        && !fact.object().name().startsWith("system:"))
                                .forEach(named::add));
            }
        }
        return ImmutableList.copyOf(named);
    }
}
