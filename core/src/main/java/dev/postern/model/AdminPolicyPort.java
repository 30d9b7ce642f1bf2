package dev.postern.model;

/** One item of {@code ports} or {@code protocols} of an {@link AdminPolicyRule}. */
public sealed interface AdminPolicyPort {
    /** From first to last, both included; numbers as written, 0 where they are no ports. */
    record Numbers(Protocol protocol, int first, int last, boolean range) implements AdminPolicyPort {}

    /** Every port of a protocol. */
    record Every(Protocol protocol) implements AdminPolicyPort {}

    /** What the destination calls so, in any protocol. */
    record Named(String name) implements AdminPolicyPort {}

    /** A field of a later version of the API: what it matches is not known. */
    record Unknown(String field) implements AdminPolicyPort {}

    /**
     * Something that the API server refuses.
     *
     * @param fault a phrase that goes on from the name of the item
     */
    record Invalid(String fault) implements AdminPolicyPort {}
}
