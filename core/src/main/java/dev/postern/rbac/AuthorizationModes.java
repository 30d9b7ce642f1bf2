package dev.postern.rbac;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which authorizers the API server asks, as far as the input says: by the flags of {@code kube-apiserver} in a pod of
 * kube-system. Any that allows suffices. Without such a pod, and where its mode is not known, RBAC and the Node authorizer
 * are taken to be on, and ABAC if the input holds policies.
 */
final class AuthorizationModes {
    private static final String MODE = "--authorization-mode";
    private static final String CONFIG = "--authorization-config";
    private static final String POLICY_FILE = "--authorization-policy-file";
    private static final String ANONYMOUS = "--anonymous-auth";
    private static final String AUTHENTICATION_CONFIG = "--authentication-config";
    private static final ImmutableSortedSet<String> OFF =
            ImmutableSortedSet.of("0", "F", "FALSE", "False", "f", "false");
    private static final ObjectRef API_SERVER = ObjectRef.cluster("APIServer", "kube-apiserver");
    private static final Splitter COMMAS = Splitter.on(',').trimResults().omitEmptyStrings();

    /** A flag as the input has it, with the pod that it is in. */
    private record Flag(String setting, Support support) {}

    private final ImmutableSortedSet<String> modes;
    private final ImmutableList<Flag> modeFlags;
    /** What may allow more than is known, by what is said of it. */
    private final Optional<Flag> unknown;

    private AuthorizationModes(
            ImmutableSortedSet<String> modes, ImmutableList<Flag> modeFlags, Optional<Flag> unknown) {
        this.modes = modes;
        this.modeFlags = modeFlags;
        this.unknown = unknown;
    }

    static AuthorizationModes of(Cluster cluster) {
        List<Flag> modeFlags = new ArrayList<>();
        List<Flag> unknown = new ArrayList<>();
        TreeSet<String> modes = new TreeSet<>();
        boolean settled = true;
        for (Server server : servers(cluster)) {
            for (String flag : server.container().programFlags()) {
                Support support = Support.of(server.flag(flag));
                if (flag.startsWith(MODE + "=")) {
                    COMMAS.split(flag.substring(MODE.length() + 1)).forEach(modes::add);
                    modeFlags.add(new Flag(flag, support));
                } else if (flag.equals(MODE) || flag.startsWith(CONFIG)) {
                    settled = false;
                    unknown.add(new Flag(
                            "the authorizers that " + Text.printable(flag) + " of kube-apiserver names, which may be"
                                    + " webhooks: they may allow it",
                            support));
                }
            }
        }
        modeFlags.stream()
                .filter(flag -> modes.contains("Webhook"))
                .findFirst()
                .ifPresent(flag -> unknown.add(new Flag(
                        "the authorization webhook that kube-apiserver asks (" + Text.printable(flag.setting())
                                + "): it may allow it",
                        flag.support())));
        if (modes.contains("ABAC") && cluster.abacPolicies().isEmpty()) {
            unknown.add(new Flag(
                    "the ABAC policies that " + POLICY_FILE + " of kube-apiserver names: add the file to the input",
                    modeFlags.get(0).support()));
        }
        return new AuthorizationModes(
                ImmutableSortedSet.copyOf(settled ? modes : new TreeSet<>()),
                ImmutableList.copyOf(modeFlags),
                unknown.stream().findFirst());
    }

    /** A container that runs the API server of this cluster: not one that some tenant runs in a namespace of its own. */
    record Server(Pod pod, Container container) {
        Evidence flag(String flag) {
            return Evidence.stated(pod.object(), pod.field(container.field()), Text.printable(flag));
        }
    }

    static ImmutableList<Server> servers(Cluster cluster) {
        ImmutableList.Builder<Server> servers = ImmutableList.builder();
        for (Pod pod : cluster.pods()) {
            if (pod.namespace().equals("kube-system") && !pod.isTerminated()) {
                pod.spec().containers().stream()
                        .filter(container -> container.programFlags().contains("kube-apiserver"))
                        .forEach(container -> servers.add(new Server(pod, container)));
            }
        }
        return servers.build();
    }

    /**
     * Whether requests without credentials are let in as those of {@code system:anonymous}: by default, but never together with
     * AlwaysAllow (upstream {@code BuiltInAuthenticationOptions.ApplyAuthorization}). A configuration of authentication may limit
     * them to some paths.
     */
    static Decision anonymousRequests(Cluster cluster) {
        List<Support> unknown = new ArrayList<>();
        List<Support> allowed = new ArrayList<>();
        ImmutableList<Server> servers = servers(cluster);
        for (Server server : servers) {
            ImmutableList<String> flags =
                    ImmutableList.copyOf(server.container().programFlags());
            Optional<String> setting = last(flags, ANONYMOUS);
            Optional<String> configured = last(flags, AUTHENTICATION_CONFIG);
            boolean off =
                    setting.map(AuthorizationModes::value).filter(OFF::contains).isPresent()
                            || last(flags, MODE)
                                    .filter(modes ->
                                            COMMAS.splitToList(value(modes)).contains("AlwaysAllow"))
                                    .isPresent();
            if (!off && configured.isPresent()) {
                unknown.add(Support.of(server.flag(configured.get())));
            } else if (!off) {
                allowed.add(Support.of(
                        setting.isPresent()
                                ? server.flag(setting.get())
                                : Evidence.byDefault(server.pod().object(), "", ANONYMOUS + "=true")));
            }
        }
        if (servers.isEmpty()) {
            allowed.add(Support.of(Evidence.byDefault(API_SERVER, "", ANONYMOUS + "=true")));
        }
        if (!allowed.isEmpty()) {
            return Decision.allowed(allowed);
        }
        return unknown.isEmpty()
                ? Decision.denied()
                : Decision.unknown(
                        "the file of " + AUTHENTICATION_CONFIG + " lets anonymous requests in",
                        unknown.toArray(new Support[0]));
    }

    /** A flag, of which the last counts. */
    private static Optional<String> last(List<String> flags, String name) {
        return flags.stream()
                .filter(flag -> flag.equals(name) || flag.startsWith(name + "="))
                .reduce((first, second) -> second);
    }

    private static String value(String flag) {
        return flag.substring(flag.indexOf('=') + 1);
    }

    /** Whether that authorizer is asked: one that is named, or, where no mode is known, any. */
    boolean has(String mode) {
        return modes.isEmpty() || modes.contains(mode);
    }

    /** Whether everything is allowed to everybody, and by which flags. */
    ImmutableList<Support> alwaysAllow() {
        return modes.contains("AlwaysAllow")
                ? modeFlags.stream()
                        .filter(flag -> flag.setting().contains("AlwaysAllow"))
                        .map(Flag::support)
                        .collect(ImmutableList.toImmutableList())
                : ImmutableList.of();
    }

    /** Why a request that nothing allows may be allowed all the same. */
    Optional<String> unknown() {
        return unknown.map(Flag::setting);
    }

    ImmutableList<Support> unknownSupport() {
        return unknown.map(flag -> ImmutableList.of(flag.support())).orElse(ImmutableList.of());
    }

    /** The flags that turn RBAC off, if they do. */
    ImmutableList<Support> withoutRbac() {
        return has("RBAC")
                ? ImmutableList.of()
                : modeFlags.stream().map(Flag::support).collect(ImmutableList.toImmutableList());
    }
}
