package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.listening;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.pod;
import static dev.postern.attack.rule.Manifests.policy;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.service;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class PodProxyTest extends TechniqueCases {
    private static final String CLUSTER = String.join(
            "---\n",
            namespace("shop"),
            listening("shop", "web", 8080),
            service("ClusterIP", "shop", "web", 8080, ""),
            listening("bank", "db", 5432),
            pod("bank", "mute"));

    @Override
    EdgeRule technique() {
        return new PodProxy();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "any verb on pods/proxy: it follows the method of the request",
                                CLUSTER,
                                grant("shop", "ann", rule("get", "pods/proxy")),
                                grant("shop", "bob", rule("delete", "pods/proxy")),
                                grantEverywhere("cid", rule("create", "pods/proxy")))
                        .edge("user:ann", "port:shop/web:tcp/8080")
                        .edge("user:bob", "port:shop/web:tcp/8080")
                        .edge("user:cid", "port:shop/web:tcp/8080")
                        .edge("user:cid", "port:bank/db:tcp/5432")
                        .edge("user:cid", "port:bank/mute:tcp/?"),
                TechniqueCase.of(
                                POSITIVE,
                                "services/proxy leads to the pods behind the Service",
                                CLUSTER,
                                grantEverywhere("ann", rule("get", "services/proxy")))
                        .edge("user:ann", "port:shop/web:tcp/8080"),
                TechniqueCase.of(
                                POSITIVE,
                                "a policy may admit the API server: that is not known",
                                CLUSTER,
                                policy("shop", "web", "policyTypes: [Ingress]"),
                                grant("shop", "ann", rule("get", "pods/proxy")))
                        .edge("user:ann", "port:shop/web:tcp/8080"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "the pod itself, and verbs that no HTTP method has",
                        CLUSTER,
                        grant("shop", "ann", rule("*", "pods,services")),
                        grant("shop", "bob", rule("list,watch,deletecollection", "pods/proxy"))),
                TechniqueCase.of(
                                WILDCARD,
                                "the subresource of anything; not pods/*, which matches nothing",
                                CLUSTER,
                                grant("shop", "ann", rule("get", "*/proxy")),
                                grant("shop", "bob", rule("get", "pods/*")))
                        .edge("user:ann", "port:shop/web:tcp/8080"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name holds the port: without one, the first that the pod declares",
                                CLUSTER,
                                grant("shop", "ann", rule("get", "pods/proxy", "web")),
                                grant("shop", "bob", rule("get", "pods/proxy", "https:web:8080")),
                                grant("shop", "cid", rule("get", "pods/proxy", "web:9090")),
                                grant("bank", "dan", rule("get", "pods/proxy", "mute:7777")))
                        .edge("user:ann", "port:shop/web:tcp/8080")
                        .edge("user:bob", "port:shop/web:tcp/8080")
                        .edge("user:dan", "port:bank/mute:tcp/?"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "of a Service, the port's number, or nothing for a port without a name",
                                CLUSTER,
                                grant("shop", "ann", rule("get", "services/proxy", "web")),
                                grant("shop", "bob", rule("get", "services/proxy", "web:80")),
                                grant("shop", "cid", rule("get", "services/proxy", "web:8080")))
                        .edge("user:ann", "port:shop/web:tcp/8080")
                        .edge("user:bob", "port:shop/web:tcp/8080"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "a Role elsewhere",
                        CLUSTER,
                        grant("other", "ann", rule("get", "pods/proxy,services/proxy"))),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a name that is no name and port names nothing",
                        CLUSTER,
                        grant("shop", "ann", rule("get", "pods/proxy", "ftp:web:8080", "a:b:c:d", "web:http"))));
    }
}
