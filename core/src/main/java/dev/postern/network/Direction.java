package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyRule;

/** The two independent halves of a verdict. */
enum Direction {
    INGRESS("ingress", "from"),
    EGRESS("egress", "to");

    private final String word;
    private final String peersField;

    Direction(String word, String peersField) {
        this.word = word;
        this.peersField = peersField;
    }

    /** The field of the policy spec that holds the rules, and the word for it in a sentence. */
    String word() {
        return word;
    }

    /** The field of a rule that holds its peers. */
    String peersField() {
        return peersField;
    }

    /** Whether a policy isolates the pods it selects in this direction. */
    boolean isolates(NetworkPolicy policy) {
        return this == INGRESS ? policy.isolatesIngress() : policy.isolatesEgress();
    }

    ImmutableList<NetworkPolicyRule> rules(NetworkPolicy policy) {
        return this == INGRESS ? policy.ingress() : policy.egress();
    }
}
