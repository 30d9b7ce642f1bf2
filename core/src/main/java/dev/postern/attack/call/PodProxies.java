package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.Vertex;
import dev.postern.model.Pod;
import dev.postern.model.Service;
import dev.postern.network.ServiceTarget;
import dev.postern.rbac.UserInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** POD_PROXY: a request that the API server passes on; the verb follows the HTTP method. */
final class PodProxies implements CallBuilder {
    private static final ImmutableMap<String, String> METHODS =
            ImmutableMap.of("get", "GET", "create", "POST", "update", "PUT", "patch", "PATCH", "delete", "DELETE");

    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        if (!(attempt.to() instanceof Vertex.PortReach reach)) {
            return ImmutableList.of();
        }
        for (Pod pod : Streams.pods(attempt)) {
            Optional<ApiCall> call =
                    call(attempt, "pods", pod.namespace(), names(pod.meta().name(), reach.port()));
            if (call.isPresent()) {
                return ImmutableList.of(call.get());
            }
        }
        for (Service service : attempt.facts().cluster().services()) {
            for (ServiceTarget target : attempt.facts().network().targets(service, attempt.facts()::group)) {
                boolean there = target.port() == reach.port()
                        && attempt.facts()
                                .group(target.pod())
                                .filter(group -> group.vertex().equals(reach.pod()))
                                .isPresent();
                Optional<ApiCall> call = there
                        ? call(attempt, "services", service.meta().namespace(), names(service, target))
                        : Optional.empty();
                if (call.isPresent()) {
                    return ImmutableList.of(call.get());
                }
            }
        }
        return ImmutableList.of();
    }

    private static List<String> names(String name, int port) {
        return port == 0 ? List.of(name) : List.of(name + ":" + port, name, "http:" + name + ":" + port);
    }

    private static List<String> names(Service service, ServiceTarget target) {
        String name = service.meta().name();
        return List.of(
                name + ":" + target.servicePort().port(),
                name + ":" + target.servicePort().name(),
                name);
    }

    private static Optional<ApiCall> call(Attempt attempt, String resource, String namespace, List<String> names) {
        for (Map.Entry<String, String> method : METHODS.entrySet()) {
            for (String name : names) {
                Optional<UserInfo> who = attempt.who(method.getKey(), "", resource + "/proxy", namespace, name);
                if (who.isPresent()) {
                    String url = ApiPath.core(namespace, resource, name, "/proxy/");
                    return Optional.of(ApiCall.proxied(who.get(), method.getKey(), method.getValue(), url));
                }
            }
        }
        return Optional.empty();
    }
}
