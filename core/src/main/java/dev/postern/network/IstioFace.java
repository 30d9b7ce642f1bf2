package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.AuthorizationCheck;
import dev.postern.model.AuthorizationCheck.Attribute;
import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a policy gets to see of the pods that it is for: pods of one face it treats alike.
 *
 * @param destinations what the checks of addresses of the pod itself say, by family
 */
record IstioFace(
        IstioMesh.Proxy proxy,
        PortSet bypassed,
        PortSet plain,
        PortSet withoutRequests,
        ImmutableMap<AuthorizationCheck, ImmutableList<Outcome>> destinations) {
    /** What a policy looks at; the rest is the same for all faces. */
    record Questions(boolean identity, boolean http, ImmutableSet<AuthorizationCheck> destinations) {
        static Questions of(AuthorizationPolicy policy) {
            List<AuthorizationCheck> checks =
                    policy.rules().stream().flatMap(IstioRules::checks).toList();
            return new Questions(
                    checks.stream().anyMatch(IstioRules::isOfIdentity),
                    checks.stream().anyMatch(IstioRules::isOfRequests),
                    checks.stream()
                            .filter(check -> check.attribute() == Attribute.DESTINATION_IP)
                            .collect(ImmutableSet.toImmutableSet()));
        }

        IstioFace of(IstioMesh.Member member) {
            ImmutableMap.Builder<AuthorizationCheck, ImmutableList<Outcome>> addressed = ImmutableMap.builder();
            destinations.forEach(check -> addressed.put(check, addressed(check, member.pod())));
            return new IstioFace(
                    member.proxy(),
                    member.bypassed(),
                    identity ? member.plain() : PortSet.NONE,
                    http ? member.withoutRequests() : PortSet.NONE,
                    addressed.buildOrThrow());
        }

        private static ImmutableList<Outcome> addressed(AuthorizationCheck check, Pod pod) {
            List<IpAddress> addresses = new ArrayList<>();
            pod.ips().forEach(ip -> IpAddress.parse(ip).ifPresent(addresses::add));
            return Stream.of(Family.values())
                    .map(family -> Hosts.of(family, addresses)
                            .map(address -> holds(check, address))
                            .orElse(addresses.isEmpty() ? Outcome.UNKNOWN : Outcome.DENIED))
                    .collect(ImmutableList.toImmutableList());
        }

        private static Outcome holds(AuthorizationCheck check, IpAddress address) {
            boolean in = check.values().isEmpty()
                    || IstioTerms.ranges(check.values()).contains(address);
            return in && !IstioTerms.ranges(check.notValues()).contains(address) ? Outcome.ALLOWED : Outcome.DENIED;
        }
    }

    /** The faces that pods of a mesh show to those who ask the same. */
    static final class Faces {
        private final Questions questions;
        private final IstioMesh mesh;
        /** Of pods of which all is known; by who they are, for to compare what they are takes as long as to look at one. */
        private final Map<IstioMesh.Member, IstioFace> known = new IdentityHashMap<>();

        Faces(Questions questions, IstioMesh mesh) {
            this.questions = questions;
            this.mesh = mesh;
            Map<IstioFace, IstioFace> distinct = new HashMap<>();
            for (IstioMesh.Member member : mesh.members()) {
                IstioFace face = questions.of(member);
                known.put(member, distinct.computeIfAbsent(face, first -> face));
            }
        }

        Optional<IstioFace> of(Pod pod) {
            return mesh.member(pod).map(member -> {
                IstioFace face = known.get(member);
                return face == null ? questions.of(member) : face;
            });
        }
    }

    /** Pods of one face. */
    record Shown(Faces faces, IstioFace face) implements EndSet.Mark {
        @Override
        public Object by() {
            return faces;
        }

        @Override
        public Object fact(Pod pod) {
            return faces.of(pod);
        }

        @Override
        public boolean isOn(Object fact) {
            return fact.equals(Optional.of(face));
        }
    }

    Outcome holds(AuthorizationCheck check, Family family) {
        ImmutableList<Outcome> byFamily = destinations.get(check);
        return byFamily == null ? Outcome.UNKNOWN : byFamily.get(family.ordinal());
    }
}
