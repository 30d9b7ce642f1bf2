package dev.postern.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over the events of one YAML document, read as kubectl reads it: aliases are replaced by what they stand for,
 * and {@code <<} puts the pairs of another map in its place, to be overridden by what follows (yaml.v2's order).
 */
final class YamlCursor implements Cursor {
    private final YamlEvents events;
    private YamlEvent current;
    private @Nullable YamlScalar scalar;
    private String key = "";
    private int keyLine;

    /** For each entered map, how many merged maps are open inside it. */
    private final Deque<int[]> merges = new ArrayDeque<>();

    private int depth;

    /** The events must stand at the start of a document. */
    YamlCursor(YamlEvents events) {
        this.events = events;
        this.current = events.next();
    }

    @Override
    public Kind kind() {
        switch (current.type()) {
            case MAP_START:
                return Kind.OBJECT;
            case LIST_START:
                return Kind.ARRAY;
            default:
                return scalar().kind();
        }
    }

    @Override
    public void enterObject() {
        deeper();
        merges.push(new int[1]);
    }

    @Override
    public boolean nextKey() {
        while (true) {
            YamlEvent event = events.next();
            if (event.type() == YamlEvent.Type.MAP_END) {
                if (merges.element()[0] == 0) {
                    merges.pop();
                    depth--;
                    return false;
                }
                merges.element()[0]--;
            } else if (isMerge(event)) {
                merge(event);
            } else {
                key = keyText(event);
                keyLine = event.line();
                moveTo(events.next());
                return true;
            }
        }
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public boolean isMergedKey() {
        return merges.element()[0] > 0;
    }

    @Override
    public void enterArray() {
        deeper();
    }

    @Override
    public boolean nextElement() {
        YamlEvent event = events.next();
        if (event.type() == YamlEvent.Type.LIST_END) {
            depth--;
            return false;
        }
        moveTo(event);
        return true;
    }

    @Override
    public String text() {
        return current.text();
    }

    @Override
    public long integer() {
        return scalar().number();
    }

    @Override
    public boolean bool() {
        return scalar().truth();
    }

    @Override
    public void skip() {
        if (current.isStart()) {
            skipTo(null);
        }
    }

    @Override
    public int line() {
        return current.line();
    }

    @Override
    public int keyLine() {
        return keyLine;
    }

    @Override
    public int column() {
        return current.column();
    }

    @Override
    public long offset() {
        return -1;
    }

    /** Passes over the rest of the collection just started, keeping its events if asked to. */
    private void skipTo(@Nullable List<YamlEvent> kept) {
        int level = 1;
        while (true) {
            YamlEvent event = events.nextUnexpanded();
            level += event.isStart() ? 1 : event.isEnd() ? -1 : 0;
            if (level == 0) {
                return;
            }
            if (kept != null) {
                kept.add(event);
            }
        }
    }

    private void moveTo(YamlEvent event) {
        current = event;
        scalar = null;
    }

    private YamlScalar scalar() {
        YamlScalar known = scalar;
        if (known == null) {
            known = YamlScalar.of(current);
            scalar = known;
        }
        return known;
    }

    private void deeper() {
        if (++depth > Limits.DEPTH) {
            throw new MalformedInput(
                    "too-deep",
                    "objects and lists are nested more than " + Limits.DEPTH + " deep",
                    current.line(),
                    current.column());
        }
    }

    private static boolean isMerge(YamlEvent key) {
        return key.type() == YamlEvent.Type.SCALAR
                && key.text().equals("<<")
                && (key.plain() && key.tag().isEmpty() || key.tag().equals("tag:yaml.org,2002:merge"));
    }

    private void merge(YamlEvent at) {
        YamlEvent value = events.next();
        if (value.type() == YamlEvent.Type.LIST_START) {
            events.replay(pairsOf(at));
        } else if (value.type() != YamlEvent.Type.MAP_START) {
            throw badMerge(at);
        }
        merges.element()[0]++;
        if (merges.element()[0] > Limits.DEPTH) {
            throw badMerge(at);
        }
    }

    /** The pairs of a list of maps, last map first, for the first one wins; then the end of a map. */
    private List<YamlEvent> pairsOf(YamlEvent at) {
        Deque<List<YamlEvent>> maps = new ArrayDeque<>();
        YamlEvent event = events.next();
        while (event.type() != YamlEvent.Type.LIST_END) {
            if (event.type() != YamlEvent.Type.MAP_START) {
                throw badMerge(at);
            }
            List<YamlEvent> pairs = new ArrayList<>();
            skipTo(pairs);
            maps.push(pairs);
            event = events.next();
        }
        List<YamlEvent> all = new ArrayList<>();
        maps.forEach(all::addAll);
        all.add(new YamlEvent(YamlEvent.Type.MAP_END, "", false, "", null, at.line(), at.column()));
        return all;
    }

    private static MalformedInput badMerge(YamlEvent at) {
        return new MalformedInput(
                "malformed", "the value of the merge key << must be a map or a list of maps", at.line(), at.column());
    }

    /** JSON has string keys only: kubectl turns booleans and integers into their JSON text. */
    private static String keyText(YamlEvent event) {
        if (event.type() != YamlEvent.Type.SCALAR) {
            throw new MalformedInput(
                    "malformed", "a map or list stands where a key is expected", event.line(), event.column());
        }
        YamlScalar scalar = YamlScalar.of(event);
        switch (scalar.kind()) {
            case BOOLEAN:
                return Boolean.toString(scalar.truth());
            case INTEGER:
                return Long.toString(scalar.number());
            case NULL:
                throw new MalformedInput("malformed", "a key is missing", event.line(), event.column());
            default:
                return event.text();
        }
    }
}
