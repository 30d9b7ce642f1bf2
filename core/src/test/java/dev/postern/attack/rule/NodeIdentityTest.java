package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.bindEverywhere;
import static dev.postern.attack.rule.Manifests.clusterRole;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.runningAs;
import static dev.postern.attack.rule.Manifests.secret;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.Manifests.user;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class NodeIdentityTest extends TechniqueCases {
    private static final String VOLUME =
            "{apiVersion: v1, kind: PersistentVolume, metadata: {name: disk}, spec: {csi: {driver: d,"
                    + " controllerPublishSecretRef: {name: attach, namespace: storage},"
                    + " nodeStageSecretRef: {name: stage, namespace: storage}},"
                    + " claimRef: {namespace: shop, name: data}}}";
    private static final String CLAIM = "  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]\n";

    @Override
    EdgeRule technique() {
        return new NodeIdentity();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "the node's user, and the tokens and Secrets of its own pods",
                                node("worker-1"),
                                node("worker-2"),
                                runningAs(
                                        "cart",
                                        "shop",
                                        "web",
                                        "  nodeName: worker-1\n",
                                        "  imagePullSecrets: [{name: registry}]\n"),
                                serviceAccount("shop", "cart"),
                                secret("shop", "registry"),
                                secret("shop", "other"))
                        .edge("node:worker-1", "user:system:node:worker-1")
                        .edge("node:worker-2", "user:system:node:worker-2")
                        .edge("user:system:node:worker-1", "sa:shop/cart")
                        .edge("user:system:node:worker-1", "secret:shop/registry"),
                TechniqueCase.of(
                                POSITIVE,
                                "the Secret by which a kubelet mounts the volume of a pod's claim, of whatever namespace",
                                node("worker-1"),
                                VOLUME,
                                runningAs("default", "shop", "web", "  nodeName: worker-1\n", CLAIM))
                        .edge("node:worker-1", "user:system:node:worker-1")
                        .edge("user:system:node:worker-1", "sa:shop/default")
                        .edge("user:system:node:worker-1", "secret:storage/stage"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a node that is not in the input mounts volumes all the same; a claim of another pod is none of its",
                                VOLUME,
                                runningAs("default", "shop", "web", CLAIM),
                                runningAs("default", "ops", "web", CLAIM))
                        .edge("node-of:shop/web", "secret:storage/stage"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a user who merely has such a name is not what root on a node gives",
                        clusterRole("look", rule("list", "pods")),
                        bindEverywhere("b", "look", user("system:node:worker-9"))),
                TechniqueCase.notApplicable(WILDCARD, "the Node authorizer compares no rule"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "the Node authorizer compares no rule"),
                TechniqueCase.notApplicable(WRONG_NAMESPACE, "pods of any namespace may run on the node"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a node does not read every Secret, nor those of its neighbour's pods",
                                node("worker-1"),
                                secret("shop", "db"),
                                runningAs("cart", "shop", "web", "  nodeName: worker-2\n"))
                        .edge("node:worker-1", "user:system:node:worker-1"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a node that is not in the input pulls images all the same, with the account's credentials too",
                                secret("shop", "registry"),
                                serviceAccount("shop", "cart") + "imagePullSecrets: [{name: of-account}]\n",
                                runningAs(
                                        "default",
                                        "shop",
                                        "web",
                                        "  nodeName: worker-1\n",
                                        "  imagePullSecrets: [{name: registry}]\n"),
                                runningAs("cart", "shop", "job"))
                        .edge("node:worker-1", "secret:shop/registry")
                        .edge("node-of:shop/job", "secret:shop/of-account"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "in a live input a Secret or account that is gone is not there for the asking",
                                node("worker-1"),
                                secret("shop", "db")
                                        .replace("{name", "{uid: 1b4e28ba-2fa1-11d2-883f-0016d3cca427, name"),
                                serviceAccount("shop", "default"),
                                runningAs(
                                        "cart",
                                        "shop",
                                        "web",
                                        "  nodeName: worker-1\n",
                                        "  imagePullSecrets: [{name: registry}, {name: db}]\n"))
                        .edge("node:worker-1", "user:system:node:worker-1")
                        .edge("user:system:node:worker-1", "secret:shop/db"));
    }
}
