package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.adding;
import static dev.postern.attack.rule.Manifests.container;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class EscapeNsenterTest extends TechniqueCases {
    private static final String UNCONFINED =
            "  hostPID: true\n  securityContext: {runAsUser: 0, appArmorProfile: {type: Unconfined}}\n";

    @Override
    EdgeRule technique() {
        return new EscapeNsenter();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "privileged among the node's processes",
                                container("shop", "web", "securityContext: {privileged: true}", "  hostPID: true\n"))
                        .edge("container:shop/web/app", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "both capabilities as root, unconfined",
                                container("shop", "web", adding("SYS_ADMIN, SYS_PTRACE"), UNCONFINED))
                        .edge("container:shop/web/app", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "one capability, or the node's processes alone, or privilege alone",
                        container("shop", "a", adding("SYS_ADMIN"), UNCONFINED),
                        container("shop", "b", "stdin: true", UNCONFINED),
                        container("shop", "c", "securityContext: {privileged: true}")),
                TechniqueCase.of(
                                WILDCARD,
                                "ALL stands for both capabilities",
                                container("shop", "web", adding("ALL"), UNCONFINED))
                        .edge("container:shop/web/app", "node:worker-1"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.notApplicable(WRONG_NAMESPACE, "a container has no relation to a namespace here"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "an AppArmor profile forbids it, and added capabilities are without effect for another user than root",
                        container(
                                "shop",
                                "a",
                                adding("SYS_ADMIN, SYS_PTRACE"),
                                UNCONFINED.replace("Unconfined", "RuntimeDefault")),
                        container(
                                "shop",
                                "b",
                                adding("SYS_ADMIN, SYS_PTRACE"),
                                UNCONFINED.replace("runAsUser: 0", "runAsUser: 1000"))));
    }
}
