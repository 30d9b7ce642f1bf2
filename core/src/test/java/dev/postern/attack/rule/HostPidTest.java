package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.adding;
import static dev.postern.attack.rule.Manifests.container;
import static dev.postern.attack.rule.Manifests.pod;
import static dev.postern.attack.rule.Manifests.podOn;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class HostPidTest extends TechniqueCases {
    private static final String SEES = "  hostPID: true\n";

    private static String runningAs(String user, String name, String... podFields) {
        return container("shop", name, "securityContext: {runAsUser: " + user + "}", podFields);
    }

    @Override
    EdgeRule technique() {
        return new HostPid();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "pods of its node, of any namespace and user, as root",
                                container("shop", "agent", "stdin: true", SEES),
                                podOn("worker-1", "bank", "vault"),
                                runningAs("1000", "web"))
                        .edge("container:shop/agent/app", "container:bank/vault/app")
                        .edge("container:shop/agent/app", "container:shop/web/app"),
                TechniqueCase.of(
                                POSITIVE,
                                "those of the same user, and those whose user nobody knows",
                                runningAs("1000", "agent", SEES),
                                runningAs("1000", "same"),
                                runningAs("1001", "other"),
                                runningAs("0", "root"),
                                container("shop", "image", "stdin: true"))
                        .edge("container:shop/agent/app", "container:shop/same/app")
                        .edge("container:shop/agent/app", "container:shop/image/app"),
                TechniqueCase.of(
                                NEAR_MISS,
                                "without hostPID; on another node; not scheduled",
                                container("shop", "agent", "stdin: true"),
                                container("shop", "sees", "stdin: true", SEES),
                                podOn("worker-2", "shop", "far").replace("  auto", SEES + "  auto"),
                                pod("shop", "waiting").replace("  auto", "  hostUsers: false\n  auto"))
                        .edge("container:shop/sees/app", "container:shop/agent/app"),
                TechniqueCase.of(
                                WILDCARD,
                                "with every capability added it enters those with more than the usual ones",
                                container("shop", "agent", adding("ALL"), SEES),
                                container(
                                        "shop",
                                        "strong",
                                        "securityContext: {runAsUser: 0, capabilities: {add: [NET_ADMIN]}}"))
                        .edge("container:shop/agent/app", "container:shop/strong/app"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.notApplicable(WRONG_NAMESPACE, "pods of a node are neighbours in any namespace"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "processes with more rights let nobody in, and those with users of their own neither",
                        container("shop", "agent", "stdin: true", SEES),
                        container("shop", "strong", "securityContext: {runAsUser: 0, privileged: true}"),
                        runningAs("0", "own", "  hostUsers: false\n")),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "root without capabilities becomes nobody else",
                        container(
                                "shop", "agent", "securityContext: {runAsUser: 0, capabilities: {drop: [ALL]}}", SEES),
                        runningAs("1000", "web"),
                        runningAs("0", "root")),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a privileged container has the node, which is a technique of its own",
                        container("shop", "agent", "securityContext: {privileged: true}", SEES),
                        runningAs("1000", "web")));
    }
}
