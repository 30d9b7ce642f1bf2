package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.container;
import static dev.postern.attack.rule.Manifests.mounting;
import static dev.postern.attack.rule.Manifests.podOn;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class HostIpcTest extends TechniqueCases {
    private static final String SHARES = "  hostIPC: true\n";

    @Override
    EdgeRule technique() {
        return new HostIpc();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "two that use the node's memory",
                                container("shop", "a", "stdin: true", SHARES),
                                container("bank", "b", "stdin: true", SHARES))
                        .edge("container:shop/a/app", "container:bank/b/app")
                        .edge("container:bank/b/app", "container:shop/a/app"),
                TechniqueCase.of(
                                POSITIVE,
                                "by its directory, which one of them only reads",
                                mounting("/dev/shm", "", "shop", "writes"),
                                mounting("/dev/shm", ", readOnly: true", "shop", "reads"))
                        .edge("container:shop/writes/app", "container:shop/reads/app"),
                TechniqueCase.of(
                                POSITIVE,
                                "from a directory above it",
                                mounting("/dev", "", "shop", "writes"),
                                container("shop", "b", "stdin: true", SHARES))
                        .edge("container:shop/writes/app", "container:shop/b/app"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a neighbour with memory of its own, another node, another directory",
                        container("shop", "a", "stdin: true", SHARES),
                        container("shop", "own", "stdin: true"),
                        podOn("worker-2", "shop", "far").replace("  auto", SHARES + "  auto"),
                        mounting("/dev/shm/cache", "", "shop", "below")),
                TechniqueCase.notApplicable(WILDCARD, "nothing here has a wildcard"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.notApplicable(WRONG_NAMESPACE, "pods of a node are neighbours in any namespace"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "alone on its node it shares with nobody",
                        container("shop", "a", "stdin: true", SHARES)));
    }
}
