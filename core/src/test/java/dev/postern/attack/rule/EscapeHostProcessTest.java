package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.container;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class EscapeHostProcessTest extends TechniqueCases {
    @Override
    EdgeRule technique() {
        return new EscapeHostProcess();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "of the container, or of its pod",
                                container(
                                        "shop",
                                        "a",
                                        "securityContext: {windowsOptions: {hostProcess: true}}",
                                        "  os: {name: windows}\n"),
                                container(
                                        "shop",
                                        "b",
                                        "stdin: true",
                                        "  os: {name: windows}\n  securityContext: {windowsOptions: {hostProcess: true}}\n"))
                        .edge("container:shop/a/app", "node:worker-1")
                        .edge("container:shop/b/app", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "said not to be one, though its pod is",
                        container(
                                "shop",
                                "web",
                                "securityContext: {windowsOptions: {hostProcess: false}}",
                                "  securityContext: {windowsOptions: {hostProcess: true}}\n")),
                TechniqueCase.notApplicable(WILDCARD, "no right is involved"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.notApplicable(WRONG_NAMESPACE, "a container has no relation to a namespace here"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "privileged means nothing on Windows",
                        container("shop", "web", "securityContext: {privileged: true}", "  os: {name: windows}\n")));
    }
}
