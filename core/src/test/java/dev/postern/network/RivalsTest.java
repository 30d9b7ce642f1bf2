package dev.postern.network;

import static dev.postern.model.Outcome.ALLOWED;
import static dev.postern.model.Outcome.DENIED;
import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Questions about packets that other tools answer wrongly, each with their answer in a comment. */
class RivalsTest {
    private static final String DENY_ALL = policy("{podSelector: {}, policyTypes: [Ingress, Egress]}");

    @Test
    void a_pod_reaches_itself() {
        // Kubescape (#3904): denies it where a policy isolates the pod
        Verdicts verdicts = Verdicts.of(pod("shop", "db", "{}", "10.0.0.9"), pod("shop", "cart"), DENY_ALL);
        assertThat(verdicts.outcome("shop/db", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(verdicts.outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
    }

    @Test
    void a_port_has_to_be_open_on_both_sides() {
        // Kubescape (#3903): allows it where egress and ingress are open on some port each, though on no common one
        String out = policy(
                "shop",
                "out",
                "{podSelector: {matchLabels: {app: cart}}, policyTypes: [Egress], egress: [{ports: [{port: 80}]}]}");
        String in = policy("shop", "in", "{podSelector: {matchLabels: {app: db}}, ingress: [{ports: [{port: 5432}]}]}");
        Verdicts verdicts = Verdicts.of(pod("shop", "cart"), pod("shop", "db"), out, in);
        assertThat(verdicts.outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
        assertThat(verdicts.outcome("shop/cart", "shop/db", 5432)).isEqualTo(DENIED);
        String common =
                policy("shop", "more", "{podSelector: {matchLabels: {app: db}}, ingress: [{ports: [{port: 80}]}]}");
        assertThat(Verdicts.of(pod("shop", "cart"), pod("shop", "db"), out, in, common)
                        .outcome("shop/cart", "shop/db", 80))
                .isEqualTo(ALLOWED);
    }
}
