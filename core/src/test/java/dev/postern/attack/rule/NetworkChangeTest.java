package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.listening;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.policy;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.service;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class NetworkChangeTest extends TechniqueCases {
    private static final String NETWORKING = "networking.k8s.io";
    private static final String CLUSTER = String.join(
            "---\n",
            namespace("shop"),
            listening("shop", "web", 8080),
            service("ClusterIP", "shop", "web", 8080, ""),
            policy("shop", "web", "policyTypes: [Ingress]"),
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: front, namespace: shop}\nspec: {}\n");

    /** A Service of which somebody else writes the endpoints. */
    private static String unselected() {
        return service("ClusterIP", "shop", "legacy", 80, "").replace("selector: {app: legacy}, ", "");
    }

    private static String slice(String name, String service) {
        return "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: " + name
                + ", namespace: shop, labels: {kubernetes.io/service-name: " + service
                + "}}\naddressType: IPv4\nendpoints: [{addresses: [10.0.0.1]}]\n";
    }

    @Override
    EdgeRule technique() {
        return new NetworkChange();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "policies are changed, deleted, or opened by another beside them",
                                CLUSTER,
                                grant("shop", "ann", ruleIn(NETWORKING, "delete", "networkpolicies")),
                                grant("shop", "bob", ruleIn(NETWORKING, "create", "networkpolicies")),
                                grantEverywhere("cid", ruleIn(NETWORKING, "deletecollection", "networkpolicies")))
                        .edge("user:ann", "write:NetworkPolicy/shop/web")
                        .edge("user:bob", "write:NetworkPolicy/shop/web")
                        .edge("user:cid", "write:NetworkPolicy/shop/web"),
                TechniqueCase.of(
                                POSITIVE,
                                "a Service by itself, by a slice beside the controller's, or by labels of a pod",
                                CLUSTER,
                                grant("shop", "ann", rule("patch", "services")),
                                grant("shop", "bob", ruleIn("discovery.k8s.io", "create", "endpointslices")),
                                grant("shop", "cid", rule("patch", "pods")),
                                grant("shop", "dan", rule("update", "pods/status")))
                        .edge("user:ann", "write:Service/shop/web")
                        .edge("user:bob", "write:Service/shop/web")
                        .edge("user:cid", "write:Service/shop/web")
                        .edge("user:dan", "write:Service/shop/web"),
                TechniqueCase.of(
                                POSITIVE,
                                "Endpoints count for a Service without a selector",
                                unselected(),
                                grant("shop", "ann", rule("create", "endpoints")),
                                grant("shop", "bob", rule("update", "endpoints")))
                        .edge("user:ann", "write:Service/shop/legacy")
                        .edge("user:bob", "write:Service/shop/legacy"),
                TechniqueCase.of(
                                POSITIVE,
                                "a new Service claims an address outside; one that balances loads has one in its status",
                                namespace("shop"),
                                service("LoadBalancer", "shop", "web", 8080, ""),
                                grant("shop", "ann", rule("create", "services")),
                                grant("shop", "bob", rule("patch", "services/status")))
                        .edge("user:ann", "write:Service/(new)")
                        .edge("user:bob", "write:Service/shop/web"),
                TechniqueCase.of(
                                POSITIVE,
                                "ways in from outside",
                                CLUSTER,
                                grant("shop", "ann", ruleIn(NETWORKING, "create", "ingresses")),
                                grant("shop", "bob", ruleIn(NETWORKING, "update", "ingresses", "front")))
                        .edge("user:ann", "write:Ingress/shop/(new)")
                        .edge("user:bob", "write:Ingress/shop/front"),
                TechniqueCase.of(
                                POSITIVE,
                                "routes of the Gateway API, where there is one",
                                CLUSTER,
                                "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: g, namespace:"
                                        + " shop}\n",
                                grant("shop", "ann", ruleIn("gateway.networking.k8s.io", "patch", "httproutes")),
                                grant("shop", "bob", ruleIn("gateway.networking.k8s.io", "create", "referencegrants")))
                        .edge("user:ann", "write:HTTPRoute/shop/(some)")
                        .edge("user:bob", "write:HTTPRoute/shop/(some)"),
                TechniqueCase.of(
                                POSITIVE,
                                "the cluster's DNS",
                                grant("kube-system", "ann", rule("patch", "configmaps", "coredns")))
                        .edge("user:ann", "write:ConfigMap/kube-system/coredns"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "looking changes nothing; Endpoints of a Service with a selector are nobody's source",
                        CLUSTER,
                        grant("shop", "ann", ruleIn("*", "get,list,watch", "*")),
                        grant("shop", "bob", rule("*", "endpoints")),
                        grant("shop", "cid", rule("patch", "services/status")),
                        grant("shop", "dan", ruleIn("gateway.networking.k8s.io", "*", "httproutes"))),
                TechniqueCase.of(
                                WILDCARD,
                                "any verb on any resource of one group",
                                CLUSTER,
                                grant("shop", "ann", ruleIn(NETWORKING, "*", "*")))
                        .edge("user:ann", "write:NetworkPolicy/shop/web")
                        .edge("user:ann", "write:Ingress/shop/front")
                        .edge("user:ann", "write:Ingress/shop/(new)"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name is the object's: of a slice, not of its Service; of a pod, not of its labels",
                                CLUSTER,
                                slice("web-x1", "web"),
                                grant("shop", "ann", ruleIn(NETWORKING, "patch", "networkpolicies", "web")),
                                grant("shop", "bob", ruleIn(NETWORKING, "create", "networkpolicies", "web")),
                                grant("shop", "cid", ruleIn("discovery.k8s.io", "patch", "endpointslices", "web-x1")),
                                grant("shop", "dan", ruleIn("discovery.k8s.io", "patch", "endpointslices", "web")),
                                grant("shop", "eve", rule("patch", "pods", "web")),
                                grant("shop", "fay", rule("patch", "pods", "other")))
                        .edge("user:ann", "write:NetworkPolicy/shop/web")
                        .edge("user:cid", "write:Service/shop/web")
                        .edge("user:eve", "write:Service/shop/web"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "rights elsewhere: coredns is one of kube-system",
                        CLUSTER,
                        grant("other", "ann", ruleIn("*", "*", "networkpolicies,endpointslices,pods,ingresses")),
                        grant("shop", "bob", rule("patch", "configmaps", "coredns"))),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "policies that nobody wrote cannot be opened",
                        namespace("shop"),
                        grant("shop", "ann", ruleIn(NETWORKING, "*", "networkpolicies"))));
    }
}
