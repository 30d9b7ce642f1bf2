package dev.postern.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.AttackEdge;
import dev.postern.attack.Derived;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.ApiServerReach;
import dev.postern.attack.Vertex.ContainerControl;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.May;
import dev.postern.attack.Vertex.PodControl;
import dev.postern.attack.Vertex.SymbolicNode;
import dev.postern.attack.Vertex.Token;
import dev.postern.model.AdmissionPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.PodPolicy;
import dev.postern.model.PodSpec;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What namespaces refuse and what pods are not given: the graph is derived again from a cluster where they do and are,
 * and each edge that it has and that of the cluster itself has not is offered.
 */
final class PodOffers {
    /** Labels that may have to change besides a policy: which of them is tried out. */
    private static final int MAX_LABELS = 16;

    private record Step(Optional<EdgeType> type, ImmutableList<Vertex> premises, Vertex to) {
        static Step of(AttackEdge edge) {
            return new Step(edge.type(), edge.premises(), edge.to());
        }
    }

    private final Facts facts;
    private final Derived own;
    private final RightOffers rights;
    private final Cluster base;
    private final Map<Step, AttackEdge> known = new HashMap<>();
    private final Set<Vertex> vertices = new HashSet<>();
    private final Offers offers;

    /** {@code relaxed}: of the cluster in which only rights are offered. */
    PodOffers(Derived own, RightOffers rights, Derived relaxed, Offers offers) {
        this.facts = own.facts();
        this.own = own;
        this.rights = rights;
        this.base = relaxed.facts().cluster();
        this.offers = offers;
        relaxed.graph().forEachEdge(edge -> known.merge(Step.of(edge), edge, PodOffers::surer));
        vertices.addAll(relaxed.graph().vertices());
    }

    private static AttackEdge surer(AttackEdge one, AttackEdge other) {
        return one.confidence().compareTo(other.confidence()) >= 0 ? one : other;
    }

    private boolean isNew(AttackEdge edge) {
        AttackEdge old = known.get(Step.of(edge));
        return !rights.isArtefact(edge) && (old == null || old.confidence().compareTo(edge.confidence()) < 0);
    }

    /** Namespaces labelled so that they let every pod in; {@code first}: where this is tried first. */
    void labels(Set<String> first) {
        ImmutableSet<String> all = facts.namespaces();
        List<String> closed = all.stream().filter(this::isClosed).toList();
        if (closed.isEmpty()) {
            policies(base, closed);
            return;
        }
        Cluster labelled = ClusterEdits.labelled(base, closed);
        Derived derived = own.after(labelled);
        List<AttackEdge> more = new ArrayList<>();
        derived.graph().forEachEdge(edge -> {
            if (isNew(edge)) {
                more.add(edge);
            }
        });
        for (AttackEdge edge : more) {
            known.put(Step.of(edge), edge);
            vertices.addAll(edge.premises());
            vertices.add(edge.to());
            Optional<String> namespace = labelOf(edge, closed, first);
            if (namespace.isPresent()) {
                offers.add(
                        edge,
                        MissingFact.Kind.POD_SECURITY_LABEL.price(),
                        from -> ImmutableList.of(labelled(namespace.get())));
            } else {
                offers.free(edge);
            }
        }
        policies(labelled, closed);
    }

    private boolean isClosed(String namespace) {
        return facts.podSecurity().admission(namespace).support().facts().stream()
                .noneMatch(
                        fact -> fact.field().contains("enforce") && fact.value().equals("privileged"));
    }

    /** The namespace whose label an edge needs; empty when some ground of it needs none. */
    private static Optional<String> labelOf(AttackEdge edge, List<String> closed, Set<String> first) {
        List<String> cited = new ArrayList<>();
        for (Support support : edge.supports()) {
            Optional<String> label = support.facts().stream()
                    .filter(fact -> fact.object().kind().equals("Namespace")
                            && fact.field().contains(ClusterEdits.ENFORCE)
                            && closed.contains(fact.object().name()))
                    .map(fact -> fact.object().name())
                    .findFirst();
            if (label.isEmpty()) {
                return Optional.empty();
            }
            cited.add(label.get());
        }
        return cited.stream()
                .filter(first::contains)
                .findFirst()
                .or(() -> cited.stream().findFirst());
    }

    private Purchase labelled(String namespace) {
        ObjectRef ref = ObjectRef.cluster("Namespace", namespace);
        MissingFact missing = new MissingFact(
                MissingFact.Kind.POD_SECURITY_LABEL,
                ref,
                ref + " would have to be labelled " + ClusterEdits.ENFORCE + "=privileged",
                ImmutableList.copyOf(
                        facts.podSecurity().admission(namespace).support().facts()));
        return new Purchase(missing, cluster -> ClusterEdits.labelled(cluster, ImmutableList.of(namespace)));
    }

    /** Policies that somebody installed; which of them must go is tried out. OpenShift's constraints cannot. */
    private void policies(Cluster labelled, List<String> closed) {
        List<ObjectRef> all = new ArrayList<>();
        for (AdmissionPolicy policy : base.admissionPolicies()) {
            if (!policy.checks().isEmpty()) {
                all.add(policy.ref());
            }
        }
        base.podPolicies().stream()
                .filter(policy -> !policy.isConstraints())
                .map(PodPolicy::ref)
                .forEach(all::add);
        if (all.isEmpty()) {
            return;
        }
        ImmutableList.Builder<Purchase> lifted = ImmutableList.builder();
        closed.stream().limit(MAX_LABELS).map(this::labelled).forEach(lifted::add);
        all.stream().map(PodOffers::lifted).forEach(lifted::add);
        ImmutableList<Purchase> purchases = lifted.build();
        own.after(ClusterEdits.without(labelled, all)).graph().forEachEdge(edge -> {
            if (!isNew(edge)) {
                return;
            }
            // What is new behind a vertex that is new was paid for on the way to it.
            boolean paid = !vertices.containsAll(edge.premises());
            if (paid || isLayout(edge)) {
                offers.free(edge);
            } else {
                offers.add(edge, MissingFact.Kind.ADMISSION_POLICY.price(), from -> purchases);
            }
        });
    }

