package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * What a {@link CalicoRule} says of one end of a packet; nothing where all is absent, and an empty list is an absent one.
 * Source: projectcalico/calico, {@code api/pkg/apis/projectcalico/v3/policy_common.go}, {@code EntityRule}.
 *
 * @param nets CIDRs as written
 * @param notNets the end is in none of them
 * @param notSelector without a field that selects, whoever it does not match, things outside of the cluster included
 * @param namespaceSelector without it a namespaced policy selects things of its own namespace only
 * @param texts the selectors as they are written, by their fields: {@code selector}, {@code serviceAccounts.selector}. Calico
 *     keeps them so
 */
public record CalicoEntity(
        ImmutableList<String> nets,
        ImmutableList<String> notNets,
        Optional<CalicoSelector> selector,
        Optional<CalicoSelector> notSelector,
        Optional<CalicoSelector> namespaceSelector,
        ImmutableList<CalicoPort> ports,
        ImmutableList<CalicoPort> notPorts,
        Optional<ServiceAccounts> serviceAccounts,
        Optional<Service> services,
        ImmutableMap<String, String> texts) {
    /** Says nothing. */
    public static final CalicoEntity ANY = new CalicoEntity(
            ImmutableList.of(),
            ImmutableList.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ImmutableList.of(),
            ImmutableList.of(),
            Optional.empty(),
            Optional.empty(),
            ImmutableMap.of());

    /** Pods by what they run as: one of the names, and labels that match. */
    public record ServiceAccounts(ImmutableList<String> names, Optional<CalicoSelector> selector) {
        /** {@code {}} says nothing. */
        public boolean isEmpty() {
            return names.isEmpty() && selector.isEmpty();
        }
    }

    /** The endpoints of a Service, at a destination with their ports; the namespace is empty where it is the policy's own. */
    public record Service(String name, String namespace) {}
}
