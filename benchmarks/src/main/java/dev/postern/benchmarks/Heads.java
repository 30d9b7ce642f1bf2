package dev.postern.benchmarks;

import java.io.IOException;

/** Begins objects: type and metadata as a live cluster returns them. */
final class Heads {
    private static final String CREATED = "2025-03-14T09:26:53Z";

    private final Emitter out;
    private long resourceVersion = 1000;

    Heads(Emitter out) {
        this.out = out;
    }

    /** The controller of an object. */
    record Owner(String apiVersion, String kind, String name) {}

    /** Opens an object, which the caller ends. Namespace empty: cluster-scoped. Labels: keys and values by turns. */
    void begin(String apiVersion, String kind, String namespace, String name, String... labels) throws IOException {
        open(apiVersion, kind);
        labels(labels);
        names(kind, namespace, name);
        out.end();
    }

    /** As {@link #begin}, owned. */
    void owned(Owner owner, String apiVersion, String kind, String namespace, String name, String... labels)
            throws IOException {
        open(apiVersion, kind);
        labels(labels);
        owned(kind, namespace, name, owner);
        out.end();
    }

    /** As {@link #owned}, with annotations as well: {@code extra} writes them. */
    void annotated(
            Part annotations,
            Owner owner,
            String apiVersion,
            String kind,
            String namespace,
            String name,
            String... labels)
            throws IOException {
        open(apiVersion, kind);
        out.object("annotations");
        annotations.write();
        out.end();
        labels(labels);
        owned(kind, namespace, name, owner);
        out.end();
    }

    /** Writes a part of an object. */
    interface Part {
        void write() throws IOException;
    }

    private void open(String apiVersion, String kind) throws IOException {
        out.object().put("apiVersion", apiVersion).put("kind", kind).object("metadata");
        out.put("creationTimestamp", CREATED);
    }

    private void labels(String... labels) throws IOException {
        if (labels.length > 0) {
            out.map("labels", labels);
        }
    }

    private void names(String kind, String namespace, String name) throws IOException {
        out.put("name", name);
        if (!namespace.isEmpty()) {
            out.put("namespace", namespace);
        }
        out.put("resourceVersion", Long.toString(resourceVersion++));
        out.put("uid", Names.uid(kind, namespace, name));
    }

    private void owned(String kind, String namespace, String name, Owner owner) throws IOException {
        String ownersNamespace = owner.kind().equals("Node") ? "" : namespace;
        out.array("ownerReferences").object();
        out.put("apiVersion", owner.apiVersion())
                .put("blockOwnerDeletion", true)
                .put("controller", true);
        out.put("kind", owner.kind()).put("name", owner.name());
        out.put("uid", Names.uid(owner.kind(), ownersNamespace, owner.name()));
        out.end().end();
        names(kind, namespace, name);
    }
}
