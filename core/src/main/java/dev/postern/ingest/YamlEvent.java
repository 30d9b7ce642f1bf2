package dev.postern.ingest;

import org.jspecify.annotations.Nullable;

/**
 * What a YAML parser reports, without its buffers, so that the events of an anchored node can be kept.
 *
 * @param text a scalar's value
 * @param plain whether a scalar stands without quotes or block marker
 * @param tag an explicit tag, or empty
 * @param target what an alias stands for
 */
record YamlEvent(
        Type type,
        String text,
        boolean plain,
        String tag,
        @Nullable YamlAnchor target,
        int line,
        int column) {
    enum Type {
        SCALAR,
        ALIAS,
        MAP_START,
        MAP_END,
        LIST_START,
        LIST_END
    }

    boolean isStart() {
        return type == Type.MAP_START || type == Type.LIST_START;
    }

    boolean isEnd() {
        return type == Type.MAP_END || type == Type.LIST_END;
    }
}
