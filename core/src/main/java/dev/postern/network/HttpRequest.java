package dev.postern.network;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a connection carries, for policies that look into it. It has no token.
 *
 * @param path with the query, if there is one
 * @param headers by their names in lower case
 */
record HttpRequest(String method, String path, String host, ImmutableMap<String, String> headers) {
    static HttpRequest of(String method, String path, String host, Map<String, String> headers) {
        ImmutableMap.Builder<String, String> lower = ImmutableMap.builder();
        headers.forEach((name, value) -> lower.put(Ascii.toLowerCase(name), value));
        return new HttpRequest(method, path, host, lower.buildKeepingLast());
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(Ascii.toLowerCase(name)));
    }
}
