package dev.postern.model;

import com.google.common.collect.ImmutableList;

/**
 * An Ingress: the Services it sends outside traffic to, and the Secrets that hold the keys it answers with. {@code
 * className} is empty when absent.
 */
public record Ingress(
        ObjectMeta meta,
        String className,
        ImmutableList<Backend> backends,
        ImmutableList<Tls> tls,
        ImmutableList<String> loadBalancerAddresses)
        implements KubernetesObject {
    @Override
    public String kind() {
        return "Ingress";
    }

    /** A Secret of the Ingress' own namespace with a key and a certificate; {@code field} is where it is named. */
    public record Tls(String secretName, String field) {}

    /** One backend; {@code field} is its path in the object. Host and path are empty for the default backend. */
    public record Backend(String host, String path, String serviceName, PortRef port, String field) {}
}
