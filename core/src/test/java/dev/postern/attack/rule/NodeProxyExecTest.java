package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.podOn;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.workload;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class NodeProxyExecTest extends TechniqueCases {
    private static final String PODS = String.join(
            "---\n",
            node("worker-1"),
            node("worker-2"),
            podOn("worker-1", "shop", "web"),
            podOn("worker-2", "ops", "tool"));

    @Override
    EdgeRule technique() {
        return new NodeProxyExec();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "create reaches every pod of every node",
                                PODS,
                                grantEverywhere("ann", rule("create", "nodes/proxy")))
                        .edge("user:ann", "pod:shop/web")
                        .edge("user:ann", "pod:ops/tool"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "nodes, their logs and figures, and the proxies of pods run no command",
                        PODS,
                        grantEverywhere(
                                "ann",
                                rule("*", "nodes,nodes/log,nodes/stats,nodes/metrics,pods/proxy,services/proxy"))),
                TechniqueCase.of(
                                WILDCARD, "*/proxy with every verb", PODS, grantEverywhere("ann", rule("*", "*/proxy")))
                        .edge("user:ann", "pod:shop/web")
                        .edge("user:ann", "pod:ops/tool"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name is the node's",
                                PODS,
                                grantEverywhere("ann", rule("get", "nodes/proxy", "worker-1", "web")))
                        .edge("user:ann", "pod:shop/web"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "nodes are cluster-scoped: a RoleBinding grants nothing",
                        PODS,
                        grantClusterRole("shop", "ann", rule("*", "nodes/proxy")),
                        grant("ops", "bob", rule("*", "nodes/proxy"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "get alone suffices",
                                PODS,
                                grantEverywhere("ann", rule("get", "nodes/proxy")))
                        .edge("user:ann", "pod:shop/web")
                        .edge("user:ann", "pod:ops/tool"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "nodes/* is a literal, and list is no way in",
                        PODS,
                        grantEverywhere("ann", rule("*", "nodes/*"), rule("list,watch,delete", "nodes/proxy"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a pod that is not scheduled runs on some node: every node's right reaches it, a named one does not",
                                workload("Deployment", "shop", "web"),
                                grantEverywhere("ann", rule("get", "nodes/proxy")),
                                grantEverywhere("bob", rule("get", "nodes/proxy", "worker-1")))
                        .edge("user:ann", "pod:shop/web"));
    }
}
