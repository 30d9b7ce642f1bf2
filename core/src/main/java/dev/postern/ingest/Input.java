package dev.postern.ingest;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One thing to read: a file, a folder with everything below it, or a stream; with the namespace of those objects in it
 * that do not say theirs.
 */
public final class Input {
    /** How a stream is named in evidence, as on a command line. */
    static final String STDIN = "-";

    private final Optional<Path> path;
    private final Optional<InputStream> stream;
    private final String namespace;
    private final Content content;

    private Input(Optional<Path> path, Optional<InputStream> stream, String namespace, Content content) {
        this.content = content;
        this.path = path;
        this.stream = stream;
        this.namespace = namespace;
    }

    /** A file of any name, or a folder of {@code *.yaml}, {@code *.yml}, {@code *.json}, {@code *.jsonl} and {@code *.gz} of each. */
    public static Input path(Path path) {
        return new Input(Optional.of(path), Optional.empty(), "", Content.MANIFESTS);
    }

    /**
     * A file, or a folder of them, with what somebody who asks says of the cluster: {@code docs/facts.md}. Only what comes in by
     * this way is believed; the same document among manifests is not.
     */
    public static Input facts(Path path) {
        return new Input(Optional.of(path), Optional.empty(), "", Content.FACTS);
    }

    /** A stream, read to its end and not closed. Its objects have no place to look into later, only line numbers. */
    public static Input stdin(InputStream stream) {
        return new Input(Optional.empty(), Optional.of(stream), "", Content.MANIFESTS);
    }

    /** The same input, where objects without a namespace are in this one; otherwise they are in {@code default}. */
    public Input inNamespace(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a namespace has a name");
        }
        return new Input(path, stream, name, content);
    }

    Optional<Path> path() {
        return path;
    }

    Optional<InputStream> stream() {
        return stream;
    }

    Content content() {
        return content;
    }

    String namespace() {
        return namespace.isEmpty() ? "default" : namespace;
    }
}
