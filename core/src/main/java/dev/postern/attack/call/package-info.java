/**
 * From the steps of a plan to the requests that make them: verb, URL and a body that works, as which identity, and the
 * status with which the API server answers.
 *
 * <p>One technique, one builder. A builder looks at what a step leads to and asks {@code rbac} which of the requests that
 * would do the acting identity may make; it never compares rules itself. A technique that is no request has a stated
 * reason instead; a contract test names whatever is missing. See {@code CONTRIBUTING.md}.
 *
 * <p>May see {@code attack}, the authorities and {@code model}.
 */
@NullMarked
package dev.postern.attack.call;

import org.jspecify.annotations.NullMarked;
