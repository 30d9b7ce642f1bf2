package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.cluster;
import static dev.postern.attack.rule.Manifests.container;
import static dev.postern.attack.rule.Manifests.secret;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.Manifests.tokenSecret;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;
import dev.postern.model.Confidence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MountsSecretTest extends TechniqueCases {
    private static final String LIVE = "{uid: 1b4e28ba-2fa1-11d2-883f-0016d3cca427, name";
    private static final String TOKEN = "  volumes: [{name: v, secret: {secretName: t}}]\n";

    @Override
    EdgeRule technique() {
        return new MountsSecret();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "a volume and variables",
                                container(
                                        "shop",
                                        "web",
                                        "envFrom: [{secretRef: {name: whole}}], env: [{name: X, valueFrom: {secretKeyRef: {name: one, key: k}}}], volumeMounts: [{name: v, mountPath: /v}]",
                                        "  volumes: [{name: v, secret: {secretName: files}}]\n"))
                        .edge("container:shop/web/app", "secret:shop/files")
                        .edge("container:shop/web/app", "secret:shop/one")
                        .edge("container:shop/web/app", "secret:shop/whole"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a volume that no container mounts, credentials of the registry, and a ConfigMap",
                        container(
                                "shop",
                                "web",
                                "envFrom: [{configMapRef: {name: whole}}]",
                                "  imagePullSecrets: [{name: registry}]\n",
                                "  volumes: [{name: v, secret: {secretName: files}}]\n")),
                TechniqueCase.notApplicable(WILDCARD, "no right is involved"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "a pod names Secrets of its own namespace",
                                secret("ops", "files"),
                                secret("shop", "files"),
                                container("shop", "web", "envFrom: [{secretRef: {name: files}}]"))
                        .edge("container:shop/web/app", "secret:shop/files"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "each container has what it mounts itself, init containers too",
                                container(
                                        "shop",
                                        "web",
                                        "stdin: true",
                                        "  volumes: [{name: v, projected: {sources: [{secret: {name: files}}]}}]\n  initContainers: [{name: prepare, image: p:1, volumeMounts: [{name: v, mountPath: /v, subPath: key}]}]\n"))
                        .edge("container:shop/web/prepare", "secret:shop/files"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "an ephemeral container reads by variables what the pod's others need not",
                                secret("shop", "debug"),
                                container(
                                        "shop",
                                        "web",
                                        "stdin: true",
                                        "  ephemeralContainers: [{name: shell, image: s:1, envFrom: [{secretRef: {name: debug}}]}]\n"))
                        .edge("container:shop/web/shell", "secret:shop/debug"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "of a token Secret, certificate and namespace give nothing away; subPath and items choose",
                                serviceAccount("shop", "robot"),
                                tokenSecret("shop", "t", "robot")
                                        + "data: {ca.crt: eA==, namespace: eA==, token: eA==}\n",
                                container(
                                        "shop",
                                        "path",
                                        "volumeMounts: [{name: v, mountPath: /v, subPath: ca.crt}]",
                                        TOKEN),
                                container(
                                        "shop",
                                        "gone",
                                        "volumeMounts: [{name: v, mountPath: /v, subPath: other}]",
                                        TOKEN),
                                container(
                                        "shop",
                                        "items",
                                        "volumeMounts: [{name: v, mountPath: /v}]",
                                        TOKEN.replace("t}", "t, items: [{key: ca.crt, path: token}]}")),
                                container(
                                        "shop",
                                        "variable",
                                        "env: [{name: X, valueFrom: {secretKeyRef: {name: t, key: namespace}}}]"),
                                container(
                                        "shop",
                                        "token",
                                        "volumeMounts: [{name: v, mountPath: /v, subPath: token}]",
                                        TOKEN))
                        .edge("container:shop/token/app", "secret:shop/t"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "in a live input, an optional Secret that is not there is not given",
                                secret("shop", "there").replace("{name", LIVE),
                                container(
                                        "shop",
                                        "web",
                                        "envFrom: [{secretRef: {name: gone, optional: true}}, {secretRef: {name: there, optional: true}}]"))
                        .edge("container:shop/web/app", "secret:shop/there"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "what a storage driver needs goes to the node",
                        container(
                                "shop",
                                "web",
                                "volumeMounts: [{name: v, mountPath: /v}]",
                                "  volumes: [{name: v, csi: {driver: d.example.com, nodePublishSecretRef: {name: driver}}}]\n")));
    }

    @Test
    void anOptionalSecretThatIsNotInTheInputMayBeThere() {
        assertThat(confidence("envFrom: [{secretRef: {name: db, optional: true}}]"))
                .isEqualTo(Confidence.POSSIBLE);
        assertThat(confidence("envFrom: [{secretRef: {name: db}}]")).isEqualTo(Confidence.CERTAIN);
        assertThat(confidence("envFrom: [{secretRef: {name: db, optional: true}}], env: [{name: X, valueFrom:"
                        + " {secretKeyRef: {name: db, key: k}}}]"))
                .isEqualTo(Confidence.CERTAIN);
    }

    private static Confidence confidence(String environment) {
        List<Confidence> found = new ArrayList<>();
        TechniqueEdges.graph(cluster(container("shop", "web", environment))).forEachEdge(edge -> {
            if (edge.to().id().equals("secret:shop/db")
                    && edge.type().isPresent()
                    && edge.type().get().id().equals("MOUNTS_SECRET")) {
                found.add(edge.confidence());
            }
        });
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
