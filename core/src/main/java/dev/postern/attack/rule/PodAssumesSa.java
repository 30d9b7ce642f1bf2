package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.Token;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.Subject;
import dev.postern.model.Support;

/** Reads the service-account token mounted into a container and acts as that account. */
final class PodAssumesSa implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("POD_ASSUMES_SA", "Use the service account of a pod")
            .sentence("{from} is given a token of {to}")
            .needs("a token for the API server is mounted: automountServiceAccountToken of the pod, else "
                    + "of the ServiceAccount, else true; or a projected token with the API server's audience. "
                    + "To act as the account, the API server must be reachable")
            .attack("T1528", "T1552.001")
            .microsoft("MS-TA9016")
            .owasp("K01:2025", "K03:2025")
            .cis("CIS-1.12 5.1.5", "CIS-1.12 5.1.6")
            .nsa("Protecting Pod service account tokens")
            .stop("Set automountServiceAccountToken: false on pods that do not call the API server; give "
                    + "the others an account of their own.")
            .audit("Nothing in the API server's audit log for reading the token. Its use has user.username"
                    + " system:serviceaccount:NAMESPACE:NAME, and in user.extra the pod"
                    + " (authentication.kubernetes.io/pod-name): look for verbs, sourceIPs or a userAgent that are new"
                    + " for it.")
            .alsoKnownAs("KubeHound", "IDENTITY_ASSUME", "TOKEN_STEAL")
            .alsoKnownAs("IceKube", "USES_ACCOUNT")
            .alsoKnownAs("bloodhound-kube", "BHK_mountSA")
            .alsoKnownAs("K8sAttackMap", "USES_SA")
            .alsoKnownAs("k8scout", "CONFIG-AUTOMOUNT-SA-TOKEN")
            .alsoKnownAs("ClusterHound", "CH_mountsServiceAccount")
            .alsoKnownAs("openhound-kubernetes", "K8s_RunsAs")
            .alsoKnownAs("konstellation", "Node to ServiceAccount")
            .alsoKnownAs("VectorNestes", "USES_SERVICE_ACCOUNT")
            .alsoKnownAs("kube-blast-radius", "WORKLOAD_SERVICE_ACCOUNT_CHANGED")
            .references("https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        for (PodGroup group : surroundings.podGroups()) {
            Subject.ServiceAccount account = group.pod().serviceAccount();
            boolean reachesApi = surroundings.reachesApiServer(group).isAllowed();
            for (Container container : group.containers()) {
                Decision token = surroundings.token(group, container);
                if (token.isAllowed()) {
                    Support runsAs = Support.of(runsAs(group));
                    Vertex gained = reachesApi ? new Identity(account) : new Token(account);
                    edges.add(group.container(container), gained)
                            .because(token.supports().stream().map(runsAs::and).toList());
                }
            }
        }
    }

    private static Evidence runsAs(PodGroup group) {
        Pod pod = group.pod();
        String field = pod.field("serviceAccountName");
        return pod.spec().serviceAccountName().isPresent()
                ? Evidence.stated(pod.object(), field, pod.serviceAccount().name())
                : Evidence.byDefault(pod.object(), field, "default");
    }
}
