package dev.postern.benchmarks;

import java.util.Locale;

/** Names that look like a cluster's: words, generated suffixes, uids, addresses. All are functions of their arguments. */
final class Names {
    private static final String[] TEAMS = {
        "payments", "search", "orders", "catalog", "billing", "identity", "logistics", "pricing", "media", "fraud",
        "loyalty", "support", "ads", "reports", "ledger", "mobile", "returns", "stock", "crm", "maps"
    };
    private static final String[] SUBJECTS = {
        "cart", "invoice", "session", "index", "price", "basket", "user", "image", "event", "stock", "route", "voucher",
        "rating", "feed", "export", "email", "token", "audit", "quota", "report", "tax", "refund", "label", "profile"
    };
    private static final String[] PARTS = {
        "api", "worker", "web", "gateway", "cache", "sync", "consumer", "scheduler", "backend", "indexer", "db", "proxy"
    };
    /** What Kubernetes draws suffixes from: no vowels, no look-alikes. */
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private Names() {}

    static String namespace(int index) {
        return TEAMS[index % TEAMS.length] + "-" + (index / TEAMS.length + 1);
    }

    static String team(int index) {
        return TEAMS[index % TEAMS.length];
    }

    /** Unique by its number. */
    static String app(int index) {
        return SUBJECTS[(int) (mix(index) >>> 33) % SUBJECTS.length] + "-" + PARTS[index % PARTS.length] + "-" + index;
    }

    static String worker(int index) {
        return String.format(Locale.ROOT, "worker-%04d", index);
    }

    static String controlPlane(int index) {
        return "control-" + (index + 1);
    }

    static String suffix(long seed) {
        char[] text = new char[5];
        long bits = mix(seed) >>> 1;
        for (int i = 0; i < text.length; i++) {
            text[i] = LETTERS.charAt((int) (bits % LETTERS.length()));
            bits /= LETTERS.length();
        }
        return new String(text);
    }

    static String uid(String kind, String namespace, String name) {
        long a = mix(hash(kind + "/" + namespace + "/" + name));
        long b = mix(a);
        return String.format(
                Locale.ROOT,
                "%08x-%04x-4%03x-%04x-%012x",
                a >>> 32,
                a >>> 16 & 0xffff,
                a & 0xfff,
                (b >>> 48 & 0x3fff) | 0x8000,
                b & 0xffff_ffff_ffffL);
    }

    /** An address in the /24 of a node. */
    static String podIp(int node, int slot) {
        return "10." + (64 + (node >> 8)) + "." + (node & 255) + "." + (slot + 2);
    }

    static String nodeIp(int node) {
        return "172." + (16 + (node >> 8)) + "." + (node & 255) + ".10";
    }

    static String podCidr(int node) {
        return "10." + (64 + (node >> 8)) + "." + (node & 255) + ".0/24";
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014): every bit of the input reaches every bit. */
    static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
