package dev.postern.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.util.BitSet;

/** Compact JSON, as the API server sends it, with a line end before each item of the outermost list. */
final class JsonEmitter implements Emitter {
    private static final int ITEM_DEPTH = 2;

    private final AsciiOutput out;
    /** Whether something stands at that depth already, and whether it is a list. */
    private final BitSet filled = new BitSet();

    private final BitSet lists = new BitSet();
    private int depth;
    private boolean afterKey;

    JsonEmitter(OutputStream out) {
        this.out = new AsciiOutput(out);
    }

    @Override
    public Emitter object() throws IOException {
        return open('{', false);
    }

    @Override
    public Emitter array() throws IOException {
        return open('[', true);
    }

    private Emitter open(char bracket, boolean list) throws IOException {
        separate();
        out.write(bracket);
        depth++;
        filled.clear(depth);
        lists.set(depth, list);
        return this;
    }

    @Override
    public Emitter end() throws IOException {
        out.write(lists.get(depth) ? ']' : '}');
        depth--;
        return this;
    }

    @Override
    public Emitter key(String key) throws IOException {
        separate();
        out.quoted(key);
        out.write(':');
        afterKey = true;
        return this;
    }

    @Override
    public Emitter text(String value) throws IOException {
        separate();
        out.quoted(value);
        return this;
    }

    @Override
    public Emitter number(long value) throws IOException {
        separate();
        out.write(Long.toString(value));
        return this;
    }

    @Override
    public Emitter bool(boolean value) throws IOException {
        separate();
        out.write(Boolean.toString(value));
        return this;
    }

    @Override
    public void finish() throws IOException {
        out.write('\n');
        out.flush();
    }

    private void separate() throws IOException {
        if (afterKey) {
            afterKey = false;
            return;
        }
        if (filled.get(depth)) {
            out.write(',');
        }
        filled.set(depth);
        if (depth == ITEM_DEPTH && lists.get(depth)) {
            out.write('\n');
        }
    }
}
