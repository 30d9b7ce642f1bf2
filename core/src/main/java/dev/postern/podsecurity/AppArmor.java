package dev.postern.podsecurity;

import com.google.common.base.Ascii;
import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import java.util.Optional;

/**
 * Whether an AppArmor profile confines a container.
 *
 * <p>The container's profile wins over the pod's; the annotation of versions before v1.30 counts as the container's
 * field where that says nothing. A stated profile confines: the kubelet refuses the pod where the node cannot
 * enforce it. Without one the runtime applies its own, but only on a node that has AppArmor, which the input does not say.
 * Source: apiserver, {@code security/apparmor.GetProfile}.
 */
final class AppArmor {
    private static final String FIELD = "securityContext.appArmorProfile";

    static final String ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";

    private AppArmor() {}

    static Fact confines(Pod pod, Container container, Fact privileged) {
        if (privileged.isYes()) {
            return Fact.no(privileged.evidence());
        }
        Optional<String> own = container.securityContext().appArmorProfile();
        if (own.isPresent()) {
            return of(own.get(), Fields.stated(pod, container, FIELD, own.get()));
        }
        String key = ANNOTATION + container.name();
        String annotated = pod.spec().profiles().getOrDefault(key, "");
        if (!annotated.isEmpty()) {
            return of(annotated, Fields.annotation(pod, key, annotated));
        }
        Optional<String> inherited = pod.spec().securityContext().appArmorProfile();
        if (inherited.isPresent()) {
            return of(inherited.get(), Fields.stated(pod, FIELD, inherited.get()));
        }
        return Fact.unknown(
                Fields.byDefault(pod, container, FIELD, "the runtime's profile where the node has AppArmor"));
    }

    private static Fact of(String profile, Evidence evidence) {
        return Ascii.equalsIgnoreCase(profile, "Unconfined") ? Fact.no(evidence) : Fact.yes(evidence);
    }
}
