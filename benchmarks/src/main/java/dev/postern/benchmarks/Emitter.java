package dev.postern.benchmarks;

import java.io.IOException;

/** Writes a document piece by piece, so that a cluster of any size needs no memory. */
interface Emitter {
    /** Opens a mapping. */
    Emitter object() throws IOException;

    /** Opens a list. */
    Emitter array() throws IOException;

    /** Closes what was opened last. */
    Emitter end() throws IOException;

    /** Names what comes next. */
    Emitter key(String key) throws IOException;

    Emitter text(String value) throws IOException;

    Emitter number(long value) throws IOException;

    Emitter bool(boolean value) throws IOException;

    /** Writes what is still held back. */
    void finish() throws IOException;

    default Emitter object(String key) throws IOException {
        return key(key).object();
    }

    default Emitter array(String key) throws IOException {
        return key(key).array();
    }

    default Emitter put(String key, String value) throws IOException {
        return key(key).text(value);
    }

    default Emitter put(String key, long value) throws IOException {
        return key(key).number(value);
    }

    default Emitter put(String key, boolean value) throws IOException {
        return key(key).bool(value);
    }

    /** A list of strings. */
    default Emitter list(String key, String... values) throws IOException {
        array(key);
        for (String value : values) {
            text(value);
        }
        return end();
    }

    /** A mapping of strings: keys and values by turns. */
    default Emitter map(String key, String... pairs) throws IOException {
        object(key);
        for (int i = 0; i < pairs.length; i += 2) {
            put(pairs[i], pairs[i + 1]);
        }
        return end();
    }
}
