package dev.postern.attack;

import dev.postern.model.ObjectRef;
import dev.postern.model.Protocol;
import dev.postern.model.Subject;
import dev.postern.rbac.Scope;
import java.util.Locale;

/**
 * Something an attacker has: an identity they act as, a container they run code in, a node they control, an object they
 * can read. Hubs ({@link #isHub()}) are possessions too ("may create pods in
 * namespace shop"), but too technical to print: output folds them into the step that follows.
 *
 * <p>Vertices are values. {@link #id()} is their canonical key, in the notation that queries accept; the order of ids is
 * the order of vertices wherever order matters.
 */
public sealed interface Vertex extends Comparable<Vertex> {
    /** The canonical key, unique in a graph and stable between runs, for instance {@code sa:shop/cart}. */
    String id();

    /** For people, for instance {@code ServiceAccount shop/cart}. */
    String describe();

    /** The namespace this possession lies in; empty for cluster-wide ones. */
    default String namespace() {
        return "";
    }

    /** Whether output folds this vertex away. */
    default boolean isHub() {
        return false;
    }

    @Override
    default int compareTo(Vertex other) {
        return id().compareTo(other.id());
    }

    /** As in {@link ObjectRef}: names that count up collide under a record's own hash. */
    private static int hash(String namespace, String name) {
        int sum = (namespace.hashCode() ^ name.hashCode() * 0x9e3779b1) * 0x85ebca6b;
        return sum ^ sum >>> 15;
    }

    /** Outside the cluster: can send packets to whatever is exposed. */
    record Internet() implements Vertex {
        @Override
        public String id() {
            return "internet";
        }

        @Override
        public String describe() {
            return "Internet";
        }
    }

    /** May do everything: all verbs on all resources, cluster-wide. */
    record ClusterAdmin() implements Vertex {
        @Override
        public String id() {
            return "cluster-admin";
        }

        @Override
        public String describe() {
            return "cluster-admin";
        }
    }

    /** Controls at least one node. */
    record AnyNode() implements Vertex {
        @Override
        public String id() {
            return "any-node";
        }

        @Override
        public String describe() {
            return "a node";
        }
    }

    /**
     * Has one of several possessions that a question asks for together; only in searches, never in a graph.
     *
     * @param id the notation of the question, for instance {@code crown-jewels}
     */
    record OneOf(String id, String title) implements Vertex {
        @Override
        public String describe() {
            return title;
        }
    }

    /** Controls something in a namespace: a pod, a service account, a secret, or a right to write there. */
    record NamespaceControl(String namespace) implements Vertex {
        @Override
        public String id() {
            return "namespace:" + namespace;
        }

        @Override
        public String describe() {
            return "namespace " + namespace;
        }
    }

    /** Acts as a user or service account, from a place that reaches the API server. */
    record Identity(Subject subject) implements Vertex {
        @Override
        public String id() {
            return subject.notation();
        }

        @Override
        public String describe() {
            return subject.describe();
        }

        @Override
        public String namespace() {
            return subject instanceof Subject.ServiceAccount account ? account.namespace() : "";
        }
    }

    /** Holds a service account's token, but perhaps nowhere from which the API server can be reached. */
    record Token(Subject.ServiceAccount account) implements Vertex {
        @Override
        public String id() {
            return "token:" + account.namespace() + "/" + account.name();
        }

        @Override
        public String describe() {
            return "token of " + account.describe();
        }

        @Override
        public String namespace() {
            return account.namespace();
        }
    }

    /** Can send packets to the API server. */
    record ApiServerReach() implements Vertex {
        @Override
        public String id() {
            return "api-server";
        }

        @Override
        public String describe() {
            return "reach of the API server";
        }
    }

    /**
     * Some identity the attacker acts as holds a role in a scope. What takes a single request follows from this alone.
     *
     * @param role the Role or ClusterRole
     */
    record HeldRole(ObjectRef role, Scope scope) implements Vertex {
        @Override
        public String id() {
            return "role:" + role.kind() + "/" + role.qualifiedName() + "@"
                    + (scope.isClusterWide() ? "*" : scope.namespace());
        }

