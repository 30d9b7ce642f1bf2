/**
 * An immutable AND/OR graph over integers, and its algorithms; it has never heard of Kubernetes.
 *
 * <p>A vertex is something that can be derived; a step is a hyperarc that derives one vertex from one or more premises.
 * Reachability is unit propagation in linear time (Dowling and Gallier 1984); the cheapest plan is Knuth's
 * generalisation of Dijkstra's algorithm (1977); distinct plans in order of cost come from branching over hyperarcs.
 * Flows between many sources and many destinations are not stored but asked of an expander while the search runs.
 *
 * <p>Arrays of {@code int} carry everything. Each algorithm names its source and its bound and is tested against a
 * brute-force twin on small random graphs. Ties are broken by keys that the caller supplies, never by insertion order.
 *
 * <p>Not for embedding programs. May see the JDK.
 */
@NullMarked
package dev.postern.internal.graph;

import org.jspecify.annotations.NullMarked;
