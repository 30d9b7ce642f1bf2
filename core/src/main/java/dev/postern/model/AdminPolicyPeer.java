package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** What an {@link AdminPolicy} selects by one item of {@code from} or {@code to}, or as its subject. */
public sealed interface AdminPolicyPeer {
    /** The selector of namespaces that is written; empty where none is. */
    default Optional<LabelSelector> namespaceSelector() {
        return Optional.empty();
    }

    /** Every pod of some namespaces. */
    record Namespaces(LabelSelector selector) implements AdminPolicyPeer {
        @Override
        public Optional<LabelSelector> namespaceSelector() {
            return Optional.of(selector);
        }
    }

    /** Some pods of some namespaces; a selector is empty where it is not written. */
    record Pods(Optional<LabelSelector> namespaceSelector, Optional<LabelSelector> podSelector)
            implements AdminPolicyPeer {}

    /** The addresses of some nodes. */
    record Nodes(LabelSelector selector) implements AdminPolicyPeer {}

    /** CIDRs, as written. */
    record Networks(ImmutableList<String> cidrs) implements AdminPolicyPeer {}

    /** Whatever addresses these names have, as written. */
    record DomainNames(ImmutableList<String> names) implements AdminPolicyPeer {}

    /** A field of a later version of the API: what it selects is not known. */
    record Unknown(String field) implements AdminPolicyPeer {}

    /**
     * Not exactly one field, which the API server refuses.
     *
     * @param fault a phrase that goes on from the name of the item
     */
    record Invalid(String fault) implements AdminPolicyPeer {}
}