        @Override
        public String describe() {
            String what = role.kind().equals("Everything") ? "every right" : role.toString();
            return what + " " + scope.describe();
        }

        @Override
        public String namespace() {
            return scope.isOneNamespace() ? scope.namespace() : "";
        }
    }

    /** As {@link HeldRole}, but held by one identity that gave it to itself: rights gained join the identity. */
    record GainedRole(String holder, HeldRole role) implements Vertex {
        @Override
        public String id() {
            return role.id() + "#" + holder;
        }

        @Override
        public String describe() {
            return role.describe();
        }

        @Override
        public String namespace() {
            return role.namespace();
        }
    }

    /**
     * Controls every container of a pod, or of one of several equal pods.
     *
     * @param name the pod's name, or its workload's
     * @param mark tells groups of one workload apart: their node, or {@code Kind/name} of a pod; empty when there is only
     *     one group
     * @param title the owner as people name it, for instance {@code Deployment shop/cart}
     */
    record PodControl(String namespace, String name, String mark, String title) implements Vertex {
        @Override
        public int hashCode() {
            return hash(namespace, name) + mark.hashCode();
        }

        @Override
        public String id() {
            return "pod:" + namespace + "/" + name + (mark.isEmpty() ? "" : "@" + mark);
        }

        @Override
        public String describe() {
            if (mark.isEmpty()) {
                return title;
            }
            return title + (mark.contains("/") ? " (" + mark + ")" : " on " + mark);
        }
    }

    /** Runs code in one container. */
    record ContainerControl(PodControl pod, String container) implements Vertex {
        @Override
        public String id() {
            return "container:" + pod.namespace() + "/" + pod.name() + "/" + container
                    + (pod.mark().isEmpty() ? "" : "@" + pod.mark());
        }

        @Override
        public String describe() {
            return container.equals(pod.name()) ? pod.describe() : pod.describe() + ", container " + container;
        }

        @Override
        public String namespace() {
            return pod.namespace();
        }
    }

    /** Root on a node. */
    record NodeControl(String name) implements Vertex {
        @Override
        public String id() {
            return "node:" + name;
        }

        @Override
        public String describe() {
            return "Node " + name;
        }
    }

    /** Root on the node on which an unscheduled workload would run; which one is not known. */
    record SymbolicNode(PodControl pod) implements Vertex {
        @Override
        public String id() {
            return "node-of:" + pod.namespace() + "/" + pod.name() + (pod.mark().isEmpty() ? "" : "@" + pod.mark());
        }

        @Override
        public String describe() {
            return "the node of " + pod.describe();
        }
    }

    /** Root on a node that the attacker chooses, in an input without Node objects. */
    record SomeNode() implements Vertex {
        @Override
        public String id() {
            return "some-node";
        }

        @Override
        public String describe() {
            return "a node of the attacker's choice";
        }
    }

    /**
     * Can read every file of a node, but does not control it.
     *
     * @param node control of that node
     */
    record NodeFiles(Vertex node) implements Vertex {
        @Override
        public String id() {
            return "files:" + node.id();
        }

        @Override
        public String describe() {
            return "the files of " + node.describe();
        }
    }

    /**
     * Can read a Secret.
     *
     * @param holds what the input tells of its content, as {@link Facts#secret} says it; empty when nothing
     */
    record SecretRead(String namespace, String name, String holds) implements Vertex {
        @Override
        public int hashCode() {
            return hash(namespace, name); // what it holds follows from these
        }

        @Override
        public String id() {
            return "secret:" + namespace + "/" + name;
        }

        @Override
        public String describe() {
            return "Secret " + namespace + "/" + name + (holds.isEmpty() ? "" : " (" + holds + ")");
        }
    }

