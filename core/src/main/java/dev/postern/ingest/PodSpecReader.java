package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Container;
import dev.postern.model.NodeSelectorTerm;
import dev.postern.model.PodSecurityContext;
import dev.postern.model.PodSpec;
import dev.postern.model.Toleration;
import dev.postern.model.Volume;
import java.util.Optional;

/** The spec of a pod or a pod template; equal specs become one instance. */
final class PodSpecReader {
    private String nodeName = "";
    private Optional<String> serviceAccountName = Optional.empty();
    private Optional<String> deprecatedServiceAccount = Optional.empty();
    private Optional<Boolean> automount = Optional.empty();
    private boolean hostNetwork;
    private boolean hostPid;
    private boolean hostIpc;
    private Optional<Boolean> hostUsers = Optional.empty();
    private boolean shareProcessNamespace;
    private ImmutableSortedMap<String, String> nodeSelector = ImmutableSortedMap.of();
    private Optional<ImmutableList<NodeSelectorTerm>> nodeAffinity = Optional.empty();
    private ImmutableList<Toleration> tolerations = ImmutableList.of();
    private PodSecurityContext securityContext = PodSecurityContext.NONE;
    private ImmutableList<Container> initContainers = ImmutableList.of();
    private ImmutableList<Container> containers = ImmutableList.of();
    private ImmutableList<Container> ephemeralContainers = ImmutableList.of();
    private ImmutableList<Volume> volumes = ImmutableList.of();
    private Optional<String> runtimeClassName = Optional.empty();
    private ImmutableList<String> imagePullSecrets = ImmutableList.of();
    private Optional<String> os = Optional.empty();

    /** Where the pod is; replicas differ in it, so it is no part of the spec that they share. */
    String nodeName() {
        return nodeName;
    }

    void read(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "nodeName" -> nodeName = in.symbol();
                case "serviceAccountName" -> serviceAccountName = in.optionalString();
                case "serviceAccount" -> deprecatedServiceAccount = in.optionalString();
                case "automountServiceAccountToken" -> automount = in.optionalBoolean();
                case "hostNetwork" -> hostNetwork = in.bool();
                case "hostPID" -> hostPid = in.bool();
                case "hostIPC" -> hostIpc = in.bool();
                case "hostUsers" -> hostUsers = in.optionalBoolean();
                case "shareProcessNamespace" -> shareProcessNamespace = in.bool();
                case "nodeSelector" -> nodeSelector = in.stringMap();
                case "affinity" -> nodeAffinity = in.again("affinity", () -> AffinityReader.requiredNodeAffinity(in));
                case "tolerations" -> tolerations = in.again("tolerations", () -> in.objects(() -> toleration(in)));
                case "securityContext" -> securityContext = in.again("pod", () -> SecurityContextReader.ofPod(in));
                case "initContainers" -> initContainers = containers(in, Container.Role.INIT);
                case "containers" -> containers = containers(in, Container.Role.MAIN);
                case "ephemeralContainers" -> ephemeralContainers = containers(in, Container.Role.EPHEMERAL);
                case "volumes" -> volumes = in.again("volumes", () -> volumes(in));
                case "runtimeClassName" -> runtimeClassName = in.optionalString();
                case "imagePullSecrets" -> imagePullSecrets = ReferenceReader.names(in);
                case "os" -> os = Optional.of(ReferenceReader.name(in)).filter(name -> !name.isEmpty());
                default -> SecurityFields.skip(in, Spot.POD_SPEC);
            }
        }
    }

    private static ImmutableList<Container> containers(Values in, Container.Role role) {
        String list = in.key();
        return in.again(list, () -> in.objects(() -> ContainerReader.read(in, role, list + "[" + in.index() + "]")));
    }

    private static ImmutableList<Volume> volumes(Values in) {
        return in.objects(() -> VolumeReader.read(in, "volumes[" + in.index() + "]"));
    }

    private static Toleration toleration(Values in) {
        String key = "";
        String operator = "";
        String value = "";
        String effect = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "key" -> key = in.symbol();
                    case "operator" -> operator = in.symbol();
                    case "value" -> value = in.symbol();
                    case "effect" -> effect = in.symbol();
                    default -> in.skip();
                }
            }
        }
        return in.sharing().one(new Toleration(key, operator.isEmpty() ? "Equal" : operator, value, effect));
    }

    /** @param profiles annotations that confine containers, kept as they are */
    PodSpec build(Values in, ImmutableSortedMap<String, String> profiles) {
        ImmutableList<Container> all = ImmutableList.<Container>builder()
                .addAll(initContainers)
                .addAll(containers)
                .addAll(ephemeralContainers)
                .build();
        ImmutableList<Container> shared = in.sharing().list(all);
        // Its parts are shared already: hashing all of them again would take longer than reading them.
        int hash = System.identityHashCode(shared) * 31 + System.identityHashCode(volumes);
        return in.sharing()
                .one(
                        new PodSpec(
                                serviceAccountName.or(() -> deprecatedServiceAccount),
                                automount,
                                hostNetwork,
                                hostPid,
                                hostIpc,
                                hostUsers,
                                shareProcessNamespace,
                                nodeSelector,
                                nodeAffinity,
                                tolerations,
                                securityContext,
                                shared,
                                volumes,
                                runtimeClassName,
                                imagePullSecrets,
                                os,
                                profiles),
                        hash);
    }
}
