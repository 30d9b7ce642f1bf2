package dev.postern.rbac;

import java.util.Optional;

/**
 * A question to the authorizers: may this user make that request in another's name? Made by {@link
 * AccessReview#as(ImpersonatedUser)}.
 *
 * @param request what is to be done, by the user who is authenticated
 * @param as in whose name
 * @param requestorNode where the user is a service account whose token is bound to a pod (every mounted token is): the
 *     node that pod runs on
 */
public record ImpersonationReview(AccessReview request, ImpersonatedUser as, Optional<String> requestorNode) {
    /** The same, by a service account whose token is bound to a pod on this node. */
    public ImpersonationReview from(String node) {
        return new ImpersonationReview(request, as, Optional.of(node));
    }
}
