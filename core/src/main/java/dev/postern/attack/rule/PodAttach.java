package dev.postern.attack.rule;

import com.google.common.collect.Streams;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Spread;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Support;
import java.util.List;

/** Connects to the terminal of a container's first process through {@code pods/attach}. That runs commands only if the program reads them, which no manifest shows. Which verbs suffice depends on the server's version (E20). */
final class PodAttach implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("POD_ATTACH", "Attach to the program of a pod")
            .sentence("{from} may attach to the program that runs in {to}")
            .needs(
                    "create on pods/attach (before 1.35 get alone also works), in the pod's namespace or cluster-wide; resourceNames limits it to the pods named. The program must take commands from its terminal")
            .attack("T1609")
            .microsoft("MS-TA9006")
            .owasp("K02:2025")
            .nsa("Role-based access control")
            .stop("Remove create (and get) on pods/attach from the role, or limit it with resourceNames.")
            .audit("create on pods/attach, or get if by websocket, at the stage ResponseStarted; what is typed is"
                    + " not in it.")
            .alsoKnownAs("bloodhound-kube", "BHK_PodAttach")
            .alsoKnownAs("ClusterHound", "CH_canAttach")
            .references("https://kubernetes.io/docs/concepts/security/rbac-good-practices/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        Spread.of(facts, edges, "attach", "attach to pods", targets(facts))
                .from(facts.rbac().podAttach());
    }

    /** As every pod, but only POSSIBLE: it takes a program that listens. */
    private static List<Spread.Target> targets(Facts facts) {
        return Streams.zip(facts.podGroups().stream(), facts.podTargets().stream(), PodAttach::interactive)
                .toList();
    }

    private static Spread.Target interactive(PodGroup group, Spread.Target pod) {
        Evidence fact = Evidence.assumed(group.pod().object(), "", "a program in it takes commands from its terminal");
        return new Spread.Target(pod.namespace(), pod.names(), pod.vertex(), Confidence.POSSIBLE, Support.of(fact));
    }
}
