/**
 * The built-in catalogue of attack techniques: one technique, one file.
 *
 * <p>A rule states what it is (identifier, title, references, how to stop it) and derives its steps from the answers of
 * the authorities. To add one: the rule here, its test beside it, a sample under {@code samples/techniques}, and one
 * line in the sorted list of built-in rules; a contract test names whatever is missing. See {@code CONTRIBUTING.md}.
 *
 * <p>Rules are package-private and final. An architecture test fails when a rule reads verbs, resources, selectors or a
 * security context instead of asking the authority for them: matching that is copied into rules goes wrong differently
 * in each of them.
 *
 * <p>May see {@code attack}, the three authorities and {@code model}; never {@code internal.graph}.
 */
@NullMarked
package dev.postern.attack.rule;

import org.jspecify.annotations.NullMarked;
