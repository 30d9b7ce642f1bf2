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

final class EscapePrivilegedTest extends TechniqueCases {
    private static final String PRIVILEGED = "securityContext: {privileged: true}";

    @Override
    EdgeRule technique() {
        return new EscapePrivileged();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "a privileged container reaches its node",
                                container("shop", "web", PRIVILEGED))
                        .edge("container:shop/web/app", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "a pod that is not scheduled reaches whichever node it gets",
                                container("shop", "web", PRIVILEGED).replace("  nodeName: worker-1\n", ""))
                        .edge("container:shop/web/app", "node-of:shop/web"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "regaining privileges, or the field on the pod, or false, is not privileged",
                        container("shop", "a", "securityContext: {allowPrivilegeEscalation: true}"),
                        container("shop", "b", "securityContext: {privileged: false}"),
                        container("shop", "c", "stdin: true", "  securityContext: {privileged: true}\n")),
                TechniqueCase.notApplicable(WILDCARD, "no right is involved"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.notApplicable(WRONG_NAMESPACE, "a container has no relation to a namespace here"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a privileged sidecar does not make its neighbour privileged",
                                container("shop", "web", PRIVILEGED) + "    - {name: side, image: side:1}\n")
                        .edge("container:shop/web/app", "node:worker-1"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "init containers count",
                                container(
                                        "shop",
                                        "web",
                                        "stdin: true",
                                        "  initContainers: [{name: prepare, image: p:1, securityContext: {privileged: true}}]\n"))
                        .edge("container:shop/web/prepare", "node:worker-1"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "in a user namespace its root is nobody on the node",
                        container("shop", "web", PRIVILEGED, "  hostUsers: false\n")));
    }
}
