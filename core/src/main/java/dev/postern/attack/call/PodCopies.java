package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.model.Pod;
import dev.postern.network.Network;
import java.util.Optional;
import java.util.stream.Stream;

/** POD_CREATE_REACH: a pod, or what makes one, with the labels and the account that put it into a network position. */
final class PodCopies implements CallBuilder {
    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        return originals(attempt.facts())
                .filter(pod -> isThere(pod, attempt))
                .map(pod -> PodMaker.create(
                        attempt,
                        pod.namespace(),
                        pod.meta().labels(),
                        PodSpecs.withAccount(pod.serviceAccount().name())))
                .flatMap(Optional::stream)
                .limit(1)
                .collect(ImmutableList.toImmutableList());
    }

    /** Pods that a new one can be like, whether or not they are there. */
    private static Stream<Pod> originals(Facts facts) {
        return Stream.concat(
                facts.podGroups().stream().map(PodGroup::pod).filter(facts.network()::isInPodNetwork),
                facts.network().newcomers().stream());
    }

    private static boolean isThere(Pod pod, Attempt attempt) {
        int networkClass = attempt.facts().network().classOf(pod);
        return networkClass != Network.NO_CLASS
                && attempt.facts().position(networkClass).equals(attempt.to());
    }
}
