package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.claimOf;
import static dev.postern.attack.rule.Manifests.claiming;
import static dev.postern.attack.rule.Manifests.container;
import static dev.postern.attack.rule.Manifests.mounting;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class EscapeRuntimeSocketTest extends TechniqueCases {
    private static final String SOCKET = "/run/containerd/containerd.sock";

    @Override
    EdgeRule technique() {
        return new EscapeRuntimeSocket();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(POSITIVE, "a mount of the socket", mounting(SOCKET, "", "shop", "web"))
                        .edge("container:shop/web/app", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a directory beside it, and a path that only begins alike",
                        mounting("/run/containerd/io", "", "shop", "a"),
                        mounting("/run/containerd/containerd.sock.d", "", "shop", "b")),
                TechniqueCase.notApplicable(
                        WILDCARD, "no right is involved; a directory above the socket is a case of its own"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "the claim that leads to it exists in another namespace",
                                claimOf(SOCKET, "shop", "sock"),
                                claiming("sock", "shop", "web"),
                                claiming("sock", "ops", "tool"))
                        .edge("container:shop/web/app", "node:worker-1"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "any directory above it, /var/run being /run, and the whole node",
                                mounting("/var/run/", "", "shop", "a"),
                                mounting("/", "", "shop", "b"),
                                mounting("/run/containerd", "", "shop", "c"),
                                mounting("/var/run/docker.sock", "", "shop", "d"))
                        .edge("container:shop/a/app", "node:worker-1")
                        .edge("container:shop/b/app", "node:worker-1")
                        .edge("container:shop/c/app", "node:worker-1")
                        .edge("container:shop/d/app", "node:worker-1"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a read-only mount stops no connection",
                                mounting(SOCKET, ", readOnly: true", "shop", "web"))
                        .edge("container:shop/web/app", "node:worker-1"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a volume that no container mounts shows nothing",
                        container(
                                "shop", "web", "stdin: true", "  volumes: [{name: host, hostPath: {path: /run}}]\n")));
    }
}
