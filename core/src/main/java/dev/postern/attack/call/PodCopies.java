package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Vertex;
import dev.postern.model.Pod;
import dev.postern.network.Network;
import java.util.Optional;

/** POD_CREATE_REACH: a pod, or what makes one, with the labels and the account of a pod of its namespace. */
final class PodCopies implements CallBuilder {
    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        for (PodGroup group : attempt.facts().podGroups()) {
            if (isIn(group, attempt.to(), attempt)) {
                Pod pod = group.pod();
                Optional<ApiCall> call = PodMaker.create(
                        attempt,
                        group.namespace(),
                        pod.meta().labels(),
                        PodSpecs.withAccount(pod.serviceAccount().name()));
                if (call.isPresent()) {
                    return ImmutableList.of(call.get());
                }
            }
        }
        return ImmutableList.of();
    }

    private static boolean isIn(PodGroup group, Vertex position, Attempt attempt) {
        return group.networkClass() != Network.NO_CLASS
                && attempt.facts().network().isInPodNetwork(group.pod())
                && attempt.facts().position(group.networkClass()).equals(position);
    }
}
