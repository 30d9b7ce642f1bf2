package dev.postern.ingest;

/** How much of a hostile input is put up with. Each bound is far above what an API server would accept or print. */
final class Limits {
    /** Objects and lists inside each other; Kubernetes' own deepest schemas stay below 100. */
    static final int DEPTH = 1000;

    /** Bytes of one input after inflating: a dump of a cluster of 100,000 pods is about 1.5 GB. */
    static final long BYTES = 8L << 30;

    /** Code points of one YAML document, whose scanner counts in ints. */
    static final int YAML_CODE_POINTS = Integer.MAX_VALUE;

    /** A dump compresses to about a twentieth; gzip cannot do better than 1032:1 and only on filler. */
    static final int INFLATE_RATIO = 300;

    /** Below this many inflated bytes the ratio is not looked at. */
    static final long INFLATE_FREE = 16L << 20;

    /** Characters of one string; an object of the API is at most about 3 MB. */
    static final int STRING_LENGTH = 32 << 20;

    /** Characters that may stand in an object before its {@code kind} is known. */
    static final int BEFORE_KIND = 64 << 20;

    /** Characters of a name that a message shows. */
    static final int SHOWN = 120;

    /** Diagnostics kept of one code in one file; the rest are counted. */
    static final int DIAGNOSTICS = 100;

    private Limits() {}
}
