package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ObjectRef;

/** References from one object to another. */
final class ReferenceReader {
    private ReferenceReader() {}

    /** The {@code name} of a reference such as {@code secretRef}; empty when absent. */
    static String name(Values in) {
        String name = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "name" -> name = in.symbol();
                    default -> in.skip();
                }
            }
        }
        return name;
    }

    /** The names of a list of references. */
    static ImmutableList<String> names(Values in) {
        return in.objects(() -> name(in));
    }

    /** A full reference; kind and namespace as given when they are absent. */
    static ObjectRef object(Values in, String defaultKind, String defaultNamespace) {
        String apiVersion = "";
        String kind = defaultKind;
        String namespace = "";
        String name = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "apiVersion" -> apiVersion = in.symbol();
                    case "kind" -> kind = in.symbol();
                    case "namespace" -> namespace = in.symbol();
                    case "name" -> name = in.string();
                    default -> in.skip();
                }
            }
        }
        String known = kind.equals(defaultKind) ? kind : Kinds.nameOf(apiVersion, kind);
        return new ObjectRef(known, namespace.isEmpty() ? defaultNamespace : namespace, name);
    }
}
