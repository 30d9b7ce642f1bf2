package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.May;
import dev.postern.attack.Vertex.Token;
import dev.postern.model.Confidence;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Pod;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import dev.postern.rbac.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns {@code automountServiceAccountToken} of an account on again, so that a container which the attacker controls is
 * given the account's token when its pod is made anew. Controlling the container, changing the account and deleting the pod
 * may be three identities' matter. That the attacker gets into the new pod as it got into the old one is likely.
 *
 * <p>Nothing else in an account leads on within the cluster: pull secrets only let nodes fetch images, and {@code secrets}
 * limits what pods may mount, which nothing here counts as an obstacle. Annotations that give the account an identity in a
 * cloud are not followed yet.
 */
final class SaPatch implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("SA_PATCH", "Have the token of an account mounted again")
            .sentence("{from} may have a token of {to} mounted into that pod when it is made anew")
            .needs(
                    "update or patch on the ServiceAccount, whose automountServiceAccountToken is false, and control of a"
                            + " container of a pod that runs as the account and says nothing about the token itself. The pod has to"
                            + " be made anew, which takes delete, deletecollection or eviction of pods that a controller replaces,"
                            + " or time. Cloud identities in the account's annotations are not followed")
            .attack("T1098", "T1528")
            .microsoft("MS-TA9016")
            .owasp("K02:2025", "K03:2025")
            .cis("CIS-1.12 5.1.5", "CIS-1.12 5.1.6")
            .nsa("Protecting Pod service account tokens", "Role-based access control")
            .stop("Remove update and patch on serviceaccounts from the role; say automountServiceAccountToken: false in"
                    + " the pods as well, which wins over the account.")
            .audit(
                    "update or patch on serviceaccounts with automountServiceAccountToken in the request body, then delete"
                            + " on pods or create on pods/eviction, and create on pods by a controller.")
            .alsoKnownAs("k8scout", "LATERAL-PATCH-SA")
            .references(
                    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        Map<Subject.ServiceAccount, May> changed = new TreeMap<>();
        List<Spread.Target> restarted = new ArrayList<>();
        for (PodGroup group : facts.podGroups()) {
            boolean waits = false;
            for (Container container : group.containers()) {
                Decision token = facts.podSecurity().tokenOnceAccountAllows(group.pod(), container);
                if (token.isAllowed()) {
                    May change = changed.computeIfAbsent(group.pod().serviceAccount(), SaPatch::change);
                    mount(facts, edges, group, container, change, token);
                    waits = true;
                }
            }
            if (waits && isReplaced(group.pod())) {
                restarted.add(new Spread.Target(
                        group.namespace(), group.names(), restart(group), Confidence.CERTAIN, Support.NONE));
            }
        }
        List<Spread.Target> accounts = new ArrayList<>();
        changed.forEach((account, change) -> accounts.add(
                new Spread.Target(account.namespace(), account.name(), change, Targets.stated(account.ref()))));
        Spread.ofOthersToHubs(facts, edges, "change-accounts", "change service accounts", accounts)
                .from(facts.rbac()
                        .permits(Permission.of("update", "", "serviceaccounts").or("patch")));
        Spread.ofOthersToHubs(facts, edges, "restart-pods", "have pods started anew", restarted)
                .from(facts.rbac()
                        .permits(
                                Permission.of("delete", "", "pods"),
                                Permission.of("deletecollection", "", "pods"),
                                Permission.of("create", "", "pods/eviction")));
    }

    private static void mount(
            Facts facts, Edges edges, PodGroup group, Container container, May change, Decision token) {
        Subject.ServiceAccount account = group.pod().serviceAccount();
        Vertex inside = group.container(container);
        Vertex gained = facts.reachesApiServer(group).isAllowed() ? new Identity(account) : new Token(account);
        edges.join(ImmutableList.of(inside, change), gained)
                .provided(group.pod().object(), "somebody has the pod made anew, and it falls to the attacker again")
                .because(token.supports());
        if (isReplaced(group.pod())) {
            edges.join(ImmutableList.of(inside, change, restart(group)), gained)
                    .confidence(Confidence.LIKELY)
                    .because(token.supports());
        }
    }

    /** Whether a controller makes another pod in its place. */
    private static boolean isReplaced(Pod pod) {
        return pod.virtual() || !pod.owner().equals(pod.object());
    }

    private static May change(Subject.ServiceAccount account) {
        return new May("change-account-" + account.name(), account.namespace(), "change " + account.describe());
    }

    private static May restart(PodGroup group) {
        return new May(
                "restart-" + group.vertex().id(),
                group.namespace(),
                "have " + group.vertex().describe() + " started anew");
    }
}
