package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;

/**
 * A Service. Strings are empty and lists empty where the field is absent.
 *
 * @param type {@code ClusterIP}, {@code NodePort}, {@code LoadBalancer} or {@code ExternalName}
 * @param selector empty when the Service has none (its endpoints are then written by someone else)
 * @param loadBalancerClass of whose controller it is to get its load balancer; empty for the cloud's own
 * @param allocatesNodePorts whether a load balancer's Service has node ports too, as is the default
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
        String loadBalancerClass,
        boolean allocatesNodePorts,
        ImmutableList<String> loadBalancerAddresses,
        String externalTrafficPolicy,
        String internalTrafficPolicy,
        String externalName)
        implements KubernetesObject {
    /** Whether it has no address of its own: only its pods are reached, at theirs. */
    public boolean isHeadless() {
        return clusterIP.equals("None");
    }

    /** Whether the cluster itself finds the pods behind it; else somebody writes its endpoints. */
    public boolean selectsPods() {
        return !selector.isEmpty();
    }

    /** Whether its address leads only to what is on the sender's own node. */
    public boolean isNodeLocal() {
        return internalTrafficPolicy.equals("Local");
    }

    @Override
    public String kind() {
        return "Service";
    }
}
