package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.adding;
import static dev.postern.attack.rule.Manifests.container;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

/** The table of a capability that by itself, as root and on the node's kernel, leads to the node. */
abstract class KernelCapabilityCases extends TechniqueCases {
    private static final String ROOT = "  securityContext: {runAsUser: 0, appArmorProfile: {type: Unconfined}}\n";

    private final EdgeRule technique;
    private final String capability;

    /** @param capability without {@code CAP_} */
    KernelCapabilityCases(EdgeRule technique, String capability) {
        this.technique = technique;
        this.capability = capability;
    }

    @Override
    final EdgeRule technique() {
        return technique;
    }

    @Override
    final ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(POSITIVE, "added, as root", container("shop", "web", adding(capability), ROOT))
                        .edge("container:shop/web/app", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "another capability, or dropped again",
                        container("shop", "a", adding("SYS_TIME"), ROOT),
                        container(
                                "shop",
                                "b",
                                "securityContext: {capabilities: {add: [" + capability + "], drop: [" + capability
                                        + "]}}",
                                ROOT)),
                TechniqueCase.of(
                                WILDCARD,
                                "ALL stands for every capability",
                                container("shop", "web", adding("ALL"), ROOT))
                        .edge("container:shop/web/app", "node:worker-1"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.notApplicable(WRONG_NAMESPACE, "a container has no relation to a namespace here"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "without effect for another user than root, and in a user namespace",
                        container(
                                "shop",
                                "a",
                                "securityContext: {runAsUser: 1000, allowPrivilegeEscalation: false, capabilities: {add: ["
                                        + capability + "]}}"),
                        container("shop", "b", adding(capability), ROOT + "  hostUsers: false\n")),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a privileged container has every capability: that is a technique of its own",
                        container("shop", "web", "securityContext: {privileged: true, runAsUser: 0}")),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "written with CAP_, and in small letters",
                                container("shop", "a", adding("CAP_" + capability), ROOT),
                                container("shop", "b", adding(Ascii.toLowerCase(capability)), ROOT))
                        .edge("container:shop/a/app", "node:worker-1")
                        .edge("container:shop/b/app", "node:worker-1"));
    }
}
