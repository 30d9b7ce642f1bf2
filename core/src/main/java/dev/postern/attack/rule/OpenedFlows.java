package dev.postern.attack.rule;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ListMultimap;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.ClosedPort;
import dev.postern.attack.Vertex.May;
import dev.postern.attack.Vertex.ObjectWrite;
import dev.postern.attack.Vertex.OpenedPosition;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.network.Listener;
import dev.postern.network.Network;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Flows that policies close and that a write to those policies opens. Each side is lifted by itself, perhaps by two identities:
 * the position of who sends, with writes to all policies that bind it for egress, and the port, with writes to all that bind
 * its pod for ingress. What is left bound says what passes, so that no pair of classes is laid out.
 */
final class OpenedFlows {
    /** Whom nothing binds in what it sends reaches every port that only its own policies close. */
    private static final May UNBOUND =
            new May("send-unbound", "*", "send packets to whatever port only its own policies close");

    private final Facts facts;
    private final Edges edges;
    private final Set<String> namespaces = new HashSet<>();
    private boolean everywhere;
    private boolean administrators;
    /** By kind. */
    private final ListMultimap<String, Permit> extensions = ArrayListMultimap.create();

    private OpenedFlows(Facts facts, Edges edges) {
        this.facts = facts;
        this.edges = edges;
        for (Permit permit : writes("networking.k8s.io", "networkpolicies")) {
            if (permit.scope().isOneNamespace()) {
                namespaces.add(permit.scope().namespace());
            } else {
                everywhere = true;
            }
        }
        for (ExtensionPolicies.Kind kind : ExtensionPolicies.KINDS) {
            for (String group : kind.groups()) {
                extensions.putAll(kind.name(), writes(group, kind.resource()));
            }
        }
        for (String kind : PolicyWrites.ADMINISTRATORS_RESOURCES) {
            administrators |= !writes(PolicyWrites.ADMINISTRATORS, kind).isEmpty();
        }
    }

    static void derive(Facts facts, Edges edges) {
        OpenedFlows opened = new OpenedFlows(facts, edges);
        if (opened.everywhere
                || opened.administrators
                || !opened.namespaces.isEmpty()
                || !opened.extensions.isEmpty()) {
            opened.derive();
        }
    }

    /** Administrators get everything there in nearer ways. */
    private List<Permit> writes(String group, String resource) {
        List<Permission> any = new ArrayList<>();
        for (String verb : List.of("create", "update", "patch", "delete", "deletecollection")) {
            any.add(Permission.of(verb, group, resource));
        }
        return facts.rbac().permits(any.toArray(new Permission[0])).stream()
                .filter(permit -> !facts.isClusterAdminRole(facts.vertex(permit.grant())))
                .toList();
    }

    private void derive() {
        List<ClosedPort> ports = new ArrayList<>();
        for (PodGroup group : facts.podGroups()) {
            if (group.networkClass() != Network.NO_CLASS) {
                ports(group, ports);
            }
        }
        Set<Integer> seen = new HashSet<>();
        for (PodGroup group : facts.podGroups()) {
            if (group.networkClass() != Network.NO_CLASS && seen.add(group.networkClass())) {
                position(group.networkClass(), !ports.isEmpty());
            }
        }
        for (ClosedPort port : new TreeSet<>(ports)) {
            edges.add(UNBOUND, port).byDefinition();
        }
    }

    private void position(int networkClass, boolean anyPort) {
        List<ObjectRef> binding = facts.network().binding(networkClass, true);
        Vertex.NetworkPosition position = facts.position(networkClass);
        if (binding.isEmpty()) {
            if (anyPort) {
                edges.silent(position, UNBOUND).byDefinition();
            }
        } else if (binding.stream().allMatch(this::isWritable)) {
            OpenedPosition free = new OpenedPosition(position.representative());
            edges.silentJoin(with(position, binding), free).because(grounds(binding));
            if (anyPort) {
                edges.silent(free, UNBOUND).byDefinition();
            }
        }
    }

    private void ports(PodGroup group, List<ClosedPort> ports) {
        List<ObjectRef> binding = facts.network().binding(group.networkClass(), false);
        if (binding.isEmpty() || !binding.stream().allMatch(this::isWritable)) {
            return;
        }
        for (Listener listener : facts.listeners(group)) {
            PortReach reach = new PortReach(group.vertex(), listener.protocol(), listener.port());
            ClosedPort port = new ClosedPort(reach);
            ports.add(port);
            edges.silentJoin(with(port, binding), reach).because(grounds(binding));
        }
    }

    private boolean isWritable(ObjectRef policy) {
        // By another kind of the same plugin as well, for which each policy is looked at again where rights are laid
        // out.
        if (ExtensionPolicies.KINDS.stream().anyMatch(kind -> kind.isOf(policy))) {
            return !extensions.isEmpty();
        }
        return policy.namespace().isEmpty()
                ? administrators
                : everywhere || administrators || namespaces.contains(policy.namespace()) || !extensions.isEmpty();
    }

    private static ImmutableList<Vertex> with(Vertex first, List<ObjectRef> policies) {
        ImmutableList.Builder<Vertex> premises = ImmutableList.builder();
        premises.add(first);
        policies.forEach(policy -> premises.add(new ObjectWrite(policy)));
        return premises.build();
    }

    private static Support grounds(List<ObjectRef> policies) {
        return Support.of(policies.stream()
                .map(policy -> Evidence.stated(policy, "", "binds it"))
                .toList());
    }
}
