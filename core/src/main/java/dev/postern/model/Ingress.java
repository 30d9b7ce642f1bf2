package dev.postern.model;

import com.google.common.collect.ImmutableList;

/** An Ingress: the Services it sends outside traffic to. {@code className} is empty when absent. */
public record Ingress(
        ObjectMeta meta, String className, ImmutableList<Backend> backends, ImmutableList<String> loadBalancerAddresses)
        implements KubernetesObject {
    @Override
    public String kind() {
        return "Ingress";
    }

    /** One backend; {@code field} is its path in the object. Host and path are empty for the default backend. */
    public record Backend(String host, String path, String serviceName, PortRef port, String field) {}
}
