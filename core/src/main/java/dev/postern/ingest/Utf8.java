package dev.postern.ingest;

/** Tells well-formed UTF-8 (table 3-7 of the Unicode standard: no surrogates, nothing longer than it need be). */
final class Utf8 {
    private Utf8() {}

    /** How many bytes the character at an index has; 0 when it is ill-formed. Four bytes can be read there. */
    static int length(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        int second = bytes[at + 1] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        if (first >= 0xc2 && first <= 0xdf) {
            return isNext(second) ? 2 : 0;
        }
        if (first >= 0xe0 && first <= 0xef) {
            int least = first == 0xe0 ? 0xa0 : 0x80;
            int most = first == 0xed ? 0x9f : 0xbf;
            return second >= least && second <= most && isNext(bytes[at + 2]) ? 3 : 0;
        }
        if (first >= 0xf0 && first <= 0xf4) {
            int least = first == 0xf0 ? 0x90 : 0x80;
            int most = first == 0xf4 ? 0x8f : 0xbf;
            return second >= least && second <= most && isNext(bytes[at + 2]) && isNext(bytes[at + 3]) ? 4 : 0;
        }
        return 0;
    }

    private static boolean isNext(int b) {
        return (b & 0xc0) == 0x80;
    }
}
