package dev.postern.model;

/** Combines hash codes without the structure of a polynomial in 31, which strings have already. */
final class Hashes {
    private Hashes() {}

    static int mixed(int one, int other) {
        int sum = (one ^ other * 0x9e3779b1) * 0x85ebca6b;
        return sum ^ sum >>> 15;
    }
}
