package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;

/**
 * A Service. Strings are empty and lists empty where the field is absent.
 *
 * @param type {@code ClusterIP}, {@code NodePort}, {@code LoadBalancer} or {@code ExternalName}
 * @param selector empty when the Service has none (its endpoints are then written by someone else)
 * @param loadBalancerAddresses addresses and host names of {@code status.loadBalancer.ingress}
 */
public record Service(
        ObjectMeta meta,
        String type,
        ImmutableSortedMap<String, String> selector,
        ImmutableList<ServicePort> ports,
        String clusterIP,
        ImmutableList<String> externalIPs,
        ImmutableList<String> loadBalancerSourceRanges,
        ImmutableList<String> loadBalancerAddresses,
        String externalTrafficPolicy,
        String externalName)
        implements KubernetesObject {
    /** Whether the cluster itself finds the pods behind it; else somebody writes its endpoints. */
    public boolean selectsPods() {
        return !selector.isEmpty();
    }

    @Override
    public String kind() {
        return "Service";
    }
}
