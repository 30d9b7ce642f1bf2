package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CiliumCidrGroup;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.CiliumRule;
import dev.postern.model.CiliumSpec;
import dev.postern.model.LabelSelector;
import java.util.Optional;

/**
 * CiliumNetworkPolicies, CiliumClusterwideNetworkPolicies and CiliumCIDRGroups. What the API server or the agents refuse is
 * kept as it is: the authority on networks says so, and leaves the whole policy out.
 */
final class CiliumPolicyReader {
    private final Values in;
    private final Unread unread;
    private Optional<LabelSelector> endpoints = Optional.empty();
    private Optional<LabelSelector> nodes = Optional.empty();
    private Optional<Boolean> denyIngress = Optional.empty();
    private Optional<Boolean> denyEgress = Optional.empty();
    private ImmutableList<CiliumRule> ingress = ImmutableList.of();
    private ImmutableList<CiliumRule> ingressDeny = ImmutableList.of();
    private ImmutableList<CiliumRule> egress = ImmutableList.of();
    private ImmutableList<CiliumRule> egressDeny = ImmutableList.of();

    private CiliumPolicyReader(Values in) {
        this.in = in;
        this.unread = new Unread(in);
    }

    static CiliumPolicy read(Values in, Identity identity) {
        Metadata metadata = Metadata.NONE;
        Optional<CiliumSpec> spec = Optional.empty();
        Optional<ImmutableList<CiliumSpec>> specs = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> metadata = Metadata.read(in);
                    // What is there and no map is a specification without selectors, which is refused.
                    case "spec" -> spec = in.isNull() ? Optional.empty() : Optional.of(spec(in));
                    case "specs" -> specs = in.isNull() ? Optional.empty() : Optional.of(specs(in));
                    default -> in.skip();
                }
            }
        }
        return new CiliumPolicy(metadata.of(identity), identity.kind(), spec, specs);
    }

    static CiliumCidrGroup group(Values in, Identity identity) {
        Metadata metadata = Metadata.NONE;
        ImmutableList<String> cidrs = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                if (in.key().equals("metadata")) {
                    metadata = Metadata.read(in);
                } else if (in.key().equals("spec") && in.object()) {
                    while (in.next()) {
                        if (in.key().equals("externalCIDRs")) {
                            cidrs = in.strings();
                        }
                    }
                }
            }
        }
        return new CiliumCidrGroup(metadata.of(identity), cidrs);
    }

    private static ImmutableList<CiliumSpec> specs(Values in) {
        ImmutableList.Builder<CiliumSpec> specs = ImmutableList.builder();
        if (in.array()) {
            while (in.element()) {
                specs.add(spec(in));
            }
        }
        return specs.build();
    }

    private static CiliumSpec spec(Values in) {
        CiliumPolicyReader spec = new CiliumPolicyReader(in);
        if (in.object()) {
            while (in.next()) {
                spec.field();
            }
        }
        return new CiliumSpec(
                spec.endpoints,
                spec.nodes,
                spec.denyIngress,
                spec.denyEgress,
                spec.ingress,
                spec.ingressDeny,
                spec.egress,
                spec.egressDeny,
                spec.unread.fields());
    }

    private void field() {
        switch (in.key()) {
            case "endpointSelector" -> endpoints = unread.object(Unread::selector);
            case "nodeSelector" -> nodes = unread.object(Unread::selector);
            case "enableDefaultDeny" -> unread.object(this::defaultDeny);
            case "ingress" -> ingress = rules(false, false);
            case "ingressDeny" -> ingressDeny = rules(false, true);
            case "egress" -> egress = rules(true, false);
            case "egressDeny" -> egressDeny = rules(true, true);
            case "description", "labels", "log" -> in.skip();
            default -> unread.unknown();
        }
    }

    private ImmutableList<CiliumRule> rules(boolean egressRule, boolean deny) {
        return unread.records(own -> CiliumRuleReader.read(in, own, egressRule, deny));
    }

    private boolean defaultDeny(Unread own) {
        in.object();
        while (in.next()) {
            switch (in.key()) {
                case "ingress" -> denyIngress = in.optionalBoolean();
                case "egress" -> denyEgress = in.optionalBoolean();
                default -> own.unknown();
            }
        }
        return true;
    }
}
