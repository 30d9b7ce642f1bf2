package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.cluster;
import static dev.postern.attack.rule.Manifests.secret;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.AttackEdge;
import dev.postern.attack.EdgeRule;
import dev.postern.model.Confidence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SecretKubeconfigTest extends TechniqueCases {
    private static final String ANYBODY = "group:system:authenticated";

    @Override
    EdgeRule technique() {
        return new SecretKubeconfig();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "the name of a key, or of the Secret, says what it is",
                                keyed("a", "kubeconfig"),
                                keyed("b", "edge.kubeconfig"),
                                keyed("edge-kubeconfig", "config"))
                        .edge("secret:shop/a", ANYBODY)
                        .edge("secret:shop/b", ANYBODY)
                        .edge("secret:shop/edge-kubeconfig", ANYBODY),
                TechniqueCase.of(
                                POSITIVE,
                                "an administrator's, by kubeadm's name or by Cluster API's",
                                keyed("a", "admin.conf"),
                                keyed("edge-kubeconfig", "value").replace("Opaque", "cluster.x-k8s.io/secret"))
                        .edge("secret:shop/a", "cluster-admin")
                        .edge("secret:shop/edge-kubeconfig", "cluster-admin"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "config and value alone are names of anything, and other Secrets of Cluster API are no kubeconfig",
                        keyed("app", "config"),
                        keyed("app2", "value"),
                        keyed("app3", "config.yaml"),
                        keyed("edge-ca", "tls.key").replace("Opaque", "cluster.x-k8s.io/secret")),
                TechniqueCase.notApplicable(WILDCARD, "how one comes to read the Secret is another technique's matter"),
                TechniqueCase.notApplicable(
                        RESOURCE_NAMES, "how one comes to read the Secret is another technique's matter"),
                TechniqueCase.notApplicable(WRONG_NAMESPACE, "a Secret of any namespace may hold a kubeconfig"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a path to a file is no file, and a Secret's name alone is no key",
                        keyed("app", "KUBECONFIG_PATH"),
                        secret("shop", "my-kubeconfig")));
    }

    @Test
    void isPossibleOnlyAndSaysWhatIsNotKnown() {
        List<AttackEdge> edges = new ArrayList<>();
        TechniqueEdges.graph(cluster(keyed("a", "admin.conf"))).forEachEdge(edge -> {
            if (edge.type().isPresent() && edge.type().get().id().equals("SECRET_KUBECONFIG")) {
                edges.add(edge);
            }
        });
        assertThat(edges).hasSize(1).first().satisfies(edge -> {
            assertThat(edge.confidence()).isEqualTo(Confidence.POSSIBLE);
            assertThat(edge.supports().get(0).toString()).contains("its kubeconfig is of this cluster");
            assertThat(edge.premises().get(0).describe())
                    .isEqualTo("Secret shop/a (by its name an administrator's kubeconfig)");
        });
    }

    private static String keyed(String name, String key) {
        return secret("shop", name) + "data: {" + key + ": eA==}\n";
    }
}
