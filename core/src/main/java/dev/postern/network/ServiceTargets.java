package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.Service;
import dev.postern.model.ServicePort;
import dev.postern.model.Support;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What the ports of a Service lead to; see {@link Network#targets}. */
final class ServiceTargets {
    private ServiceTargets() {}

    static ImmutableList<ServiceTarget> of(
            Service service, ServiceBackends backends, ImmutableList<Pod> pods, Function<Pod, ?> key) {
        Map<Object, ServiceBackends.Backend> distinct = new LinkedHashMap<>();
        for (ServiceBackends.Backend backend : backends.of(service)) {
            distinct.putIfAbsent(List.of(key.apply(pods.get(backend.pod())), backend.ports()), backend);
        }
        ImmutableList.Builder<ServiceTarget> targets = ImmutableList.builder();
        for (int i = 0; i < service.ports().size(); i++) {
            ServicePort port = service.ports().get(i);
            for (ServiceBackends.Backend backend : distinct.values()) {
                Pod pod = pods.get(backend.pod());
                backends.target(service, i, backend).ifPresent(target -> {
                    Support facts = Support.of(ImmutableList.<Evidence>builder()
                            .add(backend.selected())
                            .addAll(target.facts())
                            .build());
                    targets.add(new ServiceTarget(port, pod, target.port(), facts));
                });
            }
        }
        return targets.build();
    }
}
