package dev.postern.model;

import com.google.common.collect.ImmutableList;

/**
 * A NetworkPolicy with the API's defaults applied.
 *
 * @param isolatesIngress whether {@code policyTypes}, stated or default, holds Ingress
 * @param isolatesEgress likewise for Egress
 * @param typesStated whether {@code policyTypes} was written
 */
public record NetworkPolicy(
        ObjectMeta meta,
        LabelSelector podSelector,
        boolean isolatesIngress,
        boolean isolatesEgress,
        boolean typesStated,
        ImmutableList<NetworkPolicyRule> ingress,
        ImmutableList<NetworkPolicyRule> egress)
        implements KubernetesObject {
    @Override
    public String kind() {
        return "NetworkPolicy";
    }
}
