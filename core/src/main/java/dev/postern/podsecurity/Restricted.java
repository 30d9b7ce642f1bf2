package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.Volume;
import java.util.Optional;

/** Controls of the level restricted, each as the fields that fail it, or that would have to be set. */
final class Restricted {
    private static final ImmutableSet<String> VOLUMES = ImmutableSet.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret");
    private static final String CONTEXT = "securityContext.";

    private Restricted() {}

    static ImmutableList<Evidence> escalation(Pod pod) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        String field = CONTEXT + "allowPrivilegeEscalation";
        for (Container container : pod.spec().containers()) {
            Optional<Boolean> allowed = container.securityContext().allowPrivilegeEscalation();
            if (allowed.isEmpty()) {
                bad.add(Fields.byDefault(pod, container, field, true));
            } else if (allowed.get()) {
                bad.add(Fields.stated(pod, container, field, true));
            }
        }
        return bad.build();
    }

    static ImmutableList<Evidence> capabilities(Pod pod) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        for (Container container : pod.spec().containers()) {
            if (!container.securityContext().capabilitiesDrop().contains("ALL")) {
                bad.add(Fields.byDefault(pod, container, CONTEXT + "capabilities.drop", "without ALL"));
            }
            for (String added : container.securityContext().capabilitiesAdd()) {
                if (!added.equals("NET_BIND_SERVICE")) {
                    bad.add(Fields.stated(pod, container, CONTEXT + "capabilities.add", added));
                }
            }
        }
        return bad.build();
    }

    static ImmutableList<Evidence> volumes(Pod pod) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        for (Volume volume : pod.spec().volumes()) {
            if (!VOLUMES.contains(volume.source().field())) {
                bad.add(Fields.stated(pod, volume.field(), volume.source().field()));
            }
        }
        return bad.build();
    }

    /** A pod that says no fails by that alone; else each container has to say yes, or nothing where the pod does. */
    static ImmutableList<Evidence> nonRoot(Pod pod) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        String field = CONTEXT + "runAsNonRoot";
        Optional<Boolean> ofPod = pod.spec().securityContext().runAsNonRoot();
        ofPod.filter(nonRoot -> !nonRoot).ifPresent(no -> bad.add(Fields.stated(pod, field, no)));
        for (Container container : pod.spec().containers()) {
            Optional<Boolean> own = container.securityContext().runAsNonRoot();
            if (own.isPresent() && !own.get()) {
                bad.add(Fields.stated(pod, container, field, false));
            } else if (own.isEmpty() && !ofPod.orElse(false)) {
                bad.add(Fields.byDefault(pod, container, field, false));
            }
        }
        return bad.build();
    }

    static ImmutableList<Evidence> user(Pod pod) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        String field = CONTEXT + "runAsUser";
        if (pod.spec().securityContext().runAsUser().orElse(-1L) == 0) {
            bad.add(Fields.stated(pod, field, 0));
        }
        for (Container container : pod.spec().containers()) {
            if (container.securityContext().runAsUser().orElse(-1L) == 0) {
                bad.add(Fields.stated(pod, container, field, 0));
            }
        }
        return bad.build();
    }
}
