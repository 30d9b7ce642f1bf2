package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * One kind of peers of a {@link CiliumRule}, as a list whose items are alternatives. A list of none is kept, for it is not the
 * same as an absent one. Source: cilium, {@code pkg/policy/api/ingress.go}, {@code egress.go} and {@code
 * pkg/policy/utils/parserules.go}.
 */
public sealed interface CiliumPeers {
    /** The field without its {@code from} or {@code to}. */
    String name();

    ImmutableList<?> items();

    /**
     * Whether a list without items selects nothing, rather than being no list at all: so it is with the kinds that become
     * selectors of their own.
     */
    default boolean isNoneIfEmpty() {
        return true;
    }

    /** Pods by labels; keys as written, perhaps with a source in front ({@code k8s:app}). */
    record Endpoints(ImmutableList<LabelSelector> items) implements CiliumPeers {
        @Override
        public String name() {
            return "Endpoints";
        }
    }

    /** {@code world}, {@code cluster} and the like, as written. */
    record Entities(ImmutableList<String> items) implements CiliumPeers {
        @Override
        public String name() {
            return "Entities";
        }
    }

    /** CIDRs or addresses, as written. */
    record Cidrs(ImmutableList<String> items) implements CiliumPeers {
        @Override
        public String name() {
            return "CIDR";
        }
    }

    /** CIDRs with exceptions, or groups of them. */
    record CidrSet(ImmutableList<CiliumCidrRule> items) implements CiliumPeers {
        @Override
        public String name() {
            return "CIDRSet";
        }
    }

    /** Nodes by labels, where the agents are configured to know them. */
    record Nodes(ImmutableList<LabelSelector> items) implements CiliumPeers {
        @Override
        public String name() {
            return "Nodes";
        }
    }

    /** What a cloud's groups hold; of each, the field that names its provider. */
    record Groups(ImmutableList<String> items) implements CiliumPeers {
        @Override
        public String name() {
            return "Groups";
        }

        @Override
        public boolean isNoneIfEmpty() {
            return false;
        }
    }

    /** Whatever addresses these names have. */
    record Fqdns(ImmutableList<Fqdn> items) implements CiliumPeers {
        @Override
        public String name() {
            return "FQDNs";
        }

        @Override
        public boolean isNoneIfEmpty() {
            return false;
        }
    }

    /** A name, or a pattern of names; empty where absent. */
    record Fqdn(String matchName, String matchPattern) {}

    /** The backends of Services. */
    record Services(ImmutableList<ServiceItem> items) implements CiliumPeers {
        @Override
        public String name() {
            return "Services";
        }

        @Override
        public boolean isNoneIfEmpty() {
            return false;
        }
    }

    /**
     * Services by name or by labels.
     *
     * @param name {@code k8sService.serviceName}
     * @param namespace of the field that is there; empty where absent
     * @param selector {@code k8sServiceSelector.selector}
     */
    record ServiceItem(Optional<String> name, String namespace, Optional<LabelSelector> selector) {}
}
