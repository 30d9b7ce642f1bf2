package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.listening;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.pod;
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

    private static final String ADMINISTRATORS = "policy.networking.k8s.io";

    /** An administrators' policy that denies everything, by its kind and the head of its specification. */
    private static String admin(String kind, String version, String name, String head) {
        return "apiVersion: policy.networking.k8s.io/" + version + "\nkind: " + kind + "\nmetadata: {name: " + name
                + "}\nspec: {" + head
                + "subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}\n";
    }

    private static String firstAndSecond() {
        return admin("AdminNetworkPolicy", "v1alpha1", "first", "priority: 0, ")
                + "---\n"
                + admin("AdminNetworkPolicy", "v1alpha1", "second", "priority: 9, ");
    }

    private static final String ROUTE =
            "apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: door, namespace:"
                    + " shop}\nspec: {to: {kind: Service, name: web}}\n";

    /** Lets into db whoever carries a label, from namespaces that carry one. */
    private static final String SELECTING = String.join(
            "---\n",
            namespace("shop"),
            namespace("ops"),
            namespace("lab"),
            pod("shop", "db"),
            pod("ops", "scraper"),
            pod("lab", "scraper"),
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: db, namespace: shop}\nspec: {podSelector:"
                    + " {}, ingress: [{from: [{namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name,"
                    + " operator: In, values: [ops]}], matchLabels: {trusted: 'yes'}}}, {namespaceSelector: {matchLabels:"
                    + " {kubernetes.io/metadata.name: ops}}, podSelector: {matchLabels: {role: scraper}}}]}]}\n");

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
                        .edge("user:cid", "write:NetworkPolicy/shop/web")
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
                                "policies of administrators are changed; a new one is asked before the others",
                                CLUSTER,
                                firstAndSecond(),
                                admin("BaselineAdminNetworkPolicy", "v1alpha1", "default", ""),
                                grantEverywhere("ann", ruleIn(ADMINISTRATORS, "delete", "adminnetworkpolicies")),
                                grantEverywhere("bob", ruleIn(ADMINISTRATORS, "create", "adminnetworkpolicies")),
                                grantEverywhere("cid", ruleIn(ADMINISTRATORS, "patch", "baselineadminnetworkpolicies")))
                        .edge("user:ann", "write:AdminNetworkPolicy/first")
                        .edge("user:ann", "write:AdminNetworkPolicy/second")
                        .edge("user:bob", "write:AdminNetworkPolicy/first")
                        .edge("user:bob", "write:AdminNetworkPolicy/second")
                        .edge("user:bob", "write:BaselineAdminNetworkPolicy/default")
                        .edge("user:bob", "write:NetworkPolicy/shop/web")
                        .edge("user:cid", "write:BaselineAdminNetworkPolicy/default"),
                TechniqueCase.of(
                                POSITIVE,
                                "a ClusterNetworkPolicy is one of either tier",
                                CLUSTER,
                                admin("ClusterNetworkPolicy", "v1alpha2", "base", "tier: Baseline, priority: 0, "),
                                grantEverywhere(
                                        "ann", ruleIn(ADMINISTRATORS, "update", "clusternetworkpolicies", "base")),
                                grantEverywhere("bob", ruleIn(ADMINISTRATORS, "create", "clusternetworkpolicies")))
                        .edge("user:ann", "write:ClusterNetworkPolicy/base")
                        .edge("user:bob", "write:ClusterNetworkPolicy/base")
                        .edge("user:bob", "write:NetworkPolicy/shop/web"),
                TechniqueCase.of(
                                POSITIVE,
                                "labels of a namespace that a policy reads beside its name; labels of pods that it reads",
                                SELECTING,
                                grant("ops", "ann", rule("patch", "namespaces")),
                                grant("ops", "bob", rule("update", "pods")))
                        .edge("user:ann", "write:Namespace/ops")
                        .edge("user:bob", "write:NetworkPolicy/shop/db"),
                TechniqueCase.of(
                                POSITIVE,
                                "routes of OpenShift",
                                CLUSTER,
                                ROUTE,
                                grant("shop", "ann", ruleIn("route.openshift.io", "create", "routes")),
                                grant("shop", "bob", ruleIn("route.openshift.io", "patch", "routes", "door")))
                        .edge("user:ann", "write:Route/shop/(new)")
                        .edge("user:bob", "write:Route/shop/door"),
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
                        NEAR_MISS,
                        "kinds that no cluster has without their extension; a selector that reads the name only, which"
                                + " nobody changes; pods that no selector tells apart",
                        SELECTING,
                        grantEverywhere(
                                "ann", ruleIn(ADMINISTRATORS, "*", "*"), ruleIn("route.openshift.io", "*", "*")),
                        grant("lab", "bob", rule("patch", "namespaces")),
                        grant("lab", "cid", rule("patch", "pods")),
                        grant("shop", "dan", rule("patch", "pods")),
                        grant("shop", "eve", rule("patch", "namespaces"))),
                TechniqueCase.of(
                                WILDCARD,
                                "any verb on any policy of administrators",
                                firstAndSecond(),
                                grantEverywhere("ann", ruleIn(ADMINISTRATORS, "*", "*")))
                        .edge("user:ann", "write:AdminNetworkPolicy/first")
                        .edge("user:ann", "write:AdminNetworkPolicy/second"),
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
                        .edge("user:eve", "write:Service/shop/web")
                        .edge("user:eve", "write:NetworkPolicy/shop/web"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "of administrators' policies, routes and namespaces: no name limits what is new",
                                CLUSTER,
                                SELECTING,
                                firstAndSecond(),
                                ROUTE,
                                "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: h, namespace:"
                                        + " shop}\n",
                                grantEverywhere(
                                        "ann", ruleIn(ADMINISTRATORS, "patch", "adminnetworkpolicies", "second")),
                                grantEverywhere(
                                        "bob", ruleIn(ADMINISTRATORS, "create", "adminnetworkpolicies", "other")),
                                grant("shop", "cid", ruleIn("gateway.networking.k8s.io", "patch", "httproutes", "h")),
                                grant("shop", "dan", ruleIn("gateway.networking.k8s.io", "patch", "httproutes", "i")),
                                grantEverywhere("eve", rule("patch", "namespaces", "ops")),
                                grantEverywhere("fay", rule("patch", "namespaces", "shop")),
                                grant("ops", "gil", rule("patch", "pods", "scraper")),
                                grant("ops", "hal", rule("patch", "pods", "other")))
                        .edge("user:ann", "write:AdminNetworkPolicy/second")
                        .edge("user:cid", "write:HTTPRoute/shop/h")
                        .edge("user:eve", "write:Namespace/ops")
                        .edge("user:gil", "write:NetworkPolicy/shop/db"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "a Role gives no right over what belongs to no namespace, nor over routes of another",
                        CLUSTER,
                        firstAndSecond(),
                        ROUTE,
                        grant("shop", "ann", ruleIn(ADMINISTRATORS, "*", "adminnetworkpolicies")),
                        grant("other", "bob", ruleIn("route.openshift.io", "*", "routes"))),
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
