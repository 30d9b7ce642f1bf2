package dev.postern.model;

import java.util.Optional;

/**
 * One ingress or egress rule of a {@link CalicoPolicy}: everything it says must hold of a packet.
 *
 * @param protocol any where absent
 * @param notProtocol all but this one
 * @param ipVersion 4 or 6 where it is stated, other numbers as written
 * @param icmp whether it asks for a type of ICMP, so that nothing else matches
 * @param http whether it asks for methods or paths of HTTP, which narrow an allowed connection once it is there
 * @param unread the first field below the rule that is not known or not read as its type: what the rule matches is then not
 *     known; empty where there is none
 */
public record CalicoRule(
        Action action,
        Optional<CalicoProtocol> protocol,
        Optional<CalicoProtocol> notProtocol,
        Optional<Integer> ipVersion,
        boolean icmp,
        boolean http,
        CalicoEntity source,
        CalicoEntity destination,
        String unread) {
    /** What becomes of a packet that the rule matches. */
    public enum Action {
        ALLOW,
        DENY,
        /** The rest of the tier is left out. */
        PASS,
        /** Something is written down, and the next rule is asked. */
        LOG,
        /** A text that the API server refuses. */
        INVALID
    }
}
