package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.container;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class EscapeCorePatternTest extends KernelFileCases {
    private static final String ROOT = "  securityContext: {runAsUser: 0}\n";

    EscapeCorePatternTest() {
        super("/proc", "/proc/sys/kernel", "/proc/sys/vm", "random");
    }

    @Override
    EdgeRule technique() {
        return new EscapeCorePattern();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.<TechniqueCase>builder()
                .addAll(super.cases())
                .add(TechniqueCase.of(
                                NAIVE_ERROR,
                                "a container's own /proc is enough where nothing masks it",
                                container("shop", "web", "securityContext: {procMount: Unmasked}", ROOT))
                        .edge("container:shop/web/app", "node:worker-1"))
                .add(TechniqueCase.of(
                        NAIVE_ERROR,
                        "but not in a user namespace, nor where a profile confines it, nor masked",
                        container("shop", "a", "securityContext: {procMount: Unmasked}", ROOT + "  hostUsers: false\n"),
                        container(
                                "shop",
                                "b",
                                "securityContext: {procMount: Unmasked, appArmorProfile: {type: RuntimeDefault}}",
                                ROOT),
                        container("shop", "c", "securityContext: {procMount: Default}", ROOT)))
                .build();
    }
}
