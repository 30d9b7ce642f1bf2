package dev.postern.attack;

/**
 * One attack technique: derives its edges from a cluster. A rule compares no verb, resource, label or security field
 * itself: it asks the authorities that {@link Facts} and {@link Surroundings} hold, and passes their evidence on.
 *
 * <p>A rule overrides one {@code derive} or both, and whatever needs no rights belongs into that of the surroundings: it is
 * then derived once for all clusters that differ in roles and bindings alone. Must be linear in the input: rights over many
 * objects go through a hub. Implementations are stateless; the order in which a rule adds edges has no effect on the graph.
 */
public interface EdgeRule {
    /** The technique whose edges this rule derives. */
    EdgeType type();

    /** Adds the edges of this technique in which no role and no binding has a say. */
    default void derive(Surroundings surroundings, Edges edges) {}

    /** Adds the edges of this technique that depend on who has which rights. */
    default void derive(Facts facts, Edges edges) {}
}
