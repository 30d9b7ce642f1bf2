package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.container;
import static dev.postern.attack.rule.Manifests.secret;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class MountsSecretTest extends TechniqueCases {

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
                        .edge("container:shop/web/prepare", "secret:shop/files"));
    }
}
