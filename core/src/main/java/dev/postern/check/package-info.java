/**
 * Assertions about a cluster, for pipelines and tests: what must not be possible, and whether it is.
 *
 * <p>A {@link dev.postern.check.CheckPolicy} is a list of {@link dev.postern.check.Assertion}s, read from a file or made
 * in code. {@link dev.postern.check.Check} asks an analysis about each, and compares what it finds with the {@link
 * dev.postern.check.Baseline} of what is known already: the {@link dev.postern.check.CheckReport} says of every finding
 * whether it is new, known, ignored, gone or undecided. {@link dev.postern.check.Checks} is the same for a test: the
 * failure is an {@link java.lang.AssertionError} whose message is the path with its evidence.
 *
 * <p>Nothing here decides by itself what is reachable or allowed: paths, flows and rights are asked of the facade. There
 * is no clock: whoever checks says what day it is.
 *
 * <p>May see the facade and its results; {@code report} and {@code export} may see this package.
 */
@NullMarked
package dev.postern.check;

import org.jspecify.annotations.NullMarked;
