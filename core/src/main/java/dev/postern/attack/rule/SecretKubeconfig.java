package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.attack.Vertex.Identity;
import dev.postern.model.Evidence;
import dev.postern.model.Secret;
import dev.postern.model.SecretContent;
import dev.postern.model.Subject;
import dev.postern.model.Support;

/**
 * A Secret that by the names of its keys holds a kubeconfig. Of which cluster, and whose, are values, which are never kept;
 * so each step is possible only and says what would have to hold. What kubeadm and Cluster API name so is an
 * administrator's; of any other no more is said than that somebody logs in with it.
 */
final class SecretKubeconfig implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("SECRET_KUBECONFIG", "Use the kubeconfig in a Secret")
            .sentence("{from} may let its reader in as {to}")
            .needs(
                    "a Secret with a key kubeconfig or *.kubeconfig, or called kubeconfig with a key config, value or data; or"
                            + " with a key admin.conf or super-admin.conf, or made by Cluster API for a cluster's administrator."
                            + " Whether it is for this cluster is not known, nor are the rights of a user that is not named")
            .attack("T1552.007", "T1078")
            .microsoft("MS-TA9025", "MS-TA9003")
            .owasp("K03:2025", "K09:2025")
            .cis("CIS-1.12 5.4.2")
            .nsa("Secrets", "Authentication")
            .stop(
                    "Keep kubeconfigs out of the cluster that they are for: a pod has its service account. Keep those of other"
                            + " clusters in a namespace of their own.")
            .audit("get, list or watch on secrets for the reading; the use has the user.username of the kubeconfig and"
                    + " sourceIPs that are new for it, in the log of the cluster that it is for.")
            .references(
                    "https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/",
                    "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/create-cluster-kubeadm/",
                    "https://cluster-api.sigs.k8s.io/tasks/certs/generate-kubeconfig")
            .build();

    private static final Identity SOMEBODY = new Identity(Subject.group("system:authenticated"));

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        for (Secret secret : surroundings.cluster().secrets()) {
            if (secret.contents().contains(SecretContent.ADMIN_KUBECONFIG)) {
                add(surroundings, edges, secret, new ClusterAdmin(), "its kubeconfig is of this cluster");
            } else if (secret.contents().contains(SecretContent.KUBECONFIG)) {
                add(surroundings, edges, secret, SOMEBODY, "its kubeconfig is of this cluster and still valid");
            }
        }
    }

    private static void add(Surroundings surroundings, Edges edges, Secret secret, Vertex gained, String provided) {
        edges.add(surroundings.secret(secret.meta().namespace(), secret.meta().name()), gained)
                .provided(secret.ref(), provided)
                .because(Support.of(
                        secret.keys().isEmpty()
                                ? Evidence.stated(secret.ref(), "type", secret.type())
                                : Evidence.stated(secret.ref(), "data", "keys " + String.join(", ", secret.keys()))));
    }
}
