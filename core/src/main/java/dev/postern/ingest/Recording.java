package dev.postern.ingest;

import java.util.ArrayList;
import java.util.List;

/** Values that were met before it was known how to read them, kept until it is. Bounded by {@link Limits#BEFORE_KIND}. */
final class Recording {
    /** One step of a cursor: an object's key, the value of a scalar, or the start or end of something. */
    private record Step(Op op, Cursor.Kind kind, String text, long number, int line, int column) {}

    private enum Op {
        KEY,
        VALUE,
        END
    }

    private final List<Step> steps = new ArrayList<>();
    private int size;
    private boolean overflown;

    /** Takes the value the cursor stands on, or only counts it when there has been too much already. */
    void take(Cursor in) {
        Cursor.Kind kind = in.kind();
        if (overflown) {
            in.skip();
            return;
        }
        int line = in.line();
        int column = in.column();
        switch (kind) {
            case OBJECT:
                add(new Step(Op.VALUE, kind, "", 0, line, column));
                in.enterObject();
                while (in.nextKey()) {
                    add(new Step(
                            Op.KEY, Cursor.Kind.STRING, in.key(), in.isMergedKey() ? 1 : 0, in.line(), in.column()));
                    take(in);
                }
                add(new Step(Op.END, kind, "", 0, 0, 0));
                break;
            case ARRAY:
                add(new Step(Op.VALUE, kind, "", 0, line, column));
                in.enterArray();
                while (in.nextElement()) {
                    take(in);
                }
                add(new Step(Op.END, kind, "", 0, 0, 0));
                break;
            case INTEGER:
                add(new Step(Op.VALUE, kind, in.text(), in.integer(), line, column));
                break;
            case BOOLEAN:
                add(new Step(Op.VALUE, kind, in.text(), in.bool() ? 1 : 0, line, column));
                break;
            default:
                add(new Step(Op.VALUE, kind, kind == Cursor.Kind.NULL ? "" : in.text(), 0, line, column));
                break;
        }
    }

    private void add(Step step) {
        steps.add(step);
        size += step.text().length() + 32;
        if (size > Limits.BEFORE_KIND) {
            overflown = true;
            steps.clear();
        }
    }

    boolean isOverflown() {
        return overflown;
    }

    /** A cursor that stands on the value taken first. */
    Cursor replay() {
        return new Replay(steps);
    }

    private static final class Replay implements Cursor {
        private final List<Step> steps;
        private int at;
        private String key = "";
        private boolean merged;

        Replay(List<Step> steps) {
            this.steps = steps;
        }

        private Step step() {
            return steps.get(at);
        }

        @Override
        public Kind kind() {
            return step().kind();
        }

        @Override
        public void enterObject() {}

        @Override
        public boolean nextKey() {
            at++;
            if (step().op() == Op.END) {
                return false;
            }
            key = step().text();
            merged = step().number() == 1;
            at++;
            return true;
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public boolean isMergedKey() {
            return merged;
        }

        @Override
        public void enterArray() {}

        @Override
        public boolean nextElement() {
            at++;
            return step().op() != Op.END;
        }

        @Override
        public String text() {
            return step().text();
        }

        @Override
        public long integer() {
            return step().number();
        }

        @Override
        public boolean bool() {
            return step().number() == 1;
        }

        @Override
        public void skip() {
            int depth = 0;
            while (true) {
                Step step = step();
                if (step.op() == Op.END) {
                    depth--;
                } else if (step.op() == Op.VALUE && !step.kind().isScalar()) {
                    depth++;
                }
                if (depth == 0) {
                    return;
                }
                at++;
            }
        }

        @Override
        public int line() {
            return step().line();
        }

        @Override
        public int column() {
            return step().column();
        }

        @Override
        public long offset() {
            return -1;
        }
    }
}
