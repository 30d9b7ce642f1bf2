package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CiliumCidrRule;
import dev.postern.model.CiliumPeers;
import dev.postern.model.LabelSelector;
import java.util.Optional;

/** Items of the peers of Cilium's policies that are neither selectors nor plain texts. */
final class CiliumPeerReader {
    private CiliumPeerReader() {}

    static CiliumCidrRule cidr(Values in, Unread unread) {
        String cidr = "";
        String group = "";
        Optional<LabelSelector> groups = Optional.empty();
        ImmutableList<String> except = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "cidr" -> cidr = in.symbol();
                    case "cidrGroupRef" -> group = in.symbol();
                    case "cidrGroupSelector" -> groups = unread.object(Unread::selector);
                    case "except" -> except = unread.strings().orElse(ImmutableList.of());
                    default -> unread.unknown();
                }
            }
        }
        return new CiliumCidrRule(cidr, group, groups, except);
    }

    /** The first field that says which cloud's group it is; empty when there is none. */
    static String group(Values in, Unread unread) {
        String provider = "";
        if (in.object()) {
            while (in.next()) {
                if (provider.isEmpty() && !in.isNull()) {
                    provider = in.sharing().one(in.key());
                    in.skip();
                } else {
                    unread.unknown();
                }
            }
        }
        return provider;
    }

    static CiliumPeers.Fqdn fqdn(Values in, Unread unread) {
        String name = "";
        String pattern = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "matchName" -> name = in.symbol();
                    case "matchPattern" -> pattern = in.symbol();
                    default -> unread.unknown();
                }
            }
        }
        return new CiliumPeers.Fqdn(name, pattern);
    }

    static CiliumPeers.ServiceItem service(Values in, Unread unread) {
        Optional<String> name = Optional.empty();
        String namespace = "";
        Optional<LabelSelector> selector = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                if (!in.key().equals("k8sService") && !in.key().equals("k8sServiceSelector")) {
                    unread.unknown();
                    continue;
                }
                if (!in.object()) {
                    continue;
                }
                while (in.next()) {
                    switch (in.key()) {
                        case "serviceName" -> name = in.optionalString();
                        case "namespace" -> namespace = in.symbol();
                        case "selector" -> selector = unread.object(Unread::selector);
                        default -> unread.unknown();
                    }
                }
            }
        }
        return new CiliumPeers.ServiceItem(name, namespace, selector);
    }
}
