package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.mounting;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class EscapeCorePatternTest extends TechniqueCases {
    @Override
    EdgeRule technique() {
        return new EscapeCorePattern();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "mounted writable, as root",
                                mounting("/proc", "", "shop", "a"),
                                mounting("/proc/sys/kernel", "", "shop", "b"))
                        .edge("container:shop/a/app", "node:worker-1")
                        .edge("container:shop/b/app", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "read-only, and a directory beside it",
                        mounting("/proc", ", readOnly: true", "shop", "a"),
                        mounting("/proc/sys/vm", "", "shop", "b")),
                TechniqueCase.notApplicable(WILDCARD, "no right is involved; a directory above is a case of its own"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.notApplicable(WRONG_NAMESPACE, "a container has no relation to a namespace here"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "below a read-only mount of a directory above it stays a writable file system of its own",
                                mounting("/", ", readOnly: true", "shop", "a"),
                                mounting("/", ", readOnly: true, recursiveReadOnly: Enabled", "shop", "b"))
                        .edge("container:shop/a/app", "node:worker-1"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "another user than root, a user namespace, a subPath beside it",
                        mounting("/proc", "", "shop", "a").replace("runAsUser: 0", "runAsUser: 1000"),
                        mounting("/proc", "", "shop", "b").replace("  nodeName", "  hostUsers: false\n  nodeName"),
                        mounting("/proc/sys/kernel", ", subPath: random", "shop", "c")));
    }
}