    /** Whether an edge only says how one right is spread over hubs that are there. */
    private boolean isLayout(AttackEdge edge) {
        return edge.type().isEmpty()
                && edge.premises().get(0) instanceof May from
                && edge.to() instanceof May to
                && from.right().equals(to.right())
                && vertices.contains(to);
    }

    private static Purchase lifted(ObjectRef policy) {
        MissingFact missing = new MissingFact(
                MissingFact.Kind.ADMISSION_POLICY,
                policy,
                policy + " would have to be absent",
                ImmutableList.of(Evidence.stated(policy, "", "exists")));
        return new Purchase(missing, cluster -> ClusterEdits.without(cluster, ImmutableList.of(policy)));
    }

    /** Pods that are given no token. */
    void tokens() {
        List<PodGroup> without = facts.podGroups().stream()
                .filter(group -> !group.pod().mirror()
                        && group.containers().stream()
                                .anyMatch(container -> token(group, container).outcome() == Outcome.DENIED))
                .toList();
        again(
                without,
                ClusterEdits::withToken,
                MissingFact.Kind.TOKEN,
                (group, container) -> remade(
                        group,
                        ClusterEdits::withToken,
                        new MissingFact(
                                MissingFact.Kind.TOKEN,
                                ClusterEdits.changedFor(facts.cluster(), group.pod()),
                                group.vertex().describe() + " would have to be given a token of "
                                        + group.pod().serviceAccount().describe()
                                        + " (automountServiceAccountToken: true)",
                                token(group, container).evidence())));
    }

    private Decision token(PodGroup group, Container container) {
        return facts.token(group, container);
    }

    /** Containers that are not privileged, of some groups. */
    void privileged(List<PodGroup> groups) {
        again(
                groups,
                spec -> ClusterEdits.privileged(spec, Optional.empty()),
                MissingFact.Kind.PRIVILEGED,
                (group, container) -> remade(
                        group,
                        spec -> ClusterEdits.privileged(spec, Optional.of(container.name())),
                        new MissingFact(
                                MissingFact.Kind.PRIVILEGED,
                                ClusterEdits.changedFor(facts.cluster(), group.pod()),
                                "container " + container.name() + " of "
                                        + group.vertex().describe() + " would have to be privileged",
                                ImmutableList.of(notPrivileged(group, container)))));
    }

    private static Evidence notPrivileged(PodGroup group, Container container) {
        String field = group.pod().field(container.field() + ".securityContext.privileged");
        return container.securityContext().privileged().isPresent()
                ? Evidence.stated(group.pod().object(), field, "false")
                : Evidence.byDefault(group.pod().object(), field, "false");
    }

    private static Purchase remade(PodGroup group, UnaryOperator<PodSpec> spec, MissingFact missing) {
        return new Purchase(missing, cluster -> ClusterEdits.remade(cluster, ImmutableList.of(group), spec));
    }

    private interface Remaking {
        Purchase of(PodGroup group, Container container);
    }

    /** Derives the graph with these pods made anew; offers what their containers then lead to. */
    private void again(List<PodGroup> groups, UnaryOperator<PodSpec> spec, MissingFact.Kind kind, Remaking remaking) {
        if (groups.isEmpty()) {
            return;
        }
        Derived derived = own.after(ClusterEdits.remade(base, groups, spec));
        Map<PodControl, PodGroup> old = new HashMap<>();
        derived.facts()
                .podGroups()
                .forEach(group -> facts.group(group.pod()).ifPresent(was -> old.put(group.vertex(), was)));
        Set<PodGroup> changed = Set.copyOf(groups);
        derived.graph().forEachEdge(edge -> {
            if (edge.type().isEmpty()
                    || edge.premises().size() != 1
                    || !(edge.premises().get(0) instanceof ContainerControl control)) {
                return;
            }
            PodGroup group = old.get(control.pod());
            if (group == null || !changed.contains(group)) {
                return;
            }
            AttackEdge same = new AttackEdge(
                    edge.type(),
                    ImmutableList.of(new ContainerControl(group.vertex(), control.container())),
                    same(edge.to(), old),
                    edge.effort(),
                    edge.confidence(),
                    edge.assumption(),
                    edge.supports());
            if (isNew(same)) {
                if (same.to() instanceof Token token) {
                    offers.free(usable(token));
                }
                group.containers().stream()
                        .filter(container -> container.name().equals(control.container()))
                        .findFirst()
                        .ifPresent(container -> offers.add(
                                same, kind.price(), from -> ImmutableList.of(remaking.of(group, container))));
            }
        });
    }

    /** As in every graph that holds such a token. */
    private static AttackEdge usable(Token token) {
        return new AttackEdge(
                Optional.empty(),
                ImmutableList.of(token, new ApiServerReach()),
                new Identity(token.account()),
                0,
                Confidence.CERTAIN,
                false,
                ImmutableList.of(Support.NONE));
    }

    /** What the graph of the cluster itself calls a vertex: its pods may be grouped otherwise. */
    private static Vertex same(Vertex vertex, Map<PodControl, PodGroup> old) {
        if (vertex instanceof SymbolicNode node) {
            PodGroup group = old.get(node.pod());
            return group == null ? vertex : new SymbolicNode(group.vertex());
        }
        return vertex;
    }
}
