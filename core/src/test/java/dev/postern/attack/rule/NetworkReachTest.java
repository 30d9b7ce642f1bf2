package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.listening;
import static dev.postern.attack.rule.Manifests.policy;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class NetworkReachTest extends TechniqueCases {
    private static final String WEB = listening("shop", "web", 8080);
    private static final String API = listening("shop", "api", 9090);
    private static final String TOOL = listening("ops", "tool", 7070);

    @Override
    EdgeRule technique() {
        return new NetworkReach();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(POSITIVE, "without policies every pod sends to every other", WEB, API)
                        .edge("pod:shop/web", "port:shop/api:tcp/9090")
                        .edge("pod:shop/api", "port:shop/web:tcp/8080"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a policy lets another port or protocol pass",
                        WEB,
                        API,
                        policy(
                                "shop",
                                "api",
                                "policyTypes: [Ingress], ingress: [{ports: [{port: 8080}, {port: 9090, protocol: UDP}]}]"),
                        policy("shop", "web", "policyTypes: [Ingress]")),
                TechniqueCase.of(
                                WILDCARD,
                                "a rule without peers admits everybody",
                                WEB,
                                API,
                                policy("shop", "api", "policyTypes: [Ingress], ingress: [{}]"),
                                policy("shop", "web", "policyTypes: [Ingress]"))
                        .edge("pod:shop/web", "port:shop/api:tcp/9090"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "a peer without a namespace selector is of the policy's own namespace",
                        API,
                        TOOL,
                        policy("shop", "api", "policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}]}]"),
                        policy("ops", "tool", "policyTypes: [Ingress]")),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "the sender's egress and the receiver's ingress must both let it pass",
                        WEB,
                        API,
                        policy(
                                "shop",
                                "web",
                                "policyTypes: [Ingress, Egress], egress: [{ports: [{port: 53, protocol: UDP}]}]")),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "an empty selector of namespaces is every namespace",
                                API,
                                TOOL,
                                policy(
                                        "shop",
                                        "api",
                                        "policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {}}]}]"),
                                policy("ops", "tool", "policyTypes: [Ingress]"))
                        .edge("pod:ops/tool", "port:shop/api:tcp/9090"));
    }
}
