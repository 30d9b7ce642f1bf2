/**
 * The architecture, as tests: which package may see which, what is public, which foreign types may cross the API, and
 * that each semantics has one authority.
 *
 * <p>Each guard is a rule over a root package, so that it can be held against {@code dev.postern} and, to show that it
 * bites, against the small offenders under {@code fixture}.
 */
@NullMarked
package dev.postern.architecture;

import org.jspecify.annotations.NullMarked;
