package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.PodSecurityDefaults;
import java.util.Optional;

/** The configuration of the plug-in PodSecurity, in a document of its own or in that of all plug-ins. */
final class PodSecurityDefaultsReader {
    static final String ALL_PLUGINS = "AdmissionConfiguration";
    static final String OWN = "PodSecurityConfiguration";
    private static final String PLUGIN = "PodSecurity";

    private String field = "";
    private boolean configured;
    private String enforce = "";
    private String enforceVersion = "";
    private ImmutableList<String> namespaces = ImmutableList.of();
    private ImmutableList<String> runtimeClasses = ImmutableList.of();
    private ImmutableList<String> users = ImmutableList.of();

    private PodSecurityDefaultsReader() {}

    static PodSecurityDefaults own(Values in, Identity identity) {
        PodSecurityDefaultsReader reader = new PodSecurityDefaultsReader();
        reader.configuration(in);
        return reader.of(identity);
    }

    static PodSecurityDefaults ofAllPlugins(Values in, Identity identity) {
        PodSecurityDefaultsReader found = new PodSecurityDefaultsReader();
        if (in.object()) {
            while (in.next()) {
                if (in.key().equals("plugins")) {
                    found = plugins(in).orElse(found);
                } else {
                    in.skip();
                }
            }
        }
        return found.of(identity);
    }

    /** The last of one name counts, as there can be only one. */
    private static Optional<PodSecurityDefaultsReader> plugins(Values in) {
        Optional<PodSecurityDefaultsReader> found = Optional.empty();
        if (in.array()) {
            while (in.element()) {
                PodSecurityDefaultsReader plugin = new PodSecurityDefaultsReader();
                plugin.field = "plugins[" + in.index() + "].configuration.";
                if (plugin.plugin(in)) {
                    found = Optional.of(plugin);
                }
            }
        }
        return found;
    }

    private boolean plugin(Values in) {
        String name = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "name" -> name = in.symbol();
                    case "configuration" -> configuration(in);
                    default -> in.skip();
                }
            }
        }
        return name.equals(PLUGIN) && configured;
    }

    private void configuration(Values in) {
        if (in.object()) {
            configured = true;
            while (in.next()) {
                switch (in.key()) {
                    case "defaults" -> defaults(in);
                    case "exemptions" -> exemptions(in);
                    default -> in.skip();
                }
            }
        }
    }

    private void defaults(Values in) {
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "enforce" -> enforce = in.symbol();
                    case "enforce-version" -> enforceVersion = in.symbol();
                    default -> in.skip();
                }
            }
        }
    }

    private void exemptions(Values in) {
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "namespaces" -> namespaces = in.strings();
                    case "runtimeClasses" -> runtimeClasses = in.strings();
                    case "usernames" -> users = in.strings();
                    default -> in.skip();
                }
            }
        }
    }

    private PodSecurityDefaults of(Identity identity) {
        return new PodSecurityDefaults(
                identity.kind(),
                AbacPolicyReader.meta(identity.origin()),
                field,
                configured,
                enforce,
                enforceVersion,
                namespaces,
                runtimeClasses,
                users);
    }
}
