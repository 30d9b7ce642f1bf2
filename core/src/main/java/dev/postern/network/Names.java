package dev.postern.network;

/**
 * What names the API server takes. Source: apimachinery, {@code IsValidPortName}, {@code IsValidLabelValue} and {@code
 * IsQualifiedName} in {@code pkg/util/validation/validation.go}. O(length), without regular expressions: every selector of
 * every policy passes here.
 */
final class Names {
    private static final int MAX_PORT = 15;
    private static final int MAX_LABEL = 63;
    private static final int MAX_PREFIX = 253;

    private Names() {}

    /** Lower-case letters, digits and single hyphens between them, a letter among them. */
    static boolean isPort(String name) {
        boolean letter = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean hyphen = c == '-';
            if (!hyphen && !isLower(c) && !isDigit(c)) {
                return false;
            }
            if (hyphen && (i == 0 || i == name.length() - 1 || name.charAt(i - 1) == '-')) {
                return false;
            }
            letter |= isLower(c);
        }
        return letter && name.length() <= MAX_PORT;
    }

    static boolean isLabelValue(String value) {
        return value.isEmpty() || isLabelName(value);
    }

    /** A name, perhaps behind a domain and a slash. */
    static boolean isLabelKey(String key) {
        int slash = key.indexOf('/');
        return slash < 0
                ? isLabelName(key)
                : isDomain(key.substring(0, slash)) && isLabelName(key.substring(slash + 1));
    }

    private static boolean isLabelName(String text) {
        if (text.isEmpty() || text.length() > MAX_LABEL) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean within = i > 0 && i < text.length() - 1 && (c == '-' || c == '_' || c == '.');
            if (!within && !isLower(c) && !isDigit(c) && (c < 'A' || c > 'Z')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDomain(String text) {
        if (text.isEmpty() || text.length() > MAX_PREFIX) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isLower(c) || isDigit(c)) {
                continue;
            }
            boolean atEdge = i == 0 || i == text.length() - 1;
            if (atEdge || c != '-' && c != '.' || c == '.' && !isEdge(text.charAt(i - 1), text.charAt(i + 1))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEdge(char before, char after) {
        return (isLower(before) || isDigit(before)) && (isLower(after) || isDigit(after));
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
