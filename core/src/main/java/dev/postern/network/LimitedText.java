package dev.postern.network;

/**
 * A text that can be looked at so often and no more: the patterns of proxies and agents take linear time, Java's do not, and
 * whoever writes the input writes them.
 */
final class LimitedText implements CharSequence {
    /** Longer patterns are none: they are for names of 253 characters at most. */
    static final int MAX_PATTERN = 1000;

    /** Patterns that people write come nowhere near. */
    private static final int MAX_STEPS = 200_000;

    private final String text;
    private int steps;

    LimitedText(String text) {
        this.text = text;
    }

    @Override
    public int length() {
        return text.length();
    }

    /** @throws IndexOutOfBoundsException if it was looked at too often */
    @Override
    public char charAt(int index) {
        if (steps++ > MAX_STEPS) {
            throw new IndexOutOfBoundsException("a pattern looks at " + text + " too often");
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
