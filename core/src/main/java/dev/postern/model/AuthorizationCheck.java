package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * One field of a source or of an operation with its negative twin, or one condition: any of the values must match, if
 * there are any, and none of the others may.
 *
 * @param attribute what is looked at
 * @param name the field, for instance {@code ipBlocks}, or the key of the condition, for instance {@code source.ip}
 */
public record AuthorizationCheck(
        Attribute attribute, String name, ImmutableList<String> values, ImmutableList<String> notValues) {

    /** What a check looks at. Source: istio, {@code pilot/pkg/security/authz/model/model.go}. */
    public enum Attribute {
        /** The identity of the peer, {@code cluster.local/ns/shop/sa/web}. */
        PRINCIPAL(false),
        NAMESPACE(false),
        SERVICE_ACCOUNT(false),
        /** Where the connection comes from. */
        SOURCE_IP(false),
        /** Where the request comes from by the word of the proxies in between. */
        REMOTE_IP(false),
        DESTINATION_IP(false),
        PORT(false),
        SNI(false),
        /** What some filter of the proxy left behind. */
        FILTER(false),
        HOST(true),
        METHOD(true),
        PATH(true),
        HEADER(true),
        /** One item of a header that is a list. */
        HEADER_ITEM(true),
        /** Issuer and subject of a token. */
        REQUEST_PRINCIPAL(true),
        /** Anything else about a token. */
        TOKEN(true),
        /** A field of a later version of the API: what it matches is not known. */
        UNKNOWN(false),
        /** The key of a condition that Istio does not have, and refuses. */
        INVALID(false);

        private final boolean http;

        Attribute(boolean http) {
            this.http = http;
        }

        /** Whether only requests have it, and a mere connection does not. */
        public boolean isHttp() {
            return http;
        }
    }

    /** What stands in the brackets of a key such as {@code request.headers[x-team]} behind its {@code prefix}. */
    public Optional<String> bracketed(String prefix) {
        return name.startsWith(prefix + "[") && name.endsWith("]")
                ? Optional.of(name.substring(prefix.length() + 1, name.length() - 1))
                : Optional.empty();
    }
}
