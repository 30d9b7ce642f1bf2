package dev.postern.network;

import static dev.postern.network.Fields.child;
import static dev.postern.network.Fields.maps;
import static dev.postern.network.Fields.number;
import static dev.postern.network.Fields.text;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Container;
import dev.postern.model.ContainerPort;
import dev.postern.model.PodSecurityContext;
import dev.postern.model.PodSpec;
import dev.postern.model.ProbePort;
import dev.postern.model.SecurityContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of a pod spec that the network looks at. */
final class PodSpecs {
    private PodSpecs() {}

    static PodSpec read(Map<String, Object> spec) {
        ImmutableList.Builder<Container> containers = ImmutableList.builder();
        addContainers(containers, spec, "initContainers", Container.Role.INIT);
        addContainers(containers, spec, "containers", Container.Role.MAIN);
        return new PodSpec(
                Optional.of(text(spec, "serviceAccountName")).filter(name -> !name.isEmpty()),
                Optional.empty(),
                Boolean.TRUE.equals(spec.get("hostNetwork")),
                false,
                false,
                Optional.empty(),
                false,
                ImmutableSortedMap.of(),
                Optional.empty(),
                ImmutableList.of(),
                PodSecurityContext.NONE,
                containers.build(),
                ImmutableList.of(),
                Optional.empty(),
                ImmutableList.of(),
                Optional.empty(),
                ImmutableSortedMap.of());
    }

    private static void addContainers(
            ImmutableList.Builder<Container> containers, Map<String, Object> spec, String field, Container.Role role) {
        List<Map<String, Object>> items = maps(spec, field);
        for (int i = 0; i < items.size(); i++) {
            Map<String, Object> item = items.get(i);
            boolean sidecar =
                    role == Container.Role.INIT && text(item, "restartPolicy").equals("Always");
            containers.add(container(item, field + "[" + i + "]", sidecar ? Container.Role.SIDECAR : role));
        }
    }

    private static Container container(Map<String, Object> item, String field, Container.Role role) {
        return new Container(
                text(item, "name"),
                role,
                text(item, "image"),
                field,
                maps(item, "ports").stream()
                        .map(port -> new ContainerPort(
                                text(port, "name"),
                                number(port, "containerPort", 0),
                                Manifests.protocol(port),
                                number(port, "hostPort", 0),
                                text(port, "hostIP")))
                        .collect(ImmutableList.toImmutableList()),
                SecurityContext.NONE,
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                probes(item),
                ImmutableList.of(),
                ImmutableList.of());
    }

    private static ImmutableList<ProbePort> probes(Map<String, Object> item) {
        ImmutableList.Builder<ProbePort> probes = ImmutableList.builder();
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            for (String handler : List.of("httpGet", "tcpSocket", "grpc")) {
                Map<String, Object> fields = child(child(item, probe), handler);
                if (fields.containsKey("port")) {
                    probes.add(new ProbePort(
                            Manifests.portRef(fields.get("port")), text(fields, "host"), probe + "." + handler));
                }
            }
        }
        return probes.build();
    }
}
