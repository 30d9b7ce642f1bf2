/**
 * An immutable AND/OR graph over integers (a directed hypergraph whose arcs have many tails and one head), and its
 * algorithms; it has never heard of Kubernetes.
 *
 * <p>A vertex is something that can be derived; an arc derives its head once <em>all</em> its tails are; several arcs into
 * one head are alternatives. The caller numbers vertices in canonical order and the builder sorts the arcs, so that ties
 * are broken by meaning, never by the order of insertion. Flows between many sources and many destinations are not stored
 * but asked of an expander while a search runs.
 *
 * <p>Entry types: {@link dev.postern.internal.graph.Hypergraph} holds the arcs, {@link
 * dev.postern.internal.graph.GraphView} adds implicit arcs and overlays, {@link dev.postern.internal.graph.Question} says
 * from where to where, and an {@link dev.postern.internal.graph.Inquiry} answers it: the cheapest plans, what lies on all of
 * them, which footholds reach. {@link
 * dev.postern.internal.graph.Reachability} and {@link dev.postern.internal.graph.CheapestPlan} are the plain one-to-all
 * searches.
 *
 * <p>Arrays of {@code int} carry everything, nothing recurses on the depth of the graph, each algorithm names its source and
 * its bound and is tested against a brute-force twin on small random graphs.
 *
 * <p>Not for embedding programs. May see the JDK.
 */
@NullMarked
package dev.postern.internal.graph;

import org.jspecify.annotations.NullMarked;
