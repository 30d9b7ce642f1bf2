package dev.postern.podsecurity;

import dev.postern.model.Confidence;
import dev.postern.model.Support;

/**
 * A device of the node that a container is given to write: a {@code local} persistent volume with {@code volumeMode: Block}.
 *
 * @param path on the node, as the volume writes it
 * @param confidence {@link Confidence#CERTAIN} unless a claim is not bound yet and the volume is a guess
 * @param support the device, the volume and the objects in between
 */
public record NodeDevice(String path, Confidence confidence, Support support) {}
