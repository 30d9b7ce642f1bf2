/**
 * The command line. It parses options, calls the library once, prints the answer and sets an exit code; no analysis
 * lives here.
 *
 * <p>Entry point: {@link dev.postern.cli.Main}. Results go to standard output, everything else to standard error.
 */
@NullMarked
package dev.postern.cli;

import org.jspecify.annotations.NullMarked;
