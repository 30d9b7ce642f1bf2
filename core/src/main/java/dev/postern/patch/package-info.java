/**
 * What a patch makes of a document: JSON Patch (RFC 6902), JSON Merge Patch (RFC 7396), and the strategic merge patch of
 * Kubernetes.
 *
 * <p>Documents and patches are trees of {@link dev.postern.model.JsonValue}; nothing here reads text. Messages name places,
 * never values: a document may hold a secret.
 */
@NullMarked
package dev.postern.patch;

import org.jspecify.annotations.NullMarked;
