package dev.postern.path;

import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.attack.Vertex.ContainerControl;
import dev.postern.attack.Vertex.GainedRole;
import dev.postern.attack.Vertex.HeldRole;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.NamespaceControl;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.attack.Vertex.NodeFiles;
import dev.postern.attack.Vertex.ObjectWrite;
import dev.postern.attack.Vertex.PodControl;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.attack.Vertex.SecretRead;
import dev.postern.attack.Vertex.SomeNode;
import dev.postern.attack.Vertex.SymbolicNode;
import dev.postern.attack.Vertex.Token;
import dev.postern.model.Confidence;
import java.util.Locale;
import java.util.Optional;

/**
 * Something within a blast radius.
 *
 * @param effort of the cheapest plan to it
 * @param confidence of that plan
 */
public record Reached(Vertex vertex, Kind kind, int effort, Confidence confidence) {
    /** What can be reached, the worst first. */
    public enum Kind {
        CLUSTER_ADMIN("cluster-admin", "cluster-admin"),
        NODE("node", "nodes"),
        NAMESPACE("namespace", "namespaces"),
        IDENTITY("identity", "identities"),
        TOKEN("token", "tokens"),
        SECRET("Secret", "Secrets"),
        POD("pod", "pods"),
        CONTAINER("container", "containers"),
        ROLE("role", "roles"),
        OBJECT("object to change", "objects to change"),
        FILES("files of a node", "files of nodes"),
        PORT("port", "ports");

        private final String one;
        private final String several;

        Kind(String one, String several) {
            this.one = one;
            this.several = several;
        }

        /** For people, so many of them: {@code 2 nodes}. */
        public String count(int count) {
            return count + " " + (count == 1 ? one : several);
        }

        /** For programs, for instance {@code cluster_admin}. */
        public String notation() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Empty for what is no possession of its own: hubs, and what counts as another. */
        static Optional<Kind> of(Vertex vertex) {
            if (vertex instanceof ClusterAdmin) {
                return Optional.of(CLUSTER_ADMIN);
            }
            if (vertex instanceof NodeControl || vertex instanceof SymbolicNode || vertex instanceof SomeNode) {
                return Optional.of(NODE);
            }
            if (vertex instanceof NamespaceControl) {
                return Optional.of(NAMESPACE);
            }
            if (vertex instanceof Identity) {
                return Optional.of(IDENTITY);
            }
            if (vertex instanceof Token) {
                return Optional.of(TOKEN);
            }
            if (vertex instanceof SecretRead) {
                return Optional.of(SECRET);
            }
            if (vertex instanceof PodControl) {
                return Optional.of(POD);
            }
            if (vertex instanceof ContainerControl) {
                return Optional.of(CONTAINER);
            }
            if (vertex instanceof HeldRole || vertex instanceof GainedRole) {
                return Optional.of(ROLE);
            }
            if (vertex instanceof ObjectWrite) {
                return Optional.of(OBJECT);
            }
            if (vertex instanceof NodeFiles) {
                return Optional.of(FILES);
            }
            return vertex instanceof PortReach ? Optional.of(PORT) : Optional.empty();
        }
    }
}
