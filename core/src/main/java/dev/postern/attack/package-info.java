/**
 * What an attacker may have, and the steps by which one thing leads to another.
 *
 * <p>A vertex is something the attacker holds: an identity, a credential, control of a workload or a node, access to an
 * object, a power over the cluster. A step concludes one vertex from one or more others, and carries its technique, its
 * effort, a confidence, and the alternative sets of facts that each make it possible. The attacker is monotone: what was
 * gained stays gained.
 *
 * <p>The steps come from rules, one technique each (see {@code attack.rule}). Rules put questions to the three
 * authorities; they never interpret a verb, a selector or a security context themselves. The graph stays linear in the
 * size of the input: a right such as "may create pods in this namespace" is one vertex, and network flows stay implicit.
 *
 * <p>May see {@code rbac}, {@code network}, {@code podsecurity}, {@code internal.graph} and {@code model}.
 */
@NullMarked
package dev.postern.attack;

import org.jspecify.annotations.NullMarked;
