/**
 * Postern: every attack path in a Kubernetes cluster, computed from its manifests.
 *
 * <p>This package is the front door for programs that embed the library. A snapshot of the cluster is read by {@code
 * ingest}, judged by the three authorities ({@code rbac}, {@code network}, {@code podsecurity}), turned into a graph of
 * what an attacker may gain by {@code attack}, and questioned by {@code path}. The facade here ties those stages
 * together, so that a caller needs one import for the common case.
 *
 * <p>Everything public is immutable and safe to share between threads; nothing here reads a clock or opens a connection.
 */
@NullMarked
package dev.postern;

import org.jspecify.annotations.NullMarked;
