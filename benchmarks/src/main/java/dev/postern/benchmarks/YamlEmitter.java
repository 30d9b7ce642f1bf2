package dev.postern.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/** YAML in the block form that kubectl prints: dashes at the indentation of their key, quotes only where needed. */
final class YamlEmitter implements Emitter {
    /** Plain for sure; anything that could be taken for a number, a truth value or a date is quoted. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9 ._/=+-]*(:[A-Za-z0-9._/-]+)*");

    private static final Pattern WORD_OF_YAML =
            Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|\\.nan|\\.inf|.* ");

    private final AsciiOutput out;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private boolean begun;

    /** What is open: a mapping or a list, and the column its keys or dashes stand in. */
    private static final class Frame {
        private final boolean list;
        private final int indent;
        private boolean empty = true;
        private boolean afterDash;

        Frame(boolean list, int indent, boolean afterDash) {
            this.list = list;
            this.indent = indent;
            this.afterDash = afterDash;
        }
    }

    YamlEmitter(OutputStream out) {
        this.out = new AsciiOutput(out);
    }

    @Override
    public Emitter object() throws IOException {
        return open(false);
    }

    @Override
    public Emitter array() throws IOException {
        return open(true);
    }

    private Emitter open(boolean list) throws IOException {
        Frame parent = frames.peek();
        if (parent == null) {
            frames.push(new Frame(list, 0, false));
            return this;
        }
        dash(parent);
        int indent = list && !parent.list ? parent.indent : parent.indent + 2;
        frames.push(new Frame(list, indent, parent.list));
        return this;
    }

    @Override
    public Emitter end() throws IOException {
        Frame frame = frames.pop();
        if (frame.empty) {
            out.write(frame.list ? " []" : " {}");
        }
        return this;
    }

    @Override
    public Emitter key(String key) throws IOException {
        Frame frame = frames.getFirst();
        if (frame.empty && frame.afterDash) {
            out.write(' ');
        } else {
            line(frame.indent);
        }
        frame.empty = false;
        scalar(key);
        out.write(':');
        return this;
    }

    @Override
    public Emitter text(String value) throws IOException {
        dash(frames.getFirst());
        out.write(' ');
        scalar(value);
        return this;
    }

    @Override
    public Emitter number(long value) throws IOException {
        dash(frames.getFirst());
        out.write(" " + value);
        return this;
    }

    @Override
    public Emitter bool(boolean value) throws IOException {
        dash(frames.getFirst());
        out.write(" " + value);
        return this;
    }

    @Override
    public void finish() throws IOException {
        out.write('\n');
        out.flush();
    }

    private void dash(Frame parent) throws IOException {
        if (!parent.list) {
            return;
        }
        if (parent.empty && parent.afterDash) {
            out.write(' ');
        } else {
            line(parent.indent);
        }
        parent.empty = false;
        out.write('-');
    }

    private void line(int indent) throws IOException {
        if (begun) {
            out.write('\n');
        }
        begun = true;
        out.spaces(indent);
    }

    private void scalar(String value) throws IOException {
        if (PLAIN.matcher(value).matches() && !WORD_OF_YAML.matcher(value).matches()) {
            out.write(value);
        } else {
            out.quoted(value);
        }
    }
}
