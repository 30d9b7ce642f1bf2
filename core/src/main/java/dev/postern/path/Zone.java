package dev.postern.path;

import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.AnyNode;
import dev.postern.attack.Vertex.ApiServerReach;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.attack.Vertex.ContainerControl;
import dev.postern.attack.Vertex.Internet;
import dev.postern.attack.Vertex.NamespaceControl;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.attack.Vertex.NodeFiles;
import dev.postern.attack.Vertex.ObjectWrite;
import dev.postern.attack.Vertex.PodControl;
import dev.postern.attack.Vertex.SomeNode;
import dev.postern.attack.Vertex.SymbolicNode;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a possession lies: on one side of the walls that a threat model draws. A pod lies in its namespace and a zone of
 * its own; what is in a namespace and in no pod (service accounts, Secrets, rights there, ports) is the namespace's. Users,
 * groups and cluster-wide rights are used from wherever the attacker is and lie in no zone.
 *
 * @param name which one; empty for the Internet and the control plane, of which there is one each
 */
public record Zone(Kind kind, String name) {
    /** The kinds of zones, from outside inwards. */
    public enum Kind {
        INTERNET("Internet"),
        NAMESPACE("Namespace"),
        POD("Pod"),
        NODE("Node"),
        CONTROL_PLANE("Control plane");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** For people, for instance {@code Control plane}. */
        public String title() {
            return title;
        }

        /** For programs and the command line, for instance {@code control-plane}. */
        public String notation() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /**
         * Reads the notation of the command line.
         *
         * @throws IllegalArgumentException with a message that lists the kinds
         */
        public static Kind parse(String text) {
            for (Kind kind : values()) {
                if (kind.notation().equals(text.toLowerCase(Locale.ROOT))) {
                    return kind;
                }
            }
            throw new IllegalArgumentException(
                    "'" + text + "' is not a zone: write internet, namespace, pod, node or control-plane");
        }
    }

    /** The zone that a possession lies in, if it lies in one. */
    public static Optional<Zone> of(Vertex vertex) {
        if (vertex instanceof Internet) {
            return Optional.of(new Zone(Kind.INTERNET, ""));
        }
        if (vertex instanceof ClusterAdmin || vertex instanceof ApiServerReach) {
            return Optional.of(new Zone(Kind.CONTROL_PLANE, ""));
        }
        if (vertex instanceof ContainerControl container) {
            return of(container.pod());
        }
        if (vertex instanceof PodControl pod) {
            return Optional.of(new Zone(Kind.POD, pod.namespace() + "/" + pod.name()));
        }
        if (vertex instanceof NodeFiles files) {
            return of(files.node());
        }
        if (vertex instanceof NodeControl node) {
            return Optional.of(new Zone(Kind.NODE, node.name()));
        }
        if (vertex instanceof SymbolicNode || vertex instanceof SomeNode || vertex instanceof AnyNode) {
            return Optional.of(new Zone(Kind.NODE, ""));
        }
        if (vertex instanceof NamespaceControl control) {
            return Optional.of(new Zone(Kind.NAMESPACE, control.namespace()));
        }
        if (vertex.isHub() || vertex.namespace().isEmpty()) {
            return vertex instanceof ObjectWrite ? Optional.of(new Zone(Kind.CONTROL_PLANE, "")) : Optional.empty();
        }
        return Optional.of(new Zone(Kind.NAMESPACE, vertex.namespace()));
    }

    /** For programs, for instance {@code pod:shop/cart}. */
    public String notation() {
        return kind.notation() + (name.isEmpty() ? "" : ":" + name);
    }

    /** For people, for instance {@code Pod shop/cart}. */
    public String describe() {
        return kind.title() + (name.isEmpty() ? "" : " " + name);
    }
}
