/**
 * How fast Postern is, and on what: a generator of synthetic clusters and benchmarks that read them.
 *
 * <p>Entry types: {@link dev.postern.benchmarks.SyntheticCluster} writes a cluster of any size, the same bytes for the same
 * seed; {@link dev.postern.benchmarks.RatioReport} prints the table of the README, each figure a ratio to raw tokenising
 * of the same bytes in the same process; {@link dev.postern.benchmarks.RbacReport} asks one policy many questions, beside a
 * straightforward evaluator; {@link dev.postern.benchmarks.NetworkReport} does so for network reachability on the shapes of
 * published scale tests; the JMH benchmarks measure the stages one by one.
 */
@NullMarked
package dev.postern.benchmarks;

import org.jspecify.annotations.NullMarked;
