/**
 * The smallest set of edits that leaves no plan to what an attacker wants, with the proof.
 */
@NullMarked
package dev.postern.remediation;

import org.jspecify.annotations.NullMarked;
