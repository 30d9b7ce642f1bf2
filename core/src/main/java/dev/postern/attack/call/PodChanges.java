package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Vertex;
import dev.postern.model.Container;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.rbac.UserInfo;
import java.util.List;
import java.util.Optional;

/** POD_IMAGE_PATCH, POD_EPHEMERAL and POD_EPHEMERAL_ESCAPE: what can be changed in a pod that runs. */
final class PodChanges implements CallBuilder {
    /** What is written into the pod. */
    enum Change {
        IMAGE,
        CONTAINER,
        ESCAPING_CONTAINER
    }

    private final Change change;

    PodChanges(Change change) {
        this.change = change;
    }

    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        boolean image = change == Change.IMAGE;
        String resource = image ? "pods" : "pods/ephemeralcontainers";
        List<Pod> pods = change == Change.ESCAPING_CONTAINER ? podsThatGiveAway(attempt) : Streams.pods(attempt);
        for (Pod pod : pods) {
            String name = pod.meta().name();
            String url =
                    ApiPath.core(pod.namespace(), "pods", name, (image ? "" : "/ephemeralcontainers") + "?dryRun=All");
            String body = Json.of(ImmutableMap.of("spec", image ? otherImage(pod) : another()));
            Optional<UserInfo> who = attempt.who("patch", "", resource, pod.namespace(), name);
            if (who.isPresent()) {
                return ImmutableList.of(ApiCall.patch(who.get(), url, ApiCall.STRATEGIC_MERGE_PATCH, body));
            }
            who = attempt.who("update", "", resource, pod.namespace(), name);
            if (who.isPresent()) {
                return ImmutableList.of(ApiCall.update(who.get(), url, body).ontoCurrent());
            }
        }
        return ImmutableList.of();
    }

    private static ImmutableMap<String, Object> otherImage(Pod pod) {
        String container = pod.spec().containers().stream()
                .filter(one -> one.role() == Container.Role.MAIN)
                .findFirst()
                .orElse(pod.spec().containers().get(0))
                .name();
        return ImmutableMap.of(
                "containers", ImmutableList.of(ImmutableMap.of("name", container, "image", PodSpecs.IMAGE)));
    }

    private ImmutableMap<String, Object> another() {
        return ImmutableMap.of(
                "ephemeralContainers",
                ImmutableList.of(
                        change == Change.CONTAINER ? PodSpecs.harmless(ImmutableMap.of()) : PodSpecs.privileged()));
    }

    /** Pods in which a privileged container holds the node that a step leads to; none that a workload has yet to make. */
    private static List<Pod> podsThatGiveAway(Attempt attempt) {
        return attempt.facts().podGroups().stream()
                .flatMap(group -> group.pods().stream().filter(pod -> runsThere(attempt.to(), group, pod)))
                .filter(pod -> !pod.mirror()
                        && attempt.facts().podSecurity().privilegedAddition(pod).outcome() != Outcome.DENIED)
                .toList();
    }

    private static boolean runsThere(Vertex to, PodGroup group, Pod pod) {
        if (pod.virtual()) {
            return false;
        }
        if (to instanceof Vertex.NodeControl node) {
            return pod.nodeName().equals(Optional.of(node.name()));
        }
        return pod.nodeName().isEmpty()
                && (to instanceof Vertex.SomeNode
                        || (to instanceof Vertex.SymbolicNode node && node.pod().equals(group.vertex())));
    }
}
