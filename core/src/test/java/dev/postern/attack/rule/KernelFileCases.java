package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.mounting;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;

/** Cases of a file of the kernel that is written through a mount of the node's own. */
abstract class KernelFileCases extends TechniqueCases {
    private final String fileSystem;
    private final String directory;
    private final String beside;
    private final String subPathBeside;

    /**
     * @param fileSystem where the node has it mounted
     * @param directory the one that holds the file
     * @param beside a directory of the file system that does not
     * @param subPathBeside an entry of the directory that is another
     */
    KernelFileCases(String fileSystem, String directory, String beside, String subPathBeside) {
        this.fileSystem = fileSystem;
        this.directory = directory;
        this.beside = beside;
        this.subPathBeside = subPathBeside;
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "mounted writable, as root",
                                mounting(fileSystem, "", "shop", "a"),
                                mounting(directory, "", "shop", "b"))
                        .edge("container:shop/a/app", "node:worker-1")
                        .edge("container:shop/b/app", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "read-only, and a directory beside it",
                        mounting(fileSystem, ", readOnly: true", "shop", "a"),
                        mounting(beside, "", "shop", "b")),
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
                        mounting(fileSystem, "", "shop", "a").replace("runAsUser: 0", "runAsUser: 1000"),
                        mounting(fileSystem, "", "shop", "b").replace("  nodeName", "  hostUsers: false\n  nodeName"),
                        mounting(directory, ", subPath: " + subPathBeside, "shop", "c")));
    }
}
