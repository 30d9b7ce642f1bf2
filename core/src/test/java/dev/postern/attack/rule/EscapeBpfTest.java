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

final class EscapeBpfTest extends TechniqueCases {
    private static final String ROOT = "  securityContext: {runAsUser: 0, appArmorProfile: {type: Unconfined}}\n";

    @Override
    EdgeRule technique() {
        return new EscapeBpf();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(POSITIVE, "both, as root", container("shop", "web", adding("BPF, PERFMON"), ROOT))
                        .edge("container:shop/web/app", "node:worker-1"),
                TechniqueCase.of(POSITIVE, "alone it is possible", container("shop", "web", adding("BPF"), ROOT))
                        .edge("container:shop/web/app", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "watching alone loads no program",
                        container("shop", "web", adding("PERFMON"), ROOT)),
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
                                "securityContext: {runAsUser: 1000, allowPrivilegeEscalation: false, capabilities: {add: [BPF, PERFMON]}}"),
                        container("shop", "b", adding("BPF, PERFMON"), ROOT + "  hostUsers: false\n")),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a privileged container has every capability: that is a technique of its own",
                        container("shop", "web", "securityContext: {privileged: true, runAsUser: 0}")));
    }
}
