package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex;
import dev.postern.model.Container;
import dev.postern.model.ObjectRef;
import dev.postern.podsecurity.SecretUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads a Secret that a container sees as files or variables. */
final class MountsSecret implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("MOUNTS_SECRET", "Read a Secret given to a container")
            .sentence("{from} is given {to}")
            .needs(
                    "the container mounts a volume of the Secret or takes environment variables from it; more than a certificate, where"
                            + " items, a subPath or a variable chooses keys. Where it may be missing (optional), the Secret has to exist")
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
    public void derive(Surroundings surroundings, Edges edges) {
        for (PodGroup group : surroundings.podGroups()) {
            for (Container container : group.containers()) {
                Map<ObjectRef, List<SecretUse>> bySecret = new TreeMap<>();
                for (SecretUse use : surroundings.podSecurity().secrets(group.pod(), container)) {
                    if (!use.isPublic() && !Targets.isKnownToBeAbsent(surroundings.cluster(), use.secret())) {
                        bySecret.computeIfAbsent(use.secret(), key -> new ArrayList<>())
                                .add(use);
                    }
                }
                bySecret.forEach(
                        (secret, uses) -> given(surroundings, edges, group.container(container), secret, uses));
            }
        }
    }

    /** A pod starts without a Secret that is optional; that it runs tells that any other is there. */
    private static void given(
            Surroundings surroundings, Edges edges, Vertex inside, ObjectRef secret, List<SecretUse> uses) {
        Edges.Edge edge = edges.add(inside, surroundings.secret(secret.namespace(), secret.name()));
        boolean there =
                surroundings.cluster().secret(secret.namespace(), secret.name()).isPresent()
                        || uses.stream().anyMatch(use -> !use.optional());
        if (!there) {
            edge.provided(secret, "exists");
        }
        edge.because(uses.stream().map(SecretUse::support).toList());
    }
}
