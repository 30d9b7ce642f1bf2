package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.PodSecurityContext;
import dev.postern.model.SeLinuxOptions;
import dev.postern.model.SecurityContext;
import java.util.Optional;

/** Security contexts of containers and pods. */
final class SecurityContextReader {
    private Optional<Boolean> privileged = Optional.empty();
    private Optional<Boolean> allowPrivilegeEscalation = Optional.empty();
    private Optional<Boolean> runAsNonRoot = Optional.empty();
    private Optional<Long> runAsUser = Optional.empty();
    private Optional<Long> runAsGroup = Optional.empty();
    private Optional<Boolean> readOnlyRootFilesystem = Optional.empty();
    private ImmutableList<String> add = ImmutableList.of();
    private ImmutableList<String> drop = ImmutableList.of();
    private Optional<String> procMount = Optional.empty();
    private Optional<String> seccompProfile = Optional.empty();
    private Optional<String> appArmorProfile = Optional.empty();
    private Optional<SeLinuxOptions> seLinuxOptions = Optional.empty();
    private Optional<Boolean> windowsHostProcess = Optional.empty();
    private ImmutableList<Long> supplementalGroups = ImmutableList.of();
    private Optional<Long> fsGroup = Optional.empty();
    private ImmutableList<String> sysctls = ImmutableList.of();

    private SecurityContextReader() {}

    static SecurityContext ofContainer(Values in) {
        SecurityContextReader context = new SecurityContextReader();
        context.read(in, Spot.CONTAINER_CONTEXT);
        return in.sharing()
                .one(new SecurityContext(
                        context.privileged,
                        context.allowPrivilegeEscalation,
                        context.runAsNonRoot,
                        context.runAsUser,
                        context.runAsGroup,
                        context.readOnlyRootFilesystem,
                        context.add,
                        context.drop,
                        context.procMount,
                        context.seccompProfile,
                        context.appArmorProfile,
                        context.seLinuxOptions,
                        context.windowsHostProcess));
    }

    static PodSecurityContext ofPod(Values in) {
        SecurityContextReader context = new SecurityContextReader();
        context.read(in, Spot.POD_CONTEXT);
        return in.sharing()
                .one(new PodSecurityContext(
                        context.runAsNonRoot,
                        context.runAsUser,
                        context.runAsGroup,
                        context.supplementalGroups,
                        context.fsGroup,
                        context.seccompProfile,
                        context.appArmorProfile,
                        context.seLinuxOptions,
                        context.windowsHostProcess,
                        context.sysctls));
    }

    private void read(Values in, Spot spot) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            if (SecurityFields.skipVoid(in, spot)) {
                continue;
            }
            switch (in.key()) {
                case "privileged" -> privileged = in.optionalBoolean();
                case "allowPrivilegeEscalation" -> allowPrivilegeEscalation = in.optionalBoolean();
                case "runAsNonRoot" -> runAsNonRoot = in.optionalBoolean();
                case "runAsUser" -> runAsUser = in.optionalLong();
                case "runAsGroup" -> runAsGroup = in.optionalLong();
                case "readOnlyRootFilesystem" -> readOnlyRootFilesystem = in.optionalBoolean();
                case "capabilities" -> capabilities(in);
                case "procMount" -> procMount = in.optionalString();
                case "seccompProfile" -> seccompProfile = type(in);
                case "appArmorProfile" -> appArmorProfile = type(in);
                case "seLinuxOptions" -> seLinuxOptions = seLinuxOptions(in);
                case "windowsOptions" -> windowsHostProcess = hostProcess(in);
                case "supplementalGroups" -> supplementalGroups = longs(in);
                case "fsGroup" -> fsGroup = in.optionalLong();
                case "sysctls" -> sysctls = ReferenceReader.names(in);
                default -> in.skip();
            }
        }
    }

    private void capabilities(Values in) {
        add = ImmutableList.of();
        drop = ImmutableList.of();
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "add" -> add = in.strings();
                case "drop" -> drop = in.strings();
                default -> in.skip();
            }
        }
    }

    private static ImmutableList<Long> longs(Values in) {
        ImmutableList.Builder<Long> longs = ImmutableList.builder();
        if (in.array()) {
            while (in.element()) {
                in.optionalLong().ifPresent(longs::add);
            }
        }
        return longs.build();
    }

    private static Optional<String> type(Values in) {
        Optional<String> type = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "type" -> type = in.optionalString();
                    default -> in.skip();
                }
            }
        }
        return type;
    }

    private static Optional<Boolean> hostProcess(Values in) {
        Optional<Boolean> hostProcess = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "hostProcess" -> hostProcess = in.optionalBoolean();
                    default -> in.skip();
                }
            }
        }
        return hostProcess;
    }

    private static Optional<SeLinuxOptions> seLinuxOptions(Values in) {
        if (in.isNull()) {
            in.skip();
            return Optional.empty();
        }
        String user = "";
        String role = "";
        String type = "";
        String level = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "user" -> user = in.symbol();
                    case "role" -> role = in.symbol();
                    case "type" -> type = in.symbol();
                    case "level" -> level = in.symbol();
                    default -> in.skip();
                }
            }
        }
        return Optional.of(new SeLinuxOptions(user, role, type, level));
    }
}
