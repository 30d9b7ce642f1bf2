package dev.postern.network;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.AuthorizationCheck;
import dev.postern.model.AuthorizationCheck.Attribute;
import java.util.Optional;
import java.util.regex.Pattern;

/** How the proxies of Istio compare what is in a request with the values of a policy. */
final class IstioText {
    /** What every request has. */
    private static final ImmutableSet<Attribute> ALWAYS =
            ImmutableSet.of(Attribute.HOST, Attribute.METHOD, Attribute.PATH);

    private static final String ANYTHING = "*";
    private static final String SEGMENT = "[a-zA-Z0-9-._~%!$&'()+,;:@=";

    private IstioText() {}

    /** Whether the whole check holds of a request. */
    static boolean holds(AuthorizationCheck check, HttpRequest request) {
        return (check.values().isEmpty() || check.values().stream().anyMatch(value -> matches(check, value, request)))
                && check.notValues().stream().noneMatch(value -> matches(check, value, request));
    }

    /** Whether a check holds of every request, or of none; empty where it tells requests apart. */
    static Optional<Boolean> ofAnyRequest(AuthorizationCheck check) {
        if (!ALWAYS.contains(check.attribute())) {
            return Optional.empty();
        } else if (check.notValues().contains(ANYTHING)) {
            return Optional.of(false);
        }
        return check.notValues().isEmpty() && check.values().contains(ANYTHING) ? Optional.of(true) : Optional.empty();
    }

    private static boolean matches(AuthorizationCheck check, String value, HttpRequest request) {
        return switch (check.attribute()) {
            case HOST -> matches(Ascii.toLowerCase(value), Ascii.toLowerCase(request.host()));
            case METHOD -> matches(value, request.method());
            case PATH -> isPath(value, request.path());
            case HEADER ->
                header(check, "request.headers", request)
                        .filter(text -> matches(value, text))
                        .isPresent();
            case HEADER_ITEM ->
                header(check, "request.experimental.inline.headers", request)
                        .filter(text -> Splitter.on(',').splitToStream(text).anyMatch(item -> matches(value, item)))
                        .isPresent();
            // Tokens, of which there are none.
            default -> false;
        };
    }

    private static Optional<String> header(AuthorizationCheck check, String prefix, HttpRequest request) {
        return check.bracketed(prefix).flatMap(request::header);
    }

    /** By an asterisk in front or behind, or as it is. */
    static boolean matches(String value, String text) {
        if (value.equals(ANYTHING)) {
            return true;
        } else if (value.startsWith(ANYTHING)) {
            return text.endsWith(value.substring(1));
        }
        return value.endsWith(ANYTHING) ? text.startsWith(value.substring(0, value.length() - 1)) : text.equals(value);
    }

    /** Of a template <code>{*}</code> is one segment, and <code>{**}</code> any number of them. */
    private static boolean isPath(String value, String text) {
        int end = text.length();
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '?' || text.charAt(i) == '#') {
                end = i;
            }
        }
        String path = text.substring(0, end);
        if (!value.contains("{*}") && !value.contains("{**}")) {
            return matches(value, path);
        }
        String pattern = Pattern.quote(value)
                .replace("{**}", "\\E" + SEGMENT + "/]*\\Q")
                .replace("{*}", "\\E" + SEGMENT + "]+\\Q");
        return path.matches(pattern);
    }
}
