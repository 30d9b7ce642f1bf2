package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.model.Container;
import dev.postern.podsecurity.SecretUse;

/** Reads a Secret that a container sees as files or variables. */
final class MountsSecret implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("MOUNTS_SECRET", "Read a Secret given to a container")
            .sentence("{from} is given {to}")
            .needs("the container mounts a volume of the Secret or takes environment variables from it")
            .attack("T1552.007", "T1552.001")
            .microsoft("MS-TA9025")
            .owasp("K03:2025")
            .cis("CIS-1.12 5.4.1")
            .nsa("Secrets")
            .stop("Give each container only the Secrets and keys it needs.")
            .audit("Nothing in the API server's audit log for the reading: a file or a variable of the container is"
                    + " read. When the pod starts, the kubelet's get, list or watch on secrets shows, as"
                    + " system:node:NODE.")
            .alsoKnownAs("IceKube", "MOUNTS_SECRET")
            .alsoKnownAs("bloodhound-kube", "BHK_MountedBy", "BHK_EnvVars")
            .alsoKnownAs("K8sAttackMap", "MOUNTS_SECRET", "USES_SECRET", "ENV_FROM_SECRET")
            .alsoKnownAs("k8scout", "CONFIG-SECRETS-IN-ENV")
            .alsoKnownAs("openhound-kubernetes", "K8s_Uses")
            .alsoKnownAs("VectorNestes", "MOUNTS_SECRET")
            .references("https://kubernetes.io/docs/concepts/configuration/secret/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        for (PodGroup group : facts.podGroups()) {
            for (Container container : group.containers()) {
                for (SecretUse use : facts.podSecurity().secrets(group.pod(), container)) {
                    edges.add(
                                    group.container(container),
                                    facts.secret(
                                            use.secret().namespace(),
                                            use.secret().name()))
                            .because(use.support());
                }
            }
        }
    }
}
