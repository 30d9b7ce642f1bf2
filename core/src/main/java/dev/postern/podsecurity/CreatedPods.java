package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.Node;
import dev.postern.model.Pod;
import dev.postern.podsecurity.DraftPod.Context;
import java.util.function.BiFunction;

/**
 * What becomes possible to somebody who writes a pod's specification: the escapes from the widest pods that are admitted.
 * More rights never take an escape away, but a privileged container hides those that take less; so there is one of each,
 * and a pod of Windows besides.
 */
final class CreatedPods {
    private static final long ANOTHER_USER = 1000;

    private final BiFunction<Pod, Container, ContainerFacts> facts;
    private final boolean windows;

    /** @param facts what a container may do */
    CreatedPods(Cluster cluster, BiFunction<Pod, Container, ContainerFacts> facts) {
        this.facts = facts;
        this.windows = cluster.nodes().isEmpty() || cluster.nodes().stream().anyMatch(CreatedPods::mayBeWindows);
    }

    /** Nodes that were read from a server say what they run; one that does not may be any. */
    private static boolean mayBeWindows(Node node) {
        String os = node.meta().labels().getOrDefault("kubernetes.io/os", "windows");
        return os.equals("windows");
    }

    /** Every escape from some container of some pod within this latitude, sorted. */
    ImmutableList<Escape> escapes(Latitude latitude) {
        ImmutableList.Builder<Pod> pods = ImmutableList.builder();
        pods.add(linux(latitude));
        if (latitude.hostProcess() && windows) {
            pods.add(new DraftPod().hostProcess().container(new Context()).build());
        }
        return pods.build().stream()
                .flatMap(pod -> pod.spec().containers().stream()
                        .flatMap(container -> EscapeRows.derive(facts.apply(pod, container)).stream()))
                .sorted()
                .distinct()
                .collect(ImmutableList.toImmutableList());
    }

    private static Pod linux(Latitude latitude) {
        DraftPod pod = new DraftPod().container(context(latitude));
        if (latitude.privileged()) {
            pod.container(context(latitude).privileged());
        }
        if (latitude.hostPid()) {
            pod.hostPid();
        }
        if (latitude.ownUsers()) {
            pod.ownUsers();
        }
        latitude.hostPaths().forEach(path -> pod.hostPath(path.path(), path.readOnly()));
        return pod.build();
    }

    private static Context context(Latitude latitude) {
        Context context = new Context()
                .user(latitude.root() ? 0 : ANOTHER_USER)
                .adding(latitude.capabilities())
                .dropping(latitude.dropped());
        if (latitude.unconfined()) {
            context.unconfined();
        }
        return latitude.escalation() ? context : context.escalation(false);
    }
}
