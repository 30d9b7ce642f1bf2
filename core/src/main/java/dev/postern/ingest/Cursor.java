package dev.postern.ingest;

import org.jspecify.annotations.Nullable;

/**
 * Pulls the values of one document, one after the other, whatever text they are written in.
 *
 * <p>The cursor always stands on a value. A scalar may be read or left; moving on leaves the rest of it behind. An object
 * or array must be either entered and walked to its end, or {@link #skip skipped}. Every method may throw {@link
 * MalformedInput}, after which the cursor is of no use.
 */
interface Cursor {
    /** What kind of value the cursor stands on. */
    enum Kind {
        OBJECT("a map"),
        ARRAY("a list"),
        STRING("a string"),
        INTEGER("a number"),
        FRACTION("a number with a fraction"),
        BOOLEAN("a boolean"),
        NULL("null");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        boolean isScalar() {
            return this != OBJECT && this != ARRAY;
        }

        /** For messages, which must never repeat the value itself. */
        String words() {
            return words;
        }
    }

    Kind kind();

    /** Enters the object the cursor stands on; {@link #nextKey} comes next. */
    void enterObject();

    /** Moves to the value of the object's next key; false at the object's end, which is then behind the cursor. */
    boolean nextKey();

    /** The key whose value the last {@link #nextKey} moved to. */
    String key();

    /** Whether that key came in through a YAML merge, so that meeting it twice is no mistake. */
    default boolean isMergedKey() {
        return false;
    }

    /** Enters the array the cursor stands on; {@link #nextElement} comes next. */
    void enterArray();

    /** Moves to the array's next element; false at the array's end, which is then behind the cursor. */
    boolean nextElement();

    /** The text of a scalar, as written. */
    String text();

    /** The text of a scalar that is likely to come again. */
    default String symbol() {
        return text();
    }

    /** The value of a scalar of kind INTEGER. */
    long integer();

    /** The value of a scalar of kind BOOLEAN. */
    boolean bool();

    /** Leaves the value the cursor stands on behind, with all that is in it. */
    void skip();

    /** Line of the value, counted from 1; 0 when it is not known. */
    int line();

    /** Line of the last key, as far as it is known: where it is not kept, the line of its value. */
    default int keyLine() {
        return line();
    }

    /** Column of the value, counted from 1; 0 when it is not known. */
    int column();

    /** Offset of the value's first byte in the inflated input; -1 when it is not known. */
    long offset();

    /** The cursor that the value here is really read with. */
    default Cursor inner() {
        return this;
    }

    /**
     * What was {@link #remember remembered} of a text equal to that of the object or array here, which is behind the cursor
     * then; null when nothing is known.
     */
    default @Nullable Object recall(String what) {
        return null;
    }

    /** Begins a piece that may be remembered; to be handed to {@link #remember}. */
    default long begin() {
        return -1;
    }

    /**
     * Ends the piece begun last, now that it is behind the cursor.
     *
     * @param what how it was read: the same text read in another way says something else
     * @param firstLine line of the piece's first byte
     * @param value immutable; null when nothing is to be remembered
     */
    default void remember(String what, long from, int firstLine, @Nullable Object value) {}

    /** Says that the random end of the {@link GeneratedName} here makes no difference to what is read. */
    default void gap() {}
}
