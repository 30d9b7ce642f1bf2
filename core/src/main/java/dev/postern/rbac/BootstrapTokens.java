package dev.postern.rbac;

import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the API server takes the tokens in Secrets of type {@code bootstrap.kubernetes.io/token}. It does if a flag says
 * so; where some of its flags are known and this is not among them, it does not.
 */
final class BootstrapTokens {
    private static final String FLAG = "--enable-bootstrap-token-auth";

    private BootstrapTokens() {}

    static Decision decide(Cluster cluster) {
        List<Support> enabled = new ArrayList<>();
        boolean flagsKnown = false;
        for (AuthorizationModes.Server server : AuthorizationModes.servers(cluster)) {
            for (String flag : server.container().programFlags()) {
                flagsKnown |= flag.startsWith("--");
                if (flag.equals(FLAG) || flag.equals(FLAG + "=true")) {
                    Evidence evidence = server.flag(flag);
                    enabled.add(Support.of(evidence));
                }
            }
        }
        if (!enabled.isEmpty()) {
            return Decision.allowed(enabled);
        }
        return flagsKnown ? Decision.denied() : Decision.unknown("kube-apiserver runs with " + FLAG);
    }
}
