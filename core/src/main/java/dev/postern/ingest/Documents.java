package dev.postern.ingest;

import com.google.common.collect.ImmutableMap;
import dev.postern.model.JsonValue;
import dev.postern.model.ObjectRef;
import dev.postern.model.Origin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Keeps the documents of those objects, of all that are read, that are asked for. */
final class Documents {
    private final Predicate<Origin> wanted;
    private final Map<ObjectRef, Document> found = new LinkedHashMap<>();

    /** A document and where it stands. */
    record Document(JsonValue.Obj tree, Origin origin) {}

    private Documents(Predicate<Origin> wanted) {
        this.wanted = wanted;
    }

    static Documents all() {
        return new Documents(origin -> true);
    }

    /** Of the object there; the line that an object begins in is not compared. */
    static Documents at(Origin place) {
        return new Documents(origin -> origin.document() == place.document() && origin.item() == place.item());
    }

    boolean wants(Origin origin) {
        return wanted.test(origin);
    }

    void put(ObjectRef object, Document document) {
        found.put(object, document);
    }

    ImmutableMap<ObjectRef, Document> found() {
        return ImmutableMap.copyOf(found);
    }
}
