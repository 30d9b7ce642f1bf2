package dev.postern.edit;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.ServiceAccount;
import dev.postern.model.Workload;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Says in a service account that pods get no token of it unless they ask. */
public record AutomountAccount(ObjectRef object, EditKind kind) implements Edit {
    @Override
    public String describe() {
        return "set automountServiceAccountToken: false on " + object;
    }

    @Override
    public void applyTo(Draft draft) {
        ServiceAccount account = draft.find(ServiceAccount.class, object)
                .orElse(new ServiceAccount(
                        ObjectMeta.of(object.namespace(), object.name()),
                        Optional.empty(),
                        ImmutableList.of(),
                        ImmutableList.of()));
        draft.put(
                new ServiceAccount(account.meta(), Optional.of(false), account.secrets(), account.imagePullSecrets()));
        // Admission wrote the account's answer into the pods that are there: they are made anew without it.
        Set<ObjectRef> saySo = new HashSet<>();
        for (Workload workload : draft.original().workloads()) {
            if (workload.template().spec().automountServiceAccountToken().isPresent()) {
                saySo.add(workload.ref());
            }
        }
        draft.pods(
                pod -> usesIt(pod)
                        && pod.spec().automountServiceAccountToken().isEmpty()
                        && !saySo.contains(pod.owner()),
                PodSpecs::withoutInjectedToken);
    }

    private boolean usesIt(Pod pod) {
        return pod.serviceAccount().ref().equals(object);
    }
}
