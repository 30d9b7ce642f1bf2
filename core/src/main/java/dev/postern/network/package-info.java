/**
 * The authority on which packet passes.
 *
 * <p>A question names a source, a destination, a protocol and a port; the answer is a decision with the policies it
 * rests on. Pods that no policy can tell apart form one class, so that a cluster of many pods has few sources and few
 * destinations, and reachability is answered per class without listing pairs.
 *
 * <p>Selectors, isolation, CIDR blocks with their exceptions, named ports and the entry points from outside the cluster
 * (Services, Ingresses, node ports, host ports) are interpreted here and nowhere else. What a policy engine may or may
 * not enforce is said as {@code UNKNOWN} with the fact that is missing, never guessed.
 *
 * <p>May see {@code model}.
 */
@NullMarked
package dev.postern.network;

import org.jspecify.annotations.NullMarked;
