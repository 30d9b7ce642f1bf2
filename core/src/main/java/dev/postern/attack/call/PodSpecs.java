package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.Optional;

/** Specifications of pods that an attacker would start. */
final class PodSpecs {
    static final String NAME = "postern";
    static final String IMAGE = "registry.k8s.io/pause:3.10";
    private static final int NOBODY = 65534;

    private PodSpecs() {}

    /** Of an object that the server gives a name to: whatever there is already, this one can be created. */
    static ImmutableMap<String, Object> metadata(String namespace) {
        ImmutableMap<String, Object> name = ImmutableMap.of("generateName", NAME + "-");
        return namespace.isEmpty()
                ? name
                : ImmutableMap.<String, Object>builder()
                        .putAll(name)
                        .put("namespace", namespace)
                        .buildOrThrow();
    }

    /** A pod that the restricted Pod Security Standard admits, with an account of its namespace. */
    static ImmutableMap<String, Object> withAccount(String account) {
        return ImmutableMap.of(
                "serviceAccountName",
                account,
                "automountServiceAccountToken",
                true,
                "containers",
                ImmutableList.of(harmless(ImmutableMap.of())));
    }

    /** A pod that the restricted Pod Security Standard admits, with a Secret of its namespace. */
    static ImmutableMap<String, Object> withSecret(String secret) {
        return ImmutableMap.of(
                "containers",
                ImmutableList.of(harmless(ImmutableMap.of(
                        "volumeMounts", ImmutableList.of(ImmutableMap.of("name", NAME, "mountPath", "/secret"))))),
                "volumes",
                ImmutableList.of(ImmutableMap.of("name", NAME, "secret", ImmutableMap.of("secretName", secret))));
    }

    /** A pod that holds its node: privileged, in the node's process namespace, whatever the node's taints. */
    static ImmutableMap<String, Object> takingNode(Optional<String> node) {
        ImmutableMap.Builder<String, Object> spec = ImmutableMap.<String, Object>builder()
                .put("containers", ImmutableList.of(privileged()))
                .put("hostPID", true)
                .put("tolerations", ImmutableList.of(ImmutableMap.of("operator", "Exists")));
        node.ifPresent(name -> spec.put("nodeName", name));
        return spec.buildOrThrow();
    }

    static ImmutableMap<String, Object> privileged() {
        return ImmutableMap.of("name", NAME, "image", IMAGE, "securityContext", ImmutableMap.of("privileged", true));
    }

    /** A container that every Pod Security Standard admits. */
    static ImmutableMap<String, Object> harmless(Map<String, Object> more) {
        return ImmutableMap.<String, Object>builder()
                .put("name", NAME)
                .put("image", IMAGE)
                .put(
                        "securityContext",
                        ImmutableMap.of(
                                "allowPrivilegeEscalation",
                                false,
                                "capabilities",
                                ImmutableMap.of("drop", ImmutableList.of("ALL")),
                                "runAsNonRoot",
                                true,
                                "runAsUser",
                                NOBODY,
                                "seccompProfile",
                                ImmutableMap.of("type", "RuntimeDefault")))
                .putAll(more)
                .buildOrThrow();
    }
}
