package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AdminPolicy;
import dev.postern.model.AdminPolicyPeer;
import dev.postern.model.AdminPolicyPort;
import dev.postern.model.AdminPolicyRule;
import dev.postern.model.LabelSelector;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Finds administrators' policies that the API server refuses and that are therefore not in force on any cluster; and those
 * with a selector that it takes but no network plugin can read.
 *
 * <p>Source: kubernetes-sigs/network-policy-api, the markers of {@code apis/v1alpha1} and {@code apis/v1alpha2} (experimental
 * channel), from which the CustomResourceDefinitions are made.
 */
final class AdminPolicyFaults {
    private static final int MAX_PRIORITY = 1000;
    private static final int MAX_NETWORKS = 25;
    private static final Pattern DOMAIN = Pattern.compile(
            "(\\*\\.)?([a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\\.)+[a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\\.?");

    private final AdminPolicy policy;
    private final boolean isCluster;
    /** Rules of a direction, peers and ports of a rule. */
    private final int max;

    private final CniProfile profile;

    private AdminPolicyFaults(AdminPolicy policy, CniProfile profile) {
        this.policy = policy;
        this.profile = profile;
        isCluster = policy.kind().equals(AdminPolicy.CLUSTER);
        max = isCluster ? 25 : 100;
    }

    /** The first fault with its path in the policy, or empty for a valid policy. */
    static Optional<String> find(AdminPolicy policy, CniProfile profile) {
        return new AdminPolicyFaults(policy, profile).find();
    }

    private Optional<String> find() {
        return header().or(() -> subject())
                .or(() -> rules("spec.ingress", "from", policy.ingress()))
                .or(() -> rules("spec.egress", "to", policy.egress()));
    }

    private Optional<String> header() {
        if (policy.kind().equals(AdminPolicy.BASELINE)) {
            return policy.meta().name().equals("default")
                    ? Optional.empty()
                    : Optional.of("metadata.name is not default, and there is one such policy in a cluster");
        }
        if (policy.tier() == AdminPolicy.Tier.INVALID) {
            return Optional.of("spec.tier is not Admin or Baseline");
        }
        return policy.priority()
                        .filter(number -> number >= 0 && number <= MAX_PRIORITY)
                        .isPresent()
                ? Optional.empty()
                : Optional.of("spec.priority is not 0 to " + MAX_PRIORITY);
    }

    private Optional<String> subject() {
        String path = "spec.subject";
        if (policy.subject() instanceof AdminPolicyPeer.Unknown unknown) {
            return Optional.of(path + "." + unknown.field() + " is not known, so that it is for no pod");
        }
        return peer(path, policy.subject());
    }

    private Optional<String> rules(String field, String peers, ImmutableList<AdminPolicyRule> rules) {
        if (rules.size() > max) {
            return Optional.of(field + " has more than " + max + " rules");
        }
        return each(field, rules, (path, rule) -> rule(path, peers, rule));
    }

