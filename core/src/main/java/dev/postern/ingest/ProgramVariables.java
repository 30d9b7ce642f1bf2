package dev.postern.ingest;

import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/**
 * The variables of the environment whose setting decides who gets in, as {@link ProgramFlags} does for flags: nothing but
 * a switch, a port, a mode or emptiness is kept of a setting.
 */
final class ProgramVariables {
    private static final ImmutableSet<String> NAMES = ImmutableSet.of(
            "ARGOCD_SERVER_DISABLE_AUTH",
            "DOCKER_TLS_CERTDIR",
            "MULTIUSER",
            "NIFI_WEB_HTTP_PORT",
            "RAY_AUTH_MODE",
            "TILLER_TLS_VERIFY");

    private static final ImmutableSet<String> HARMLESS =
            ImmutableSet.of("", "true", "false", "0", "1", "token", "disabled");

    private ProgramVariables() {}

    /**
     * What is kept of a variable.
     *
     * @param setting empty if another object holds it
     * @return {@code NAME=setting}, the name alone where the setting is not told, {@code NAME=valueFrom}, or nothing
     */
    static Optional<String> kept(String name, Optional<String> setting) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        String value = setting.orElse("valueFrom");
        return Optional.of(setting.isEmpty() || isHarmless(value) ? name + "=" + value : name);
    }

    private static boolean isHarmless(String setting) {
        return HARMLESS.contains(setting) || setting.matches("[0-9]{1,5}");
    }
}
