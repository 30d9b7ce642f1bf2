package dev.postern.model;

/**
 * One item of {@code ports} or {@code notPorts} of a {@link CalicoEntity}. Source: projectcalico/calico, {@code
 * api/pkg/lib/numorstring/port.go}.
 */
public sealed interface CalicoPort {
    /** From first to last, both included. */
    record Numbers(int first, int last) implements CalicoPort {}

    /** What the pod calls so, in the protocol of the rule. */
    record Named(String name) implements CalicoPort {}

    /** A text that the API server refuses. */
    record Invalid(String text) implements CalicoPort {}
}
