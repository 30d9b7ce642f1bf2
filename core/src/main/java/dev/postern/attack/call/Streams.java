package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Vertex;
import dev.postern.model.Pod;
import dev.postern.rbac.UserInfo;
import java.util.Optional;

/** POD_EXEC, POD_ATTACH and POD_PORTFORWARD: the API server passes the connection on to the kubelet of the pod's node. */
final class Streams implements CallBuilder {
    private final String subresource;
    private final String query;

    Streams(String subresource, String query) {
        this.subresource = subresource;
        this.query = query;
    }

    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        for (Pod pod : pods(attempt)) {
            String name = pod.meta().name();
            String url = ApiPath.core(pod.namespace(), "pods", name, "/" + subresource + query);
            Optional<UserInfo> who = attempt.who("create", "", "pods/" + subresource, pod.namespace(), name);
            if (who.isPresent()) {
                return ImmutableList.of(ApiCall.stream(who.get(), "create", "POST", url));
            }
            who = attempt.who("get", "", "pods/" + subresource, pod.namespace(), name);
            if (who.isPresent()) {
                return ImmutableList.of(ApiCall.stream(who.get(), "get", "GET", url));
            }
        }
        return ImmutableList.of();
    }

    /** The pods, by name, that a step leads to; none for pods that some workload will make. */
    static ImmutableList<Pod> pods(Attempt attempt) {
        Vertex control = attempt.to() instanceof Vertex.PortReach port ? port.pod() : attempt.to();
        return attempt.facts().podGroups().stream()
                .filter(group -> group.vertex().equals(control))
                .map(PodGroup::pods)
                .flatMap(ImmutableList::stream)
                .filter(pod -> !pod.virtual())
                .collect(ImmutableList.toImmutableList());
    }
}
