package dev.postern.podsecurity;

import java.util.Optional;

/** A HostProcess container of Windows is a process of the node, with the rights of the user it names. */
final class HostProcessRow implements EscapeRow {
    private static final String FIELD = "securityContext.windowsOptions.hostProcess";

    @Override
    public Escape.Kind kind() {
        return Escape.Kind.HOST_PROCESS;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        Optional<Boolean> own = facts.container().securityContext().windowsHostProcess();
        boolean ofPod =
                facts.pod().spec().securityContext().windowsHostProcess().orElse(false);
        if (own.orElse(ofPod)) {
            ways.add(Way.to(Escape.Effect.NODE)
                    .because(
                            own.isPresent()
                                    ? Fields.stated(facts.pod(), facts.container(), FIELD, true)
                                    : Fields.stated(facts.pod(), FIELD, true)));
        }
    }
}
