package dev.postern.attack.call;

import java.nio.charset.StandardCharsets;

/** URLs of the API server's resources. */
final class ApiPath {
    private ApiPath() {}

    /** The collection of a resource; {@code namespace} is empty for a cluster-scoped one. */
    static String of(String apiGroup, String version, String namespace, String resource) {
        return (apiGroup.isEmpty() ? "/api/" : "/apis/" + apiGroup + "/")
                + version
                + (namespace.isEmpty() ? "" : "/namespaces/" + encoded(namespace))
                + "/"
                + resource;
    }

    /** One object of the core group, for instance of {@code pods}; with what follows, for instance {@code /exec}. */
    static String core(String namespace, String resource, String name, String rest) {
        return of("", "v1", namespace, resource) + "/" + encoded(name) + rest;
    }

    /** Percent-encodes all but unreserved characters (RFC 3986). */
    static String encoded(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '.'
                    || c == '_'
                    || c == '~'
                    || c == ':';
            if (plain) {
                out.append(c);
            } else {
                out.append(String.format("%%%02X", (int) c));
            }
        }
        return out.toString();
    }
}
