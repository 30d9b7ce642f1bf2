package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.listening;
import static dev.postern.attack.rule.Manifests.pod;
import static dev.postern.attack.rule.Manifests.policy;
import static dev.postern.attack.rule.Manifests.service;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class ExposesTest extends TechniqueCases {
    private static final String WEB = listening("shop", "web", 8080);
    private static final String ROUTE = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\n"
            + "metadata: {name: r, namespace: shop}\nspec: {parentRefs: [{name: edge, namespace: infra}], "
            + "rules: [{backendRefs: [{name: web, port: 80}]}]}\n";

    private static String gateway(String from) {
        return "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: edge, namespace: infra}\n"
                + "spec: {gatewayClassName: any, listeners: [{name: http, port: 80, protocol: HTTP, allowedRoutes: "
                + "{namespaces: {from: " + from + "}}}]}\n";
    }

    @Override
    EdgeRule technique() {
        return new Exposes();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "a load balancer leads to the pod's port",
                                WEB,
                                service("LoadBalancer", "shop", "web", 8080, ""))
                        .edge("internet", "port:shop/web:tcp/8080"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a cluster address is none outside, and a policy may let nothing in",
                        WEB,
                        service("ClusterIP", "shop", "web", 8080, ""),
                        listening("shop", "api", 8080),
                        service(
                                "LoadBalancer",
                                "shop",
                                "api",
                                8080,
                                ", externalTrafficPolicy: Local, allocateLoadBalancerNodePorts: false"),
                        policy("shop", "api", "policyTypes: [Ingress], ingress: []")),
                TechniqueCase.notApplicable(
                        WILDCARD, "no right is involved; a host that is a wildcard changes nothing about packets"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "a Service selects pods of its own namespace",
                        WEB,
                        service("LoadBalancer", "ops", "web", 8080, "")),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "source ranges of private addresses let nobody in from outside",
                        WEB,
                        service(
                                "LoadBalancer",
                                "shop",
                                "web",
                                8080,
                                ", loadBalancerSourceRanges: [10.0.0.0/8], allocateLoadBalancerNodePorts: false")),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "node ports and external addresses count",
                                WEB,
                                service("NodePort", "shop", "web", 8080, ""),
                                listening("shop", "api", 9090),
                                service("ClusterIP", "shop", "api", 9090, ", externalIPs: [203.0.113.7]"))
                        .edge("internet", "port:shop/web:tcp/8080")
                        .edge("internet", "port:shop/api:tcp/9090"),
                TechniqueCase.of(
                                POSITIVE,
                                "a route of the Gateway API leads from the Gateway to the pod's port",
                                WEB,
                                service("ClusterIP", "shop", "web", 8080, ""),
                                gateway("All"),
                                ROUTE)
                        .edge("internet", "port:shop/web:tcp/8080"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a listener takes routes of its own namespace only, unless it says otherwise",
                        WEB,
                        service("ClusterIP", "shop", "web", 8080, ""),
                        gateway("Same"),
                        ROUTE),
                TechniqueCase.of(
                                POSITIVE,
                                "a Route of OpenShift leads to its Service",
                                WEB,
                                service("ClusterIP", "shop", "web", 8080, ""),
                                "apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: r, namespace: shop}\n"
                                        + "spec: {to: {kind: Service, name: web}}\n")
                        .edge("internet", "port:shop/web:tcp/8080"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "what listens on the host network is unknown where nothing is declared, not closed",
                                pod("shop", "agent", "  hostNetwork: true\n"),
                                pod("shop", "job", ""))
                        .edge("internet", "port:shop/agent:tcp/?"));
    }
}
