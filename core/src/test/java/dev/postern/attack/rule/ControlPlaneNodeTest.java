package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.podOn;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class ControlPlaneNodeTest extends TechniqueCases {
    private static final String STATIC_POD = podOn("cp", "kube-system", "kube-apiserver-cp")
            .replace(
                    "{name: kube-apiserver-cp,",
                    "{annotations: {kubernetes.io/config.mirror: x}, labels: {component: kube-apiserver, tier:"
                            + " control-plane}, name: kube-apiserver-cp,")
            .replace("registry.example.com/app:1", "registry.k8s.io/kube-apiserver:v1.36.0, command: [kube-apiserver]");

    private static String labelled(String label) {
        return node("cp").replace("{name: cp}", "{name: cp, labels: {" + label + ": \"\"}}");
    }

    @Override
    EdgeRule technique() {
        return new ControlPlaneNode();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(POSITIVE, "the label of the role", labelled("node-role.kubernetes.io/control-plane"))
                        .edge("node:cp", "cluster-admin"),
                TechniqueCase.of(POSITIVE, "the label of older clusters", labelled("node-role.kubernetes.io/master"))
                        .edge("node:cp", "cluster-admin"),
                TechniqueCase.of(POSITIVE, "an API server that runs there as a static pod", node("cp"), STATIC_POD)
                        .edge("node:cp", "cluster-admin"),
                TechniqueCase.of(
                        NEAR_MISS, "a worker, whatever its role is called", labelled("node-role.kubernetes.io/worker")),
                TechniqueCase.notApplicable(WILDCARD, "no right is involved"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "an ordinary pod of another namespace that runs the same program",
                        node("cp"),
                        podOn("cp", "shop", "etcd")
                                .replace("registry.example.com/app:1", "quay.io/coreos/etcd:v3.5.21, command: [etcd]")),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a managed control plane has no node: none is invented",
                        node("worker-1"),
                        podOn("worker-1", "kube-system", "kube-proxy-x")));
    }
}
