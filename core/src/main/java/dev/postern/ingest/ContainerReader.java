package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Container;
import dev.postern.model.ContainerPort;
import dev.postern.model.KeyRef;
import dev.postern.model.ProbePort;
import dev.postern.model.Protocol;
import dev.postern.model.SecurityContext;
import dev.postern.model.VolumeMount;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Containers of every role. */
final class ContainerReader {
    private String name = "";
    private String image = "";
    private ImmutableList<ContainerPort> ports = ImmutableList.of();
    private SecurityContext securityContext = SecurityContext.NONE;
    private ImmutableList<VolumeMount> mounts = ImmutableList.of();
    private ImmutableList<String> devices = ImmutableList.of();
    private EnvironmentReader.Variables env = EnvironmentReader.Variables.NONE;
    private ImmutableList<KeyRef> envFrom = ImmutableList.of();
    /** By field, as the order of the fields in the manifest is no matter. */
    private final SortedMap<String, ImmutableList<ProbePort>> probes = new TreeMap<>();

    private ImmutableList<String> command = ImmutableList.of();
    private ImmutableList<String> args = ImmutableList.of();
    private boolean restartsAlways;

    private ContainerReader() {}

    static Container read(Values in, Container.Role role, String field) {
        ContainerReader container = new ContainerReader();
        if (in.object()) {
            while (in.next()) {
                container.field(in);
            }
        }
        return container.build(in, role, field);
    }

    private void field(Values in) {
        switch (in.key()) {
            case "name" -> name = in.symbol();
            case "image" -> image = in.symbol();
            case "ports" -> ports = in.again("ports", () -> ports(in));
            case "securityContext" ->
                securityContext = in.again("container", () -> SecurityContextReader.ofContainer(in));
            case "volumeMounts" -> mounts = in.again("volumeMounts", () -> in.objects(() -> mount(in)));
            case "volumeDevices" -> devices = ReferenceReader.names(in);
            case "env" -> env = in.again("env", () -> EnvironmentReader.variables(in));
            case "envFrom" -> envFrom = EnvironmentReader.sources(in);
            case "command" -> command = Arguments.read(in);
            case "args" -> args = Arguments.read(in);
            case "livenessProbe", "readinessProbe", "startupProbe" -> probe(in, in.key());
            case "lifecycle" -> probes.put("lifecycle", ProbeReader.lifecycle(in));
            case "restartPolicy" -> restartsAlways = in.symbol().equals("Always");
            default -> SecurityFields.skip(in, Spot.CONTAINER);
        }
    }

    private void probe(Values in, String field) {
        probes.put(field, in.again(field, () -> ProbeReader.probe(in, field)));
    }

    private static ImmutableList<ContainerPort> ports(Values in) {
        return in.objects(() -> port(in)).stream().flatMap(Optional::stream).collect(ImmutableList.toImmutableList());
    }

    private static Optional<ContainerPort> port(Values in) {
        String name = "";
        int containerPort = 0;
        int hostPort = 0;
        String hostIp = "";
        Optional<Protocol> protocol = Optional.of(Protocol.TCP);
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "name" -> name = in.symbol();
                    case "containerPort" -> containerPort = in.port();
                    case "hostPort" -> hostPort = in.port();
                    case "hostIP" -> hostIp = in.symbol();
                    case "protocol" -> protocol = ProtocolReader.read(in);
                    default -> in.skip();
                }
            }
        }
        if (protocol.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ContainerPort(name, containerPort, protocol.get(), hostPort, hostIp));
    }

    private static VolumeMount mount(Values in) {
        String volume = "";
        String mountPath = "";
        String subPath = "";
        boolean readOnly = false;
        boolean recursive = false;
        boolean bidirectional = false;
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "name" -> volume = in.volumeName();
                    case "mountPath" -> mountPath = in.symbol();
                    case "subPath", "subPathExpr" -> {
                        String path = in.symbol();
                        subPath = path.isEmpty() ? subPath : path;
                    }
                    case "readOnly" -> readOnly = in.bool();
                    case "mountPropagation" -> bidirectional = in.symbol().equals("Bidirectional");
                    case "recursiveReadOnly" -> recursive = in.symbol().equals("Enabled");
                    default -> in.skip();
                }
            }
        }
        return in.sharing().one(new VolumeMount(volume, mountPath, subPath, readOnly, recursive, bidirectional));
    }

    private Container build(Values in, Container.Role role, String field) {
        ImmutableList<KeyRef> references = env.references().isEmpty() && envFrom.isEmpty()
                ? ImmutableList.of()
                : ImmutableList.<KeyRef>builder()
                        .addAll(env.references())
                        .addAll(envFrom)
                        .build();
        ImmutableList<ProbePort> probePorts =
                probes.values().stream().flatMap(ImmutableList::stream).collect(ImmutableList.toImmutableList());
        boolean sidecar = role == Container.Role.INIT && restartsAlways;
        return new Container(
                name,
                sidecar ? Container.Role.SIDECAR : role,
                image,
                in.sharing().one(field),
                ports,
                securityContext,
                mounts,
                devices,
                references,
                in.sharing().one(probePorts),
                in.sharing().one(settings()),
                env.credentials());
    }

    private ImmutableList<String> settings() {
        ImmutableList<String> flags = Arguments.kept(command, args);
        return env.settings().isEmpty()
                ? flags
                : ImmutableList.<String>builder()
                        .addAll(flags)
                        .addAll(env.settings())
                        .build();
    }
}
