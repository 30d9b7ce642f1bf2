/**
 * The authority on what a pod specification lets a process do to its node, and on which pods admission lets in.
 *
 * <p>From the pod's and the container's security context, the volumes and the mounts it derives facts: whether a process
 * may be root, which capabilities it ends up with, whether a user namespace separates it from the host, which paths of
 * the host it sees and whether it may write them. Each fact says whether the manifest stated it or Kubernetes supplied
 * it.
 *
 * <p>The labels of a namespace decide which kinds of escape remain open to somebody who may create pods there; that
 * question is answered here as well. No other package reads a security context.
 *
 * <p>Admission webhooks are part of admission, so what is sent to them is decided here too ({@link
 * dev.postern.podsecurity.AdmissionWebhooks}), not in {@code rbac}: their rules look like those of roles and mean
 * something else.
 *
 * <p>Entry type: {@link dev.postern.podsecurity.PodSecurity}. A technique that leads from a container to its node is one
 * small file, a row, over the derived {@link dev.postern.podsecurity.ContainerFacts}.
 *
 * <p>May see {@code model}.
 */
@NullMarked
package dev.postern.podsecurity;

import org.jspecify.annotations.NullMarked;
