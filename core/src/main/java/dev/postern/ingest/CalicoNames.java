package dev.postern.ingest;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.CalicoTier;
import dev.postern.model.ObjectMeta;

/**
 * Names of Calico's policies. What is stored of one in the tier {@code default} has {@code default.} in front of its name, and
 * so had what older servers showed of it: without it, all forms of one policy are one object. Source: projectcalico/calico,
 * {@code libcalico-go/lib/names/policy.go}.
 */
final class CalicoNames {
    private static final String IN_FRONT = CalicoTier.DEFAULT + ".";

    private CalicoNames() {}

    /** Without labels and annotations, which decide nothing about a policy, so that its forms do not differ in them. */
    static ObjectMeta of(ObjectMeta meta, String tier) {
        String name = meta.name();
        boolean prefixed = (tier.isEmpty() || tier.equals(CalicoTier.DEFAULT))
                && name.startsWith(IN_FRONT)
                && name.length() > IN_FRONT.length();
        return new ObjectMeta(
                prefixed ? name.substring(IN_FRONT.length()) : name,
                meta.namespace(),
                meta.namespaceBasis(),
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                meta.live(),
                meta.controller(),
                meta.origin());
    }
}
