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

final class SharedPidTest extends TechniqueCases {
    private static final String SIDE = "    - {name: side, image: s:1}\n";

    private static String two(String name, String fields, String podFields) {
        return container("shop", name, fields, podFields) + SIDE;
    }

    @Override
    EdgeRule technique() {
        return new SharedPid();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "both see the other",
                                two("web", "stdin: true", "  shareProcessNamespace: true\n"))
                        .edge("container:shop/web/app", "pod:shop/web")
                        .edge("container:shop/web/side", "pod:shop/web"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "each with its own processes, and one container alone",
                        two("a", "stdin: true", ""),
                        container("shop", "b", "stdin: true", "  shareProcessNamespace: true\n")),
                TechniqueCase.notApplicable(WILDCARD, "no right is involved"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.notApplicable(WRONG_NAMESPACE, "a container has no relation to a namespace here"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "an init container has ended when the others run",
                        container(
                                "shop",
                                "web",
                                "stdin: true",
                                "  shareProcessNamespace: true\n  initContainers: [{name: first, image: i:1}]\n")));
    }
}
