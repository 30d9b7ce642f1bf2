package dev.postern.podsecurity;

import static dev.postern.podsecurity.Fields.byDefault;

import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import java.util.Optional;

/**
 * As whom a container runs. Each field of the container's security context wins over the same field of the pod's.
 *
 * <p>Source: kubelet, {@code securitycontext.DetermineEffectiveSecurityContext} and {@code verifyRunAsNonRoot}.
 */
final class Users {
    private static final String USER = "securityContext.runAsUser";
    private static final String NON_ROOT = "securityContext.runAsNonRoot";

    private Users() {}

    /**
     * Whether processes are uid 0. With {@code runAsNonRoot} the kubelet refuses to start a container as uid 0, whether
     * {@code runAsUser} or the image says so: nothing of it runs as root then.
     */
    static Fact root(Pod pod, Container container) {
        Optional<Evidence> nonRoot = nonRoot(pod, container);
        Optional<Long> own = container.securityContext().runAsUser();
        Optional<Long> inherited = pod.spec().securityContext().runAsUser();
        if (own.isEmpty() && inherited.isEmpty()) {
            return nonRoot.map(Fact::no)
                    .orElseGet(() -> Fact.unknown(byDefault(pod, container, USER, "decided by the image")));
        }
        long user = own.or(() -> inherited).orElseThrow();
        Evidence evidence =
                own.isPresent() ? Fields.stated(pod, container, USER, user) : Fields.stated(pod, USER, user);
        if (user != 0) {
            return Fact.no(evidence);
        }
        return nonRoot.map(Fact::no).orElseGet(() -> Fact.yes(evidence));
    }

    /** The user that the manifest states; empty where the image decides. */
    static Optional<Long> stated(Pod pod, Container container) {
        return container
                .securityContext()
                .runAsUser()
                .or(() -> pod.spec().securityContext().runAsUser());
    }

    /** The field that forbids uid 0, if one does. */
    private static Optional<Evidence> nonRoot(Pod pod, Container container) {
        Optional<Boolean> own = container.securityContext().runAsNonRoot();
        if (own.isPresent()) {
            return own.filter(value -> value).map(value -> Fields.stated(pod, container, NON_ROOT, true));
        }
        return pod.spec()
                .securityContext()
                .runAsNonRoot()
                .filter(value -> value)
                .map(value -> Fields.stated(pod, NON_ROOT, true));
    }
}
