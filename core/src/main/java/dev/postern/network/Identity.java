package dev.postern.network;

/** Whether objects are the very same: immutable ones then need no comparison of what they say, and if not, none is made. */
final class Identity {
    private Identity() {}

    static boolean same(Object one, Object other) {
        return one == other;
    }
}