    /** The first fault of the items of a list. */
    private static <T> Optional<String> each(
            String field, ImmutableList<T> items, BiFunction<String, T, Optional<String>> check) {
        for (int i = 0; i < items.size(); i++) {
            Optional<String> fault = check.apply(field + "[" + i + "]", items.get(i));
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private Optional<String> rule(String path, String peers, AdminPolicyRule rule) {
        String ports = isCluster ? "protocols" : "ports";
        if (rule.action() == AdminPolicyRule.Action.INVALID) {
            String actions = isCluster
                    ? "Accept, Deny or Pass"
                    : policy.kind().equals(AdminPolicy.BASELINE) ? "Allow or Deny" : "Allow, Deny or Pass";
            return Optional.of(path + ".action is not " + actions);
        }
        if (rule.name().codePointCount(0, rule.name().length()) > OrderedPolicy.MAX_NAME) {
            return Optional.of(path + ".name has more than " + OrderedPolicy.MAX_NAME + " characters");
        }
        if (rule.peers().isEmpty() || rule.peers().size() > max) {
            return Optional.of(path + "." + peers + " does not name 1 to " + max + " peers");
        }
        if (rule.ports().size() > max) {
            return Optional.of(path + "." + ports + " has more than " + max + " items");
        }
        return each(path + "." + peers, rule.peers(), this::peer)
                .or(() -> each(path + "." + ports, rule.ports(), this::port))
                .or(() -> together(path, rule));
    }

    /** What is valid by itself, but not beside the rest of its rule. */
    private Optional<String> together(String path, AdminPolicyRule rule) {
        boolean names = rule.ports().stream().anyMatch(AdminPolicyPort.Named.class::isInstance);
        boolean domains = rule.peers().stream().anyMatch(AdminPolicyPeer.DomainNames.class::isInstance);
        boolean addresses = isCluster && domains
                || rule.peers().stream()
                        .anyMatch(peer ->
                                peer instanceof AdminPolicyPeer.Networks || peer instanceof AdminPolicyPeer.Nodes);
        return names && addresses
                ? Optional.of(path + " has a named port beside peers that name no ports")
                : Optional.empty();
    }

    private Optional<String> peer(String path, AdminPolicyPeer peer) {
        if (peer instanceof AdminPolicyPeer.Invalid invalid) {
            return Optional.of(path + " " + invalid.fault());
        } else if (peer instanceof AdminPolicyPeer.Namespaces namespaces) {
            return PolicyFaults.selector(path + ".namespaces", namespaces.selector());
        } else if (peer instanceof AdminPolicyPeer.Pods pods) {
            return pods(path + ".pods", pods);
        } else if (peer instanceof AdminPolicyPeer.Nodes nodes) {
            return PolicyFaults.selector(path + ".nodes", nodes.selector());
        } else if (peer instanceof AdminPolicyPeer.Networks networks) {
            return list(path + ".networks", networks.cidrs(), Blocks::strictFault);
        } else if (peer instanceof AdminPolicyPeer.DomainNames domains) {
            return policy.kind().equals(AdminPolicy.BASELINE)
                    ? Optional.of(path + ".domainNames is no field of a " + AdminPolicy.BASELINE)
                    : list(path + ".domainNames", domains.names(), AdminPolicyFaults::domain);
        }
        return Optional.empty();
    }

    private Optional<String> pods(String path, AdminPolicyPeer.Pods pods) {
        if (pods.podSelector().isEmpty() && profile.selectorsRequired()) {
            return Optional.of(path + ".podSelector is missing");
        }
        if (pods.namespaceSelector().isEmpty() && !isCluster && profile.selectorsRequired()) {
            return Optional.of(path + ".namespaceSelector is missing");
        }
        LabelSelector namespaces = pods.namespaceSelector().orElse(LabelSelector.EVERYTHING);
        return PolicyFaults.selector(path + ".namespaceSelector", namespaces)
                .or(() -> PolicyFaults.selector(
                        path + ".podSelector", pods.podSelector().orElse(LabelSelector.EVERYTHING)));
    }

    private static Optional<String> list(
            String path, ImmutableList<String> items, Function<String, Optional<String>> check) {
        if (items.isEmpty() || items.size() > MAX_NETWORKS) {
            return Optional.of(path + " does not have 1 to " + MAX_NETWORKS + " items");
        }
        return each(path, items, (at, item) -> check.apply(item).map(fault -> at + " " + fault));
    }

    private static Optional<String> domain(String name) {
        return DOMAIN.matcher(name).matches() ? Optional.empty() : Optional.of("is not a domain name");
    }

    private Optional<String> port(String path, AdminPolicyPort item) {
        if (item instanceof AdminPolicyPort.Invalid invalid) {
            return Optional.of(path + " " + invalid.fault());
        } else if (item instanceof AdminPolicyPort.Named named) {
            return named.name().isEmpty() ? Optional.of(path + " is empty") : Optional.empty();
        } else if (item instanceof AdminPolicyPort.Numbers numbers) {
            if (!isPort(numbers.first()) || !isPort(numbers.last())) {
                return Optional.of(path + " is not of ports from 1 to 65535");
            }
            // In v1alpha1 the order of the two is said in words only; a range without ports matches nothing.
            return isCluster && numbers.range() && numbers.first() >= numbers.last()
                    ? Optional.of(path + ".range does not start below its end")
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean isPort(int number) {
        return number >= PortSet.MIN_PORT && number <= PortSet.MAX_PORT;
    }
}
