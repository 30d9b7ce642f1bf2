package dev.postern.model;

import com.google.common.collect.ImmutableList;

/**
 * Addresses with labels, for the selectors of Calico's policies: a NetworkSet of a namespace or a GlobalNetworkSet. Source:
 * projectcalico/calico, {@code api/pkg/apis/projectcalico/v3/networkset.go}.
 *
 * @param nets CIDRs and addresses as written
 * @param unread the first field that is not known or has not the type of its kind; empty where there is none
 */
public record CalicoNetworkSet(ObjectMeta meta, String kind, ImmutableList<String> nets, String unread)
        implements KubernetesObject {
    public static final String NAMESPACED = "NetworkSet";
    public static final String GLOBAL = "GlobalNetworkSet";
}
