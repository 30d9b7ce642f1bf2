package dev.postern.attack;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.Vertex.ContainerControl;
import dev.postern.attack.Vertex.PodControl;
import dev.postern.model.Container;
import dev.postern.model.Pod;

/**
 * Pods that no attack can tell apart: same owner, same spec, same network class, and the same node if anything about
 * them concerns their node. One vertex stands for all of them, so that forty replicas are one answer and not forty.
 *
 * @param vertex control of any of them; tells groups apart
 * @param networkClass their class in the network authority
 * @param pods the members, in order; all facts are cited of the first
 * @param names of the pods that are there, which a workload's virtual pod is not
 * @param nodes names of the nodes they run on, in order
 * @param number its position among {@link Facts#podGroups}
 */
public record PodGroup(
        PodControl vertex,
        int networkClass,
        ImmutableList<Pod> pods,
        ImmutableSet<String> names,
        ImmutableSet<String> nodes,
        int number) {
    /** The member whose fields are cited. */
    public Pod pod() {
        return pods.get(0);
    }

    public String namespace() {
        return vertex.namespace();
    }

    public ImmutableList<Container> containers() {
        return pod().spec().containers();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PodGroup group && vertex.equals(group.vertex);
    }

    @Override
    public int hashCode() {
        return vertex.hashCode();
    }

    public ContainerControl container(Container container) {
        return new ContainerControl(vertex, container.name());
    }
}
