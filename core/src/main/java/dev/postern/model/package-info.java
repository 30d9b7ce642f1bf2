/**
 * The immutable cluster: compact records of the Kubernetes objects an analysis needs, and the vocabulary that every
 * other package shares.
 *
 * <p>Entry type: {@link dev.postern.model.Cluster}. Objects carry {@link dev.postern.model.ObjectMeta} (with the
 * {@link dev.postern.model.Origin} they were read from); facts about them travel as {@link dev.postern.model.Evidence},
 * verdicts as {@link dev.postern.model.Decision}. Field values are as the API server would hold them: defaults are
 * applied by the reader, and where it matters whether a value was written or defaulted a {@link
 * dev.postern.model.Basis} or an {@link java.util.Optional} says so. No record ever holds a Secret's value, an
 * environment variable's value or an unknown annotation.
 */
@NullMarked
package dev.postern.model;

import org.jspecify.annotations.NullMarked;