    /**
     * Can change an object that others rely on: where packets go, who answers requests, where data lies.
     *
     * @param object its name is {@link #NEW} for one that the attacker creates, {@link #SOME} for one whose name is not known
     */
    record ObjectWrite(ObjectRef object) implements Vertex {
        public static final String NEW = "(new)";
        public static final String SOME = "(some)";

        @Override
        public String id() {
            return "write:" + object.kind() + "/" + object.qualifiedName();
        }

        @Override
        public String describe() {
            String where = namespace().isEmpty() ? "" : " in namespace " + namespace();
            switch (object.name()) {
                case NEW:
                    return "a new " + object.kind() + where;
                case SOME:
                    return "some " + object.kind() + where;
                default:
                    return object.toString();
            }
        }

        @Override
        public String namespace() {
            return object.namespace();
        }
    }

    /** Can send packets to a port of a pod. Port 0: no port is declared, so which one is not known. */
    record PortReach(PodControl pod, Protocol protocol, int port) implements Vertex {
        @Override
        public String id() {
            return "port:" + pod.namespace() + "/" + pod.name()
                    + (pod.mark().isEmpty() ? "" : "@" + pod.mark())
                    + ":" + protocol.name().toLowerCase(Locale.ROOT) + "/" + (port == 0 ? "?" : port);
        }

        @Override
        public String describe() {
            return (port == 0 ? "an undeclared port" : "port " + protocol + " " + port) + " of " + pod.describe();
        }

        @Override
        public String namespace() {
            return pod.namespace();
        }
    }

    /**
     * Hub: one right over many objects, for instance {@code exec@shop}.
     *
     * @param right short name of the right, unique among techniques
     * @param scope {@code *} for the whole cluster, {@code (every)} for each namespace, else a namespace
     * @param description completes "may …", for instance {@code run commands in pods of namespace shop}
     */
    record May(String right, String scope, String description) implements Vertex {
        private static final String ONCE_CLOSED = "once-closed-";

        /**
         * A hub on a way round an edit: what takes a step more than what is open already, and stays open when somebody
         * closes that. Such ways count where edits are judged, and are no plans of their own.
         */
        public static May onceClosed(String right, String scope, String description) {
            return new May(ONCE_CLOSED + right, scope, description);
        }

        /** Whether it is one of {@link #onceClosed}. */
        public boolean isOnceClosed() {
            return right.startsWith(ONCE_CLOSED);
        }

        @Override
        public int hashCode() {
            return hash(right, scope); // the description follows from these
        }

        @Override
        public String id() {
            return "may:" + right + "@" + scope;
        }

        @Override
        public String describe() {
            return "may " + description;
        }

        @Override
        public String namespace() {
            return scope.equals("*") || scope.equals(Scope.EVERY_NAMESPACE.namespace()) ? "" : scope;
        }

        @Override
        public boolean isHub() {
            return true;
        }
    }

    /** Hub: can send what any pod of one network class can send; named after the class's first pod. */
    record NetworkPosition(String representative) implements Vertex {
        @Override
        public String id() {
            return "network:" + representative;
        }

        @Override
        public String describe() {
            return "the network position of " + representative;
        }

        @Override
        public boolean isHub() {
            return true;
        }
    }

    /**
     * Hub: as {@link NetworkPosition}, once the policies that bind the class for egress let everything out.
     *
     * @param representative of the class
     */
    record OpenedPosition(String representative) implements Vertex {
        @Override
        public String id() {
            return "opened-network:" + representative;
        }

        @Override
        public String describe() {
            return "the network position of " + representative + " without its policies";
        }

        @Override
        public boolean isHub() {
            return true;
        }
    }

    /**
     * Could send packets to a port if the policies that bind its pod for ingress let everything in.
     *
     * @param port the port that they close
     */
    record ClosedPort(PortReach port) implements Vertex {
        @Override
        public String id() {
            return "closed-" + port.id();
        }

        @Override
        public String describe() {
            return port.describe() + ", were it opened";
        }

        @Override
        public String namespace() {
            return port.namespace();
        }
    }
}
