package dev.postern.edit;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ObjectRef;
import dev.postern.model.Service;
import dev.postern.model.ServicePort;

/** Makes a Service answer inside the cluster only: by its type, or without its external addresses. */
public record ServiceEdit(ObjectRef object, EditKind kind) implements Edit {
    @Override
    public String describe() {
        return kind == EditKind.SERVICE_CLUSTER_IP
                ? "set spec.type of " + object + " to ClusterIP"
                : "remove spec.externalIPs from " + object;
    }

    @Override
    public void applyTo(Draft draft) {
        boolean inside = kind == EditKind.SERVICE_CLUSTER_IP;
        draft.update(
                Service.class,
                object,
                service -> new Service(
                        service.meta(),
                        inside ? "ClusterIP" : service.type(),
                        service.selector(),
                        inside
                                ? service.ports().stream()
                                        .map(ServiceEdit::withoutNodePort)
                                        .collect(ImmutableList.toImmutableList())
                                : service.ports(),
                        service.clusterIP(),
                        inside ? service.externalIPs() : ImmutableList.of(),
                        inside ? ImmutableList.of() : service.loadBalancerSourceRanges(),
                        inside ? "" : service.loadBalancerClass(),
                        inside || service.allocatesNodePorts(),
                        service.loadBalancerAddresses(),
                        inside ? "" : service.externalTrafficPolicy(),
                        service.internalTrafficPolicy(),
                        service.externalName()));
    }

    /** What is for the outside is refused on a ClusterIP Service. */
    private static ServicePort withoutNodePort(ServicePort port) {
        return new ServicePort(port.name(), port.protocol(), port.port(), port.targetPort(), 0, port.appProtocol());
    }
}
