/**
 * What a person changes in an object so that a fact holds no longer: the one authority on which edits there are, what they
 * do to the model, and how they are written as patches.
 */
@NullMarked
package dev.postern.edit;

import org.jspecify.annotations.NullMarked;
