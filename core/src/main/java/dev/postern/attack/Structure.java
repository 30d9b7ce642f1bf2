package dev.postern.attack;

import dev.postern.attack.Vertex.AnyNode;
import dev.postern.attack.Vertex.ApiServerReach;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.attack.Vertex.ContainerControl;
import dev.postern.attack.Vertex.GainedRole;
import dev.postern.attack.Vertex.HeldRole;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.Internet;
import dev.postern.attack.Vertex.NamespaceControl;
import dev.postern.attack.Vertex.NetworkPosition;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.attack.Vertex.SecretRead;
import dev.postern.attack.Vertex.SomeNode;
import dev.postern.attack.Vertex.SymbolicNode;
import dev.postern.attack.Vertex.Token;
import dev.postern.model.ClusterFacts;
import dev.postern.model.Confidence;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import dev.postern.network.Network;
import dev.postern.rbac.Grant;
import dev.postern.rbac.Permit;
import dev.postern.rbac.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The silent edges that say what possessions contain others and which of them count as a target: no technique is needed
 * to get from a pod to its containers, or from a role that allows everything to cluster-admin.
 */
final class Structure {
    /** The group that the API server lets do everything before any other authorizer is asked. */
    private static final Subject MASTERS = Subject.group("system:masters");

    private static final Subject ANONYMOUS = Subject.user("system:anonymous");
    private static final Subject UNAUTHENTICATED = Subject.group("system:unauthenticated");
    private static final ObjectRef API_SERVER = ObjectRef.cluster("APIServer", "kube-apiserver");

    private Structure() {}

    /** Adds, for roles that some holder gains, that they are then held. */
    static void gainedRoles(List<Vertex> vertices, Edges edges) {
        for (Vertex vertex : vertices) {
            if (vertex instanceof GainedRole gained) {
                edges.silent(gained, gained.role()).byDefinition();
            }
        }
    }

    /** Adds, for vertices that are in the graph, what they count as. */
    static void targets(List<Vertex> vertices, Edges edges) {
        for (Vertex vertex : vertices) {
            if (vertex instanceof NodeControl || vertex instanceof SymbolicNode || vertex instanceof SomeNode) {
                edges.silent(vertex, new AnyNode()).byDefinition();
                edges.silent(vertex, new ApiServerReach()).byDefinition();
            }
            if (vertex instanceof Token token) {
                edges.silentJoin(List.of(token, new ApiServerReach()), new Identity(token.account()))
                        .byDefinition();
            }
            if (vertex instanceof ContainerControl
                    || vertex instanceof SecretRead
                    || (vertex instanceof Identity && !vertex.namespace().isEmpty())
                    || (vertex instanceof HeldRole role && role.role().kind().equals("Everything"))) {
                if (!vertex.namespace().isEmpty()) {
                    edges.silent(vertex, new NamespaceControl(vertex.namespace()))
                            .byDefinition();
                }
            }
        }
    }

    /** Adds what control of pods contains. */
    static void pods(Surroundings surroundings, Edges edges) {
        Map<Integer, NetworkPosition> positions = new HashMap<>();
        for (PodGroup group : surroundings.podGroups()) {
            int networkClass = group.networkClass();
            Decision api = surroundings.reachesApiServer(group);
            for (Container container : group.containers()) {
                ContainerControl control = group.container(container);
                // An init container has ended when its pod runs: to be in it, the attacker must make the pod start
                // again.
                edges.silent(group.vertex(), control)
                        .confidence(container.role() == Container.Role.INIT ? Confidence.POSSIBLE : Confidence.CERTAIN)
                        .byDefinition();
                if (networkClass != Network.NO_CLASS) {
                    edges.silent(
                                    control,
                                    positions.computeIfAbsent(
                                            networkClass, any -> Flows.position(surroundings.network(), any)))
                            .byDefinition();
                }
                if (api.outcome() != Outcome.DENIED) {
                    Edges.Edge edge = edges.silent(control, new ApiServerReach());
                    (api.isAllowed() ? edge : edge.provided(group.pod().object(), api.missing()))
                            .because(api.supports());
                }
            }
        }
    }

    /** Where somebody says that the API server can be reached from outside; what a request without credentials is, too. */
    static void outside(Facts facts, Edges edges) {
        Optional<ClusterFacts> said = facts.cluster().facts().stream()
                .filter(one -> one.publicApiServer().isPresent())
                .findFirst();
        if (said.flatMap(ClusterFacts::publicApiServer).orElse(false)) {
            Support reach = Support.of(said.get().evidence(ClusterFacts.EXPOSURE, "public"));
            edges.silent(new Internet(), new ApiServerReach()).because(reach);
            Decision anonymous = facts.rbac().anonymousRequests();
            if (anonymous.outcome() != Outcome.DENIED) {
                for (Subject subject : List.of(ANONYMOUS, UNAUTHENTICATED)) {
                    Edges.Edge edge = edges.silent(new Internet(), new Identity(subject));
                    (anonymous.isAllowed() ? edge : edge.provided(API_SERVER, anonymous.missing()))
                            .because(anonymous.supports().stream()
                                    .map(reach::and)
                                    .toList());
                }
            }
        }
    }

    /** Adds which roles and groups count as cluster-admin. */
    static void administrators(Facts facts, Edges edges) {
        for (Permit permit : facts.rbac().clusterAdminGrants()) {
            edges.silent(facts.vertex(permit.grant()), new ClusterAdmin()).because(permit.supports());
        }
        edges.silent(facts.vertex(Grant.everything(Scope.CLUSTER)), new ClusterAdmin())
                .byDefinition();
        edges.silent(new Identity(MASTERS), new ClusterAdmin())
                .because(Support.of(Evidence.assumed(
                        ObjectRef.cluster("Group", MASTERS.principal()),
                        "",
                        "the API server allows this group everything")));
    }
}
