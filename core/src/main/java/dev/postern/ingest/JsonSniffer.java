package dev.postern.ingest;

/** Tells JSON from YAML by the first few characters. */
final class JsonSniffer {
    private JsonSniffer() {}

    /**
     * Whether the text begins like JSON. KYAML and other YAML in flow style begin with a brace too, but hardly ever quote
     * their first key; a name that promises JSON settles it.
     */
    static boolean looksLikeJson(byte[] head, int start, boolean onlyJson) {
        int first = next(head, start);
        if (first == head.length) {
            return onlyJson;
        }
        if (onlyJson) {
            return head[first] != '-' && head[first] != '#' && !Character.isLetter(head[first]);
        }
        int second = next(head, first + 1);
        int after = second < head.length ? head[second] : '"';
        if (head[first] == '{') {
            return after == '"' || after == '}';
        }
        return head[first] == '[' && (after == '{' || after == ']');
    }

    private static int next(byte[] head, int from) {
        int i = from;
        while (i < head.length && (head[i] == ' ' || head[i] == '\n' || head[i] == '\r' || head[i] == '\t')) {
            i++;
        }
        return i;
    }
}
