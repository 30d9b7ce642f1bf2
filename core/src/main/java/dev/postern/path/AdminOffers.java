package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AdminPolicy;
import dev.postern.model.AdminPolicyPeer;
import dev.postern.model.AdminPolicyPort;
import dev.postern.model.AdminPolicyRule;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.LabelSelector;
import dev.postern.model.Protocol;
import java.util.LinkedHashSet;
import java.util.Set;

/** Administrators' policies that would have to admit a flow which they deny. */
final class AdminOffers {
    private static final ImmutableList<String> EVERYWHERE = ImmutableList.of("0.0.0.0/0", "::/0");

    private AdminOffers() {}

    /** One purchase for each policy and direction that the refusal cites; port 0 is every port. */
    static ImmutableList<Purchase> admitting(
            Cluster cluster, Decision refusal, String flow, Protocol protocol, int port) {
        Set<Purchase> purchases = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>();
        for (Evidence fact : refusal.evidence()) {
            boolean egress = fact.field().startsWith("spec.egress[");
            boolean rule = egress || fact.field().startsWith("spec.ingress[");
            String word = egress ? " as egress" : " as ingress";
            if (rule && seen.add(fact.object() + word)) {
                cluster.find(AdminPolicy.class, fact.object())
                        .ifPresent(policy -> purchases.add(
                                purchase(policy, egress, flow + word, refusal, rule(egress, protocol, port))));
            }
        }
        return ImmutableList.copyOf(purchases);
    }

    private static Purchase purchase(
            AdminPolicy policy, boolean egress, String flow, Decision refusal, AdminPolicyRule rule) {
        ImmutableList<Evidence> guards = refusal.evidence().stream()
                .filter(fact -> fact.object().equals(policy.ref()))
                .collect(ImmutableList.toImmutableList());
        MissingFact missing = new MissingFact(
                MissingFact.Kind.NETWORK_FLOW, policy.ref(), policy.ref() + " would have to admit " + flow, guards);
        return new Purchase(missing, cluster -> ClusterEdits.admitting(cluster, policy.ref(), egress, rule));
    }

    /** Admits every peer that a rule can name. */
    private static AdminPolicyRule rule(boolean egress, Protocol protocol, int port) {
        ImmutableList.Builder<AdminPolicyPeer> peers = ImmutableList.builder();
        peers.add(new AdminPolicyPeer.Namespaces(LabelSelector.EVERYTHING));
        if (egress) {
            peers.add(new AdminPolicyPeer.Networks(EVERYWHERE));
        }
        ImmutableList<AdminPolicyPort> ports = port == 0
                ? ImmutableList.of()
                : ImmutableList.of(new AdminPolicyPort.Numbers(protocol, port, port, false));
        return new AdminPolicyRule("", AdminPolicyRule.Action.ALLOW, peers.build(), ports);
    }
}
