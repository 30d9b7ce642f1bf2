package dev.postern.model;

/** A GatewayClass of the Gateway API: which controller serves the Gateways that name it. */
public record GatewayClass(ObjectMeta meta, String controllerName) implements KubernetesObject {
    @Override
    public String kind() {
        return "GatewayClass";
    }
}
