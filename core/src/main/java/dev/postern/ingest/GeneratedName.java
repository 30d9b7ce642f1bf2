package dev.postern.ingest;

/**
 * Names of the volumes in which the API server gives a pod its token: {@code kube-api-access-} and {@value #END} random
 * characters. Replicas differ in them, and nothing else refers to them.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.36.0/plugin/pkg/admission/serviceaccount/admission.go">the
 *     ServiceAccount admission plugin</a>
 */
final class GeneratedName {
    static final int END = 5;

    private static final String STEM = "kube-api-access";

    private GeneratedName() {}

    static boolean is(String name) {
        int length = STEM.length() + 1 + END;
        if (name.length() != length || !name.startsWith(STEM) || name.charAt(STEM.length()) != '-') {
            return false;
        }
        for (int i = length - END; i < length; i++) {
            if (!isRandom(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The name without its random end. */
    static String stem() {
        return STEM;
    }

    static boolean isEnd(byte[] text, int at) {
        for (int i = at; i < at + END; i++) {
            if (!isRandom((char) text[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRandom(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }
}
