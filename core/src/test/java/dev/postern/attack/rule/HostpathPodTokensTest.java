package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.mounting;
import static dev.postern.attack.rule.Manifests.runningAs;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class HostpathPodTokensTest extends TechniqueCases {
    private static final String CART = runningAs("cart", "shop", "web", "  nodeName: worker-1\n");
    private static final String ROBOT = runningAs("robot", "ops", "tool", "  nodeName: worker-2\n");

    @Override
    EdgeRule technique() {
        return new HostpathPodTokens();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "the tokens of the pods of its node, though read-only",
                                CART,
                                ROBOT,
                                mounting("/var/lib/kubelet/pods", ", readOnly: true", "mon", "agent"))
                        .edge("container:mon/agent/app", "token:shop/cart"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "another part of the kubelet's directory, a path that only begins alike, and no root",
                        CART,
                        mounting("/var/lib/kubelet/plugins", "", "mon", "a"),
                        mounting("/var/lib/kubelet-pods", "", "mon", "b"),
                        mounting("/var/lib/kubelet/pods", "", "mon", "c").replace("runAsUser: 0", "runAsUser: 1000")),
                TechniqueCase.notApplicable(WILDCARD, "no right is involved"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.notApplicable(
                        WRONG_NAMESPACE, "namespaces do not matter on a node: the positive case crosses them"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "directories above it count",
                                CART,
                                mounting("/var/lib", ", readOnly: true", "mon", "a"),
                                mounting("/", ", readOnly: true", "mon", "b"))
                        .edge("container:mon/a/app", "token:shop/cart")
                        .edge("container:mon/b/app", "token:shop/cart"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a pod without a token leaves none on the node",
                        CART.replace("  nodeName", "  automountServiceAccountToken: false\n  nodeName"),
                        mounting("/var/lib/kubelet/pods", "", "mon", "agent")));
    }
}
