package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Confidence;

/**
 * Below {@code /var/log} lie the logs that the kubelet serves. A link put in the place of one leads it to any file of the
 * node, which whoever may read that log is then sent: the right to read it is not judged here.
 */
final class VarLogRow implements EscapeRow {
    private static final ImmutableList<KnownPath> PATHS =
            ImmutableList.of(KnownPath.of("/var/log/pods"), KnownPath.of("/var/log/containers"));

    @Override
    public Escape.Kind kind() {
        return Escape.Kind.VAR_LOG;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        for (HostMount mount : facts.hostMounts()) {
            if (KnownPath.anyIsShownBy(mount, PATHS) && !mount.readOnly()) {
                ways.add(Way.to(Escape.Effect.CREDENTIALS)
                        .through(mount)
                        .atMost(Confidence.LIKELY, "whether the kubelet follows links out of its log directory")
                        .asRoot(facts));
            }
        }
    }
}
