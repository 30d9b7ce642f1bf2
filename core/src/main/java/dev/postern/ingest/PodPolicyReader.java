package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.PodPolicy;
import dev.postern.model.PodPolicy.HostPathPrefix;
import dev.postern.model.PodPolicy.UserRange;
import java.util.Optional;
import java.util.TreeSet;

/**
 * PodSecurityPolicies, and OpenShift's SecurityContextConstraints with their defaults: {@code allowHostDirVolumePlugin}
 * decides on host paths whatever {@code volumes} says, and without {@code volumes} all others are allowed. Source of
 * these: openshift {@code apiserver-library-go}, {@code SetDefaults_SCC}.
 */
final class PodPolicyReader {
    private static final String HOST_PATH = "hostPath";
    private static final String ALL = "*";
    /** What {@code *} stands for without host paths, as far as it matters here. */
    private static final ImmutableList<String> ALL_BUT_HOST_PATH = ImmutableList.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret");

    private Metadata metadata = Metadata.NONE;
    private boolean privileged;
    private boolean hostPid;
    private boolean hostNetwork;
    private boolean hostDirectories;
    private Optional<ImmutableList<String>> volumes = Optional.empty();
    private ImmutableList<HostPathPrefix> allowedHostPaths = ImmutableList.of();
    private ImmutableList<String> allowedCapabilities = ImmutableList.of();
    private ImmutableList<String> defaultAddCapabilities = ImmutableList.of();
    private ImmutableList<String> requiredDropCapabilities = ImmutableList.of();
    private Optional<Boolean> allowPrivilegeEscalation = Optional.empty();
    private String userRule = "";
    private ImmutableList<UserRange> userRanges = ImmutableList.of();
    private String seLinuxRule = "";
    private boolean ownUsers;
    private ImmutableList<String> users = ImmutableList.of();
    private ImmutableList<String> groups = ImmutableList.of();

    private PodPolicyReader() {}

    static PodPolicy policy(Values in, Identity identity) {
        PodPolicyReader policy = new PodPolicyReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> policy.metadata = Metadata.read(in);
                    case "spec" -> policy.spec(in);
                    default -> in.skip();
                }
            }
        }
        return policy.of(identity, ImmutableSortedSet.copyOf(policy.volumes.orElse(ImmutableList.of())));
    }

    static PodPolicy constraints(Values in, Identity identity) {
        PodPolicyReader constraints = new PodPolicyReader();
        if (in.object()) {
            while (in.next()) {
                constraints.field(in);
            }
        }
        return constraints.of(identity, constraints.effectiveVolumes());
    }

    private PodPolicy of(Identity identity, ImmutableSortedSet<String> effectiveVolumes) {
        return new PodPolicy(
                identity.kind(),
                metadata.of(identity),
                privileged,
                hostPid,
                hostNetwork,
                effectiveVolumes,
                allowedHostPaths,
                allowedCapabilities,
                defaultAddCapabilities,
                requiredDropCapabilities,
                allowPrivilegeEscalation,
                userRule,
                userRanges,
                seLinuxRule,
                ownUsers,
                users,
                groups);
    }

    private void spec(Values in) {
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "privileged" -> privileged = in.bool();
                    case "hostPID" -> hostPid = in.bool();
                    case "hostNetwork" -> hostNetwork = in.bool();
                    case "allowedHostPaths" -> allowedHostPaths = in.objects(() -> hostPath(in));
                    case "runAsUser" -> user(in);
                    case "seLinux" -> seLinuxRule = rule(in, "rule");
                    default -> common(in);
                }
            }
        }
    }

    private void field(Values in) {
        switch (in.key()) {
            case "metadata" -> metadata = Metadata.read(in);
            case "allowPrivilegedContainer" -> privileged = in.bool();
            case "allowHostPID" -> hostPid = in.bool();
            case "allowHostNetwork" -> hostNetwork = in.bool();
            case "allowHostDirVolumePlugin" -> hostDirectories = in.bool();
            case "runAsUser" -> user(in);
            case "seLinuxContext" -> seLinuxRule = rule(in, "type");
            case "userNamespaceLevel" -> ownUsers = in.symbol().equals("RequirePodLevel");
            case "users" -> users = in.strings();
            case "groups" -> groups = in.strings();
            default -> common(in);
        }
    }

    private void common(Values in) {
        switch (in.key()) {
            case "volumes" -> volumes = in.isNull() ? skipped(in) : Optional.of(in.strings());
            case "allowedCapabilities" -> allowedCapabilities = in.strings();
            case "defaultAddCapabilities" -> defaultAddCapabilities = in.strings();
            case "requiredDropCapabilities" -> requiredDropCapabilities = in.strings();
            case "allowPrivilegeEscalation" -> allowPrivilegeEscalation = in.optionalBoolean();
            default -> in.skip();
        }
    }

    private static Optional<ImmutableList<String>> skipped(Values in) {
        in.skip();
        return Optional.empty();
    }

    private ImmutableSortedSet<String> effectiveVolumes() {
        TreeSet<String> effective = new TreeSet<>(volumes.orElse(ImmutableList.of(ALL)));
        if (hostDirectories) {
            effective.add(HOST_PATH);
        } else {
            effective.remove(HOST_PATH);
            if (effective.remove(ALL)) {
                effective.addAll(ALL_BUT_HOST_PATH);
            }
        }
        return ImmutableSortedSet.copyOf(effective);
    }

    private static HostPathPrefix hostPath(Values in) {
        String path = "";
        boolean readOnly = false;
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "pathPrefix" -> path = in.symbol();
                    case "readOnly" -> readOnly = in.bool();
                    default -> in.skip();
                }
            }
        }
        return new HostPathPrefix(path, readOnly);
    }

    private static String rule(Values in, String field) {
        String rule = "";
        if (in.object()) {
            while (in.next()) {
                if (in.key().equals(field)) {
                    rule = in.symbol();
                } else {
                    in.skip();
                }
            }
        }
        return rule;
    }

    private void user(Values in) {
        Optional<Long> min = Optional.empty();
        Optional<Long> max = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "rule", "type" -> userRule = in.symbol();
                    case "ranges" -> userRanges = in.objects(() -> range(in));
                    case "uid" -> {
                        min = in.optionalLong();
                        max = min;
                    }
                    case "uidRangeMin" -> min = in.optionalLong();
                    case "uidRangeMax" -> max = in.optionalLong();
                    default -> in.skip();
                }
            }
        }
        if (min.isPresent() && max.isPresent()) {
            userRanges = ImmutableList.of(new UserRange(min.get(), max.get()));
        }
    }

    private static UserRange range(Values in) {
        long min = 0;
        long max = 0;
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "min" -> min = in.optionalLong().orElse(0L);
                    case "max" -> max = in.optionalLong().orElse(0L);
                    default -> in.skip();
                }
            }
        }
        return new UserRange(min, max);
    }
}
