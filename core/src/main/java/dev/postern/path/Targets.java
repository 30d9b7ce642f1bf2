package dev.postern.path;

import dev.postern.attack.Facts;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.AnyNode;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.NamespaceControl;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.model.Subject;

/** Turns the place that a question asks for into its vertex. */
final class Targets {
    private Targets() {}

    /**
     * The vertex of a target; the graph need not hold it.
     *
     * @throws IllegalArgumentException for a place that can only be a start
     */
    static Vertex of(Facts facts, Place place) {
        if (place instanceof Place.Named named) {
            switch (named.kind()) {
                case "sa":
                    return new Identity(Subject.serviceAccount(named.namespace(), named.name()));
                case "user":
                    return new Identity(Subject.user(named.name()));
                case "group":
                    return new Identity(Subject.group(named.name()));
                case "secret":
                    return facts.secret(named.namespace(), named.name());
                case "namespace":
                    return new NamespaceControl(named.name());
                case "node":
                    return new NodeControl(named.name());
                default:
                    break;
            }
        }
        switch (place.notation()) {
            case "cluster-admin":
                return new ClusterAdmin();
            case "any-node":
                return new AnyNode();
            default:
                throw new IllegalArgumentException(place.notation()
                        + " cannot be a target: write cluster-admin, any-node, sa:NAMESPACE/NAME, secret:NAMESPACE/NAME,"
                        + " namespace:NAME, node:NAME, user:NAME or group:NAME");
        }
    }
}
