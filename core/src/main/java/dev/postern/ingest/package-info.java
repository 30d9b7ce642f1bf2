/**
 * From bytes to the model: files, folders, standard input, dumps, and objects that a program already holds.
 *
 * <p>There is one small reader per kind. It walks a document through a cursor and does not know whether JSON, YAML or an
 * object in memory lies underneath, so every source gives the same snapshot. Heavy kinds are streamed: no tree of a
 * whole document is ever held, and fields that no analysis needs are skipped as they pass.
 *
 * <p>Readers apply the defaults of the Kubernetes API and remember which values were written and which were supplied.
 * Input is hostile: a bad document becomes a diagnostic with its place and the rest is read; an unreadable root is one
 * exception. The value of a Secret, an annotation or an environment variable is never kept.
 *
 * <p>A snapshot can be changed without reading the rest again ({@code ClusterSnapshot.with}): only then, and only of objects
 * that are patched or put in, is a document held as a tree, a Secret's without its values.
 *
 * <p>May see {@code patch} and {@code model}. Nothing else in the library parses anything.
 */
@NullMarked
package dev.postern.ingest;

import org.jspecify.annotations.NullMarked;
