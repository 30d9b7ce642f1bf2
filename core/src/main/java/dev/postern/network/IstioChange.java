package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.PeerAuthentication;
import dev.postern.model.Pod;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The policies of Istio in force in a changed cluster. An AuthorizationPolicy is read for the faces that the proxies of its pods
 * show it, and PeerAuthentications for what they ask of all pods: pods that show nothing new are no reason to read any again.
 */
final class IstioChange {
    private IstioChange() {}

    /**
     * Reads the AuthorizationPolicies that are others than before.
     *
     * @param reader of those before; empty if there were none
     * @return empty where the mesh may be another, or pods are to it what none was before
     */
    static Optional<ImmutableList<Policy>> of(
            Optional<IstioPolicies> reader,
            ImmutableList<Policy> before,
            Cluster former,
            Cluster changed,
            PodChange pods,
            Rereading reading) {
        boolean same = Identity.same(former.peerAuthentications(), changed.peerAuthentications())
                && IstioMesh.readsAlike(former, changed)
                && !(changed.authorizationPolicies().isEmpty()
                        && changed.peerAuthentications().isEmpty());
        if (reader.isEmpty() || !same) {
            return Optional.empty();
        }
        for (int position : pods.changed()) {
            Optional<IstioMesh.Member> member =
                    reader.get().mesh().member(changed.pods().get(position));
            if (member.isPresent() && !isLikeOthers(member.get(), reader.get().mesh(), before)) {
                return Optional.empty();
            }
        }
        ImmutableList.Builder<Policy> all = ImmutableList.builder();
        before.stream()
                .filter(policy -> policy.object() instanceof PeerAuthentication)
                .forEach(all::add);
        for (AuthorizationPolicy.Action action : IstioPolicies.ACTIONS) {
            reading.read(
                    before.stream()
                            .filter(policy ->
                                    policy.object() instanceof AuthorizationPolicy object && object.action() == action)
                            .toList(),
                    former.authorizationPolicies(),
                    changed.authorizationPolicies(),
                    object -> object.action() == action
                                    && IstioPolicies.isJudged(object)
                                    && IstioFaults.find(object).isEmpty()
                            ? reader.get().of(object, changed)
                            : List.of(),
                    all);
        }
        return Optional.of(all.build());
    }

    /** Whether its identity is somebody's, and each policy that it is for is there as its proxy makes it. */
    private static boolean isLikeOthers(IstioMesh.Member member, IstioMesh mesh, ImmutableList<Policy> before) {
        if (!mesh.knows(member.identity())) {
            return false;
        }
        Pod pod = member.pod();
        int strict = 0;
        Set<KubernetesObject> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<KubernetesObject> found = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Policy policy : before) {
            boolean near = policy.namespace().isEmpty() || policy.namespace().equals(pod.namespace());
            if (near && policy instanceof IstioPolicy part) {
                boolean isFor = part.isFor(pod);
                if (!(part.object() instanceof AuthorizationPolicy object)) {
                    strict += isFor ? 1 : 0;
                } else if (IstioPolicies.isFor(object, pod)) {
                    wanted.add(object);
                    if (isFor) {
                        found.add(object);
                    }
                }
            }
        }
        return strict == Set.copyOf(member.strict()).size() && found.size() == wanted.size();
    }
}
