package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.mounting;
import static dev.postern.attack.rule.Manifests.podOn;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class EscapeVarLogTest extends TechniqueCases {
    @Override
    EdgeRule technique() {
        return new EscapeVarLog();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "the link by one, the log by whoever may read a log of that node",
                                mounting("/var/log", "", "shop", "web"),
                                grant("shop", "ann", rule("get", "pods/log")))
                        .given("container:shop/web/app")
                        .edge("user:ann", "files:node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "logs of the node itself",
                                mounting("/var/log/pods", "", "shop", "web"),
                                grantEverywhere("ann", rule("get", "nodes/log")),
                                grantEverywhere("bob", rule("get", "nodes/proxy")))
                        .given("container:shop/web/app")
                        .edge("user:ann", "files:node:worker-1")
                        .edge("user:bob", "files:node:worker-1"),
                TechniqueCase.of(
                                NEAR_MISS,
                                "the right without the container, and a mount that is read-only",
                                mounting("/var/log", ", readOnly: true", "shop", "web"),
                                grant("shop", "ann", rule("get", "pods/log")))
                        .given("container:shop/web/app"),
                TechniqueCase.of(
                                NEAR_MISS,
                                "another directory of logs, and looking at pods",
                                mounting("/var/log/nginx", "", "shop", "web"),
                                mounting("/var/log", "", "shop", "side"),
                                grant("shop", "ann", rule("get,list", "pods")))
                        .given("container:shop/web/app", "container:shop/side/app"),
                TechniqueCase.of(
                                WILDCARD,
                                "the subresource of anything; not pods/*, which matches nothing",
                                mounting("/var/log", "", "shop", "web"),
                                grant("shop", "ann", rule("get", "*/log")),
                                grant("shop", "bob", rule("get", "pods/*")))
                        .given("container:shop/web/app")
                        .edge("user:ann", "files:node:worker-1"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name is that of a pod on the node, or of the node",
                                mounting("/var/log", "", "shop", "web"),
                                podOn("worker-1", "shop", "other"),
                                podOn("worker-2", "shop", "far"),
                                grant("shop", "ann", rule("get", "pods/log", "other")),
                                grant("shop", "bob", rule("get", "pods/log", "far")),
                                grantEverywhere("cid", rule("get", "nodes/log", "worker-1")),
                                grantEverywhere("dan", rule("get", "nodes/log", "worker-2")))
                        .given("container:shop/web/app")
                        .edge("user:ann", "files:node:worker-1")
                        .edge("user:cid", "files:node:worker-1"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "a Role where no pod of the node is",
                                mounting("/var/log", "", "shop", "web"),
                                grant("other", "ann", rule("get", "pods/log")))
                        .given("container:shop/web/app"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "nodes are cluster-scoped, and another user than root writes no link",
                                mounting("/var/log", "", "shop", "web"),
                                grant("shop", "ann", rule("get", "nodes/log")))
                        .given("container:shop/web/app"));
    }
}
