package dev.postern.podsecurity;

import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.ServiceAccount;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the API server mounts a token into the containers of a pod: the pod's field wins over the service account's,
 * and without both the answer is yes. Source: {@code serviceaccount} admission plug-in, {@code
 * shouldAutomount}.
 *
 * @param support the account's name and the fields that decide
 */
record Automount(boolean enabled, Support support) {
    private static final String FIELD = "automountServiceAccountToken";

    static Automount of(Cluster cluster, Pod pod) {
        List<Evidence> facts = new ArrayList<>();
        Optional<Boolean> ofPod = pod.spec().automountServiceAccountToken();
        if (ofPod.isPresent()) {
            facts.add(Fields.stated(pod, FIELD, ofPod.get()));
            return new Automount(ofPod.get(), Support.of(facts));
        }
        Subject.ServiceAccount subject = pod.serviceAccount();
        Optional<Boolean> ofAccount =
                cluster.serviceAccount(subject).flatMap(ServiceAccount::automountServiceAccountToken);
        if (ofAccount.isPresent()) {
            facts.add(Evidence.stated(subject.ref(), FIELD, ofAccount.get().toString()));
            if (ofAccount.get()) {
                facts.add(Fields.byDefault(pod, FIELD, "as the ServiceAccount says"));
            }
            return new Automount(ofAccount.get(), Support.of(facts));
        }
        facts.add(Fields.byDefault(pod, FIELD, true));
        facts.add(Evidence.byDefault(subject.ref(), FIELD, "true"));
        return new Automount(true, Support.of(facts));
    }
}
