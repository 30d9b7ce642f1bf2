package dev.postern.benchmarks;

import dev.postern.benchmarks.App.Danger;
import java.util.ArrayList;
import java.util.List;

/**
 * What one workload's pods look like, be it a team's or the cluster's own.
 *
 * @param secrets Secrets read as variables
 * @param configMap a ConfigMap mounted as files, or empty
 * @param hostPaths paths of the node, each mounted as it is
 * @param hardened whether the security context drops what can be dropped
 * @param everywhere whether it tolerates every taint, as what runs on each node does
 */
record PodShape(
        String namespace,
        String name,
        String account,
        boolean token,
        String image,
        int port,
        List<String> secrets,
        String configMap,
        List<String> hostPaths,
        boolean privileged,
        boolean hostPid,
        boolean hostNetwork,
        boolean sidecar,
        boolean hardened,
        boolean everywhere) {

    static PodShape of(App app) {
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < app.secrets(); i++) {
            secrets.add(app.name() + "-credentials-" + i);
        }
        List<String> hostPaths = switch (app.danger()) {
            case HOST_ROOT -> List.of("/");
            case RUNTIME_SOCKET -> List.of("/var/run/docker.sock");
            case HOST_LOGS -> List.of("/var/log");
            default -> List.of();
        };
        return new PodShape(
                app.namespace(),
                app.name(),
                app.accountName(),
                app.mountsToken(),
                "registry.example.com/" + app.namespace() + "/" + app.name() + ":1." + app.index() % 40,
                app.port(),
                secrets,
                app.index() % 2 == 0 ? app.name() + "-config" : "",
                hostPaths,
                app.danger() == Danger.PRIVILEGED,
                app.danger() == Danger.HOST_PID,
                false,
                app.sidecar(),
                app.hardened(),
                false);
    }

    /** Labels of its pods: keys and values by turns. */
    String[] labels() {
        return new String[] {
            "app.kubernetes.io/instance", name,
            "app.kubernetes.io/name", name,
            "app.kubernetes.io/part-of", namespace,
            "team", namespace.replaceAll("-\\d+$", "")
        };
    }
}
