package dev.postern.podsecurity;

import dev.postern.model.Confidence;

/**
 * A device of the node that a container may write is that node where the node's own file system lies on it; most such devices
 * are disks of their own for data. The kernel checks neither mount nor capability: the runtime lets the container at the device.
 */
final class RawBlockRow implements EscapeRow {
    @Override
    public Escape.Kind kind() {
        return Escape.Kind.RAW_BLOCK;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        for (NodeDevice device : facts.devices()) {
            ways.add(Way.to(Escape.Effect.NODE)
                    .through(device)
                    .atMost(Confidence.POSSIBLE, "whether the node's own file system lies on the device")
                    .asAnyUser(facts, "whether the device's owner or mode admits another user than root")
                    .onTheNodesKernel(facts));
        }
    }
}
