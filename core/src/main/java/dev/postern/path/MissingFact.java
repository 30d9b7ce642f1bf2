package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;

/**
 * A fact that the input lacks and a plan would need.
 *
 * @param object what would have to be different; of a right, whoever would have to hold it
 * @param description what would have to hold, a sentence
 * @param guards what stops it now; of a right, the bindings that its holder has, of which none gives it
 */
public record MissingFact(Kind kind, ObjectRef object, String description, ImmutableList<Evidence> guards) {
    /** What sort of fact it is, and its price: what somebody would have to get wrong for it to be there. */
    public enum Kind {
        /** A namespace whose label, or whose lack of one, keeps dangerous pods out. */
        POD_SECURITY_LABEL(1_000, "One label, often changed to make something run."),
        /** A pod that is given no token of its account. */
        TOKEN(1_000, "The default of Kubernetes; one field, or its lack."),
        /** A flow that no policy admits. */
        NETWORK_FLOW(1_000, "One rule of a policy that selects the pod already."),
        /** A right in one namespace. */
        RIGHT(1_500, "One rule of a role, in one namespace."),
        /** A binding of a role of the input, in one namespace. */
        BINDING(1_800, "One binding; it gives all that the role has."),
        /** A right in one namespace that amounts to every other there. */
        POWER(
                2_000,
                "As a right, but a right to any right of the namespace: no narrower one would ever be named beside it."),
        /** A policy that somebody installed to refuse pods. */
        ADMISSION_POLICY(2_200, "A whole policy that is not there."),
        /** A container that is not privileged. */
        PRIVILEGED(2_500, "One field, but one that reviews look for."),
        /** A port that is not open to the outside. */
        EXPOSURE(2_500, "A way in from outside that nobody had."),
        /** A right everywhere. */
        CLUSTER_RIGHT(3_000, "One rule of a role, in every namespace or for objects of none."),
        /** A right everywhere that amounts to every other. */
        CLUSTER_POWER(4_500, "As that, but a right to any right."),
        /** A binding of a role of the input, everywhere. */
        CLUSTER_BINDING(5_000, "One binding; it gives all that the role has, everywhere.");

        private final int price;
        private final String reason;

        Kind(int price, String reason) {
            this.price = price;
            this.reason = reason;
        }

        /** Far above what any plan takes, so that a plan that needs less is always nearer. */
        public int price() {
            return price;
        }

        /** Why it has that price. */
        public String reason() {
            return reason;
        }
    }
}
