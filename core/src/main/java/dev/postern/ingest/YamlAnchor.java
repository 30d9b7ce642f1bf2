package dev.postern.ingest;

import java.util.List;

/** An anchored node: a stretch of recorded events. Nested anchors are stretches of one recording. */
final class YamlAnchor {
    private final List<YamlEvent> recording;
    private final int from;
    private int to = -1;
    private long nodes;

    YamlAnchor(List<YamlEvent> recording, int from) {
        this.recording = recording;
        this.from = from;
    }

    /** Ends the stretch at the end of the recording so far. */
    void close(long nodeCount) {
        to = recording.size();
        nodes = nodeCount;
    }

    /** False while the node itself is still being read: an alias to it would be a cycle. */
    boolean isClosed() {
        return to >= 0;
    }

    /** Nodes below, aliases counted as what they stand for; saturating. */
    long nodes() {
        return nodes;
    }

    List<YamlEvent> events() {
        return recording.subList(from, to);
    }
}
