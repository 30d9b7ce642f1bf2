package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.listening;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class PodPortforwardTest extends TechniqueCases {
    private static final String PODS = String.join(
            "---\n", listening("shop", "web", 8080), listening("shop", "db", 5432), listening("ops", "tool", 80));
    /** As PODS, of the version before the websocket's verb was checked. */
    private static final String OLD = PODS + "---\n" + node("worker-1").replace("v1.36.0", "v1.34.0");

    private static final String ISOLATED = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
            + "metadata: {name: none, namespace: shop}\nspec: {podSelector: {}, policyTypes: [Ingress]}\n";

    @Override
    EdgeRule technique() {
        return new PodPortforward();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "create reaches every port of the namespace's pods",
                                PODS,
                                grant("shop", "ann", rule("create", "pods/portforward")))
                        .edge("user:ann", "port:shop/web:tcp/8080")
                        .edge("user:ann", "port:shop/db:tcp/5432"),
                TechniqueCase.of(
                                POSITIVE,
                                "get alone before 1.35",
                                OLD,
                                grant("shop", "ann", rule("get", "pods/portforward")))
                        .edge("user:ann", "port:shop/web:tcp/8080")
                        .edge("user:ann", "port:shop/db:tcp/5432"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "get alone from 1.35 on; exec and the pod itself forward nothing",
                        PODS,
                        node("worker-1"),
                        grant(
                                "shop",
                                "ann",
                                rule("get", "pods/portforward"),
                                rule("create", "pods/exec"),
                                rule("*", "pods"))),
                TechniqueCase.of(
                                WILDCARD,
                                "every subresource of that name, cluster-wide",
                                PODS,
                                grantEverywhere("ann", rule("create", "*/portforward")))
                        .edge("user:ann", "port:shop/web:tcp/8080")
                        .edge("user:ann", "port:shop/db:tcp/5432")
                        .edge("user:ann", "port:ops/tool:tcp/80"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name of a pod limits the right to it, though it is a create",
                                PODS,
                                grant("shop", "ann", rule("create", "pods/portforward", "web", "tool")))
                        .edge("user:ann", "port:shop/web:tcp/8080"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "a ClusterRole bound in ops gives nothing in shop",
                                PODS,
                                grantClusterRole("ops", "ann", rule("create", "pods/portforward")))
                        .edge("user:ann", "port:ops/tool:tcp/80"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "no NetworkPolicy is between",
                                PODS,
                                ISOLATED,
                                grant("shop", "ann", rule("create", "pods/portforward", "db")))
                        .edge("user:ann", "port:shop/db:tcp/5432"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "pods/* is a literal and matches nothing",
                        PODS,
                        grant("shop", "ann", rule("*", "pods/*"))));
    }
}
