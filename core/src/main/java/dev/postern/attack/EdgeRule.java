package dev.postern.attack;

/**
 * One attack technique: derives its edges from a cluster. A rule compares no verb, resource, label or security field
 * itself: it asks the authorities that {@link Facts} holds, and passes their evidence on.
 *
 * <p>Implementations are stateless. The order in which a rule adds edges has no effect on the graph.
 */
public interface EdgeRule {
    /** The technique whose edges this rule derives. */
    EdgeType type();

    /** Adds every edge of this technique. Must be linear in the input: rights over many objects go through a hub. */
    void derive(Facts facts, Edges edges);
}
