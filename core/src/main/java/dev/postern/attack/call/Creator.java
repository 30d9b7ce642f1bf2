package dev.postern.attack.call;

import com.google.common.collect.ImmutableMap;
import dev.postern.rbac.UserInfo;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who creates an object, and how: by a POST, or by a server-side apply to an object that is not there.
 *
 * @param name under which it is applied; empty for a POST
 */
record Creator(UserInfo user, Optional<String> name) {
    private static final String METADATA = "metadata";

    /** The request, without effect. */
    ApiCall dryRun(String collection, Map<String, Object> object) {
        return name.isEmpty()
                ? ApiCall.create(user, collection + "?dryRun=All", Json.of(object))
                : ApiCall.apply(user, url(collection) + "&dryRun=All", Json.of(named(object)));
    }

    /** The request, on which later ones rest. */
    ApiCall lastingly(String collection, Map<String, Object> object) {
        ApiCall call = name.isEmpty()
                ? ApiCall.create(user, collection, Json.of(object))
                : ApiCall.apply(user, url(collection), Json.of(named(object)));
        return call.lastingly();
    }

    private String url(String collection) {
        return collection + "/" + ApiPath.encoded(name.orElseThrow()) + "?fieldManager=" + PodSpecs.NAME;
    }

    private Map<String, Object> named(Map<String, Object> object) {
        Map<String, Object> metadata = new TreeMap<>();
        if (object.get(METADATA) instanceof Map<?, ?> given) {
            given.forEach((key, value) -> metadata.put(String.valueOf(key), value));
        }
        metadata.remove("generateName");
        metadata.put("name", name.orElseThrow());
        Map<String, Object> named = new TreeMap<>(object);
        named.put(METADATA, ImmutableMap.copyOf(metadata));
        return named;
    }
}
