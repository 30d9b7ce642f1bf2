/**
 * Questions about the graph: from where, to what, how cheaply, how many ways, and what would stop it.
 *
 * <p>A query names footholds and targets and bounds the answer (how many plans, how much effort, how sure, how many
 * assumptions). An answer is a list of distinct plans in order of cost. A plan is an ordered list of steps in which
 * every premise comes before its use, each with the facts that it rests on; facts that are needed by every plan of a
 * question are the single edits that would close it.
 *
 * <p>Answers do not depend on the order of the input: the same objects give the same bytes.
 *
 * <p>May see {@code attack} and what lies below it.
 */
@NullMarked
package dev.postern.path;

import org.jspecify.annotations.NullMarked;
