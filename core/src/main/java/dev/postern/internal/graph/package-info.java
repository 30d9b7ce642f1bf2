/**
 * An int-indexed, immutable AND/OR digraph (a directed hypergraph whose arcs have many tails and one head) and the
 * algorithms on it. It knows nothing of Kubernetes and imports only the JDK.
 *
 * <p>A vertex is a fact that can be established; an arc establishes its head once <em>all</em> its tails are; several
 * arcs into one head are alternatives. Vertices are numbered by the caller in canonical order, and the builder sorts the
 * arcs, so that no answer depends on the order in which anything was inserted.
 *
 * <p>Entry types: {@link dev.postern.internal.graph.Hypergraph} holds the arcs, {@link
 * dev.postern.internal.graph.GraphView} adds implicit arcs and overlays, {@link dev.postern.internal.graph.Question}
 * says from where to where, and {@link dev.postern.internal.graph.KCheapestPlans}, {@link
 * dev.postern.internal.graph.ReachingFootholds} and {@link dev.postern.internal.graph.Essentials} answer it. {@link
 * dev.postern.internal.graph.Reachability} and {@link dev.postern.internal.graph.CheapestPlan} are the plain one-to-all
 * searches.
 */
@NullMarked
package dev.postern.internal.graph;

import org.jspecify.annotations.NullMarked;
