package dev.postern.edit;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Container;
import dev.postern.model.ContainerPort;
import dev.postern.model.KeyRef;
import dev.postern.model.PodSpec;
import dev.postern.model.SecurityContext;
import dev.postern.model.Volume;
import dev.postern.model.VolumeMount;
import dev.postern.model.VolumeSource;
import dev.postern.model.VolumeSource.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The difference between two pod specifications of which one came from the other by edits. */
final class PodPatch {
    private final List<PatchOperation> operations = new ArrayList<>();

    private PodPatch() {}

    static List<PatchOperation> between(PodSpec was, PodSpec is, String path) {
        PodPatch patch = new PodPatch();
        patch.switches(was, is, path);
        for (Container container : was.containers()) {
            is.containers().stream()
                    .filter(other -> other.name().equals(container.name()))
                    .findFirst()
                    .ifPresent(now -> patch.container(
                            container,
                            now,
                            path + "/" + Places.pointer(container.field()).substring(1)));
        }
        patch.volumes(was, is, path);
        return ImmutableList.copyOf(patch.operations);
    }

    private void switches(PodSpec was, PodSpec is, String path) {
        if (!was.automountServiceAccountToken().equals(is.automountServiceAccountToken())) {
            operations.add(PatchOperation.add(path + "/automountServiceAccountToken", false));
        }
        if (!was.hostUsers().equals(is.hostUsers())) {
            operations.add(PatchOperation.add(path + "/hostUsers", false));
        }
        off(was.hostNetwork(), is.hostNetwork(), path + "/hostNetwork");
        off(was.hostPID(), is.hostPID(), path + "/hostPID");
        off(was.hostIPC(), is.hostIPC(), path + "/hostIPC");
        off(was.shareProcessNamespace(), is.shareProcessNamespace(), path + "/shareProcessNamespace");
        if (!was.securityContext()
                .windowsHostProcess()
                .equals(is.securityContext().windowsHostProcess())) {
            operations.add(PatchOperation.replace(path + "/securityContext/windowsOptions/hostProcess", false));
        }
    }

    private void off(boolean was, boolean is, String path) {
        if (was && !is) {
            operations.add(PatchOperation.test(path, true));
            operations.add(PatchOperation.remove(path));
        }
    }

    private void container(Container was, Container is, String path) {
        security(was.securityContext(), is.securityContext(), path + "/securityContext");
        for (int i = 0; i < was.ports().size(); i++) {
            ContainerPort port = was.ports().get(i);
            if (port.hostPort() != is.ports().get(i).hostPort()) {
                operations.add(PatchOperation.remove(path + "/ports/" + i + "/hostPort"));
                if (!port.hostIP().isEmpty()) {
                    operations.add(PatchOperation.remove(path + "/ports/" + i + "/hostIP"));
                }
            }
        }
        for (int i = was.volumeMounts().size() - 1; i >= 0; i--) {
            VolumeMount mount = was.volumeMounts().get(i);
            if (mount.bidirectional() && is.volumeMounts().contains(mount.inward())) {
                // What the node mounts still shows in the container, which is what was asked for as well.
                String field = path + "/volumeMounts/" + i + "/mountPropagation";
                operations.add(PatchOperation.test(field, "Bidirectional"));
                operations.add(PatchOperation.replace(field, "HostToContainer"));
            } else if (!is.volumeMounts().contains(mount)) {
                operations.add(PatchOperation.test(path + "/volumeMounts/" + i + "/mountPath", mount.mountPath()));
                operations.add(PatchOperation.remove(path + "/volumeMounts/" + i));
            }
        }
        variables(was, is, path);
    }

    private void variables(Container was, Container is, String path) {
        TreeMap<String, KeyRef> gone = new TreeMap<>(Places.IN_ORDER.reversed());
        for (KeyRef ref : was.environmentRefs()) {
            boolean stays = is.environmentRefs().stream()
                    .anyMatch(other -> other.secret() == ref.secret()
                            && other.name().equals(ref.name())
                            && other.key().equals(ref.key()));
            if (!stays) {
                gone.put(ref.field(), ref);
            }
        }
        gone.forEach((field, ref) -> {
            String pointer = path + Places.pointer(field);
            operations.add(PatchOperation.test(pointer + "/name", ref.name()));
            operations.add(PatchOperation.remove(path + Places.pointer(field.substring(0, field.indexOf(']') + 1))));
        });
    }

    private void security(SecurityContext was, SecurityContext is, String path) {
        if (!was.privileged().equals(is.privileged())) {
            operations.add(PatchOperation.test(path + "/privileged", true));
            operations.add(PatchOperation.replace(path + "/privileged", false));
        }
        if (!was.procMount().equals(is.procMount())) {
            operations.add(PatchOperation.replace(path + "/procMount", "Default"));
        }
        if (!was.windowsHostProcess().equals(is.windowsHostProcess())) {
            operations.add(PatchOperation.replace(path + "/windowsOptions/hostProcess", false));
        }
        Patches.items(operations, path + "/capabilities/add", was.capabilitiesAdd(), is.capabilitiesAdd());
    }

    private void volumes(PodSpec was, PodSpec is, String path) {
        for (int i = was.volumes().size() - 1; i >= 0; i--) {
            Volume volume = was.volumes().get(i);
            String at = path + Places.pointer(volume.field());
            Volume now = is.volumes().stream()
                    .filter(other -> other.name().equals(volume.name()))
                    .findFirst()
                    .orElse(null);
            if (now == null) {
                // The name of an injected volume ends in a random word that the reader does not keep.
                if (!PodSpecs.isInjected(was, volume)) {
                    operations.add(PatchOperation.test(at + "/name", volume.name()));
                }
                operations.add(PatchOperation.remove(at));
            } else if (!now.source().equals(volume.source())
                    && volume.source() instanceof VolumeSource.Projected projected) {
                for (int source = projected.sources().size() - 1; source >= 0; source--) {
                    if (projected.sources().get(source) instanceof Projection.Token) {
                        operations.add(PatchOperation.test(at + "/name", volume.name()));
                        operations.add(PatchOperation.remove(at + "/projected/sources/" + source));
                    }
                }
            }
        }
    }
}
