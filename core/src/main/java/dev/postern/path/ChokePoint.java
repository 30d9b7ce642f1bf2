package dev.postern.path;

import dev.postern.attack.Vertex;

/**
 * Something that plans come through.
 *
 * @param vertex without it ...
 * @param losing ... so many of the footholds that reach the target do not reach it any more
 */
public record ChokePoint(Vertex vertex, int losing) {}
