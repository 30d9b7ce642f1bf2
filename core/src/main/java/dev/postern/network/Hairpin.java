package dev.postern.network;

import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Support;

/**
 * A pod that reaches itself by its Service. Plugins differ in whether policy is asked, and in the address that it sees: the
 * packet is masqueraded, or else the pod would answer itself past the Service.
 */
final class Hairpin {
    private final Judge judge;
    private final CniProfile profile;

    Hairpin(Judge judge, CniProfile profile) {
        this.judge = judge;
        this.profile = profile;
    }

    /** Of a packet whose two ends are one pod. */
    Decision decide(Judge.Packet packet) {
        Decision asPeers = judge.decide(packet);
        Pod pod = packet.source().pod().orElseThrow();
        if (profile.hairpin() == CniProfile.Hairpin.PASSES && !isByAdministrators(asPeers)) {
            return asPeers.isAllowed()
                    ? asPeers
                    : Decision.allowed(Support.of(Evidence.byDefault(
                            pod.object(), "", "a pod always reaches itself by its Service, with " + profile.id())));
        }
        // A template may have a second pod, which is reached as any other.
        if (asPeers.isAllowed() && (pod.virtual() || admitsWhoever(packet))) {
            return asPeers;
        }
        return Decision.unknown(
                "whether the network plugin asks policy when " + pod.object()
                        + " reaches itself by its Service, and by which address: the profile of the plugin may tell",
                asPeers.supports().toArray(new Support[0]));
    }

    /** Administrators' policies bind such packets, says network-policy-api #390, whatever a plugin does with NetworkPolicies. */
    private static boolean isByAdministrators(Decision decision) {
        return decision.outcome() != Outcome.ALLOWED
                && decision.evidence().stream()
                        .map(fact -> fact.object().kind())
                        .anyMatch(kind -> kind.endsWith("NetworkPolicy") && !kind.equals("NetworkPolicy"));
    }

    /** Whether the pod lets in what comes with an address of which nothing is known. */
    private boolean admitsWhoever(Judge.Packet packet) {
        Party masqueraded = Party.unknown(Party.Kind.OUTSIDE, "the address that the plugin gives it");
        return judge.side(
                        Direction.INGRESS,
                        new Judge.Packet(masqueraded, packet.destination(), packet.protocol(), packet.port()))
                .isAllowed();
    }
}
