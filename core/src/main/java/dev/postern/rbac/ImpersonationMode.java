package dev.postern.rbac;

import java.util.Optional;

/**
 * The ways to ask for impersonation, in the order in which the API server tries them (E18, E19). A constrained one takes a
 * right on the identity ({@link #verb()}) and one on the request ({@link #onVerb}), the legacy one only the first. Source:
 * kubernetes {@code apiserver/pkg/endpoints/filters/impersonation/mode.go}, KEP-5284.
 */
enum ImpersonationMode {
    ASSOCIATED_NODE("associated-node"),
    ARBITRARY_NODE("arbitrary-node"),
    SERVICE_ACCOUNT("serviceaccount"),
    USER_INFO("user-info"),
    LEGACY("");

    private static final String AUTHENTICATION = "authentication.k8s.io";

    private final String mode;

    ImpersonationMode(String mode) {
        this.mode = mode;
    }

    boolean isConstrained() {
        return this != LEGACY;
    }

    String verb() {
        return isConstrained() ? "impersonate:" + mode : "impersonate";
    }

    String onVerb(String verb) {
        return "impersonate-on:" + mode + ":" + verb;
    }

    /** Where the resources {@code users}, {@code groups}, {@code serviceaccounts} and {@code nodes} are looked for. */
    String apiGroup() {
        return isConstrained() ? AUTHENTICATION : "";
    }

    /** Whether this mode can make anybody that user at all. */
    boolean applies(ImpersonationReview review) {
        ImpersonatedUser as = review.as();
        Optional<String> node = Principals.node(as.name());
        switch (this) {
            case ASSOCIATED_NODE:
                boolean account = Principals.serviceAccount(
                                review.request().user().name())
                        .isPresent();
                return as.isNameOnly() && account && node.isPresent() && node.equals(review.requestorNode());
            case ARBITRARY_NODE:
                return as.isNameOnly() && node.isPresent();
            case SERVICE_ACCOUNT:
                return as.isNameOnly() && Principals.serviceAccount(as.name()).isPresent();
            case USER_INFO:
                return node.isEmpty() && Principals.serviceAccount(as.name()).isEmpty();
            case LEGACY:
                return true;
        }
        throw new AssertionError(this);
    }
}
