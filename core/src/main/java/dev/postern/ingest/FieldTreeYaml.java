package dev.postern.ingest;

import dev.postern.ingest.FieldTree.Budget;
import dev.postern.ingest.FieldTree.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.reader.UnicodeReader;

/**
 * Places of YAML, from SnakeYAML's events. Nothing is composed: of what is not wanted only the anchored parts are kept,
 * since a wanted part may point at them.
 */
final class FieldTreeYaml {
    private static final int MAX_DEPTH = 200;
    private static final int MAX_ANCHORED_PLACES = 200_000;

    private final ParserImpl parser;
    private final int lineShift;
    private final Map<String, FieldTree> anchors = new HashMap<>();
    private Budget anchored = new Budget(MAX_ANCHORED_PLACES);
    private boolean danglingAlias;

    private FieldTreeYaml(Reader reader, int lineShift) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        this.parser = new ParserImpl(new StreamReader(reader), options);
        this.lineShift = lineShift;
    }

    /** The places of one block mapping that was cut out, or null when it needs the rest of its file or is none. */
    static @Nullable FieldTree cut(FieldSlices.Slice slice, Budget budget) throws IOException {
        try (Reader reader = new InputStreamReader(slice.text(), StandardCharsets.UTF_8)) {
            FieldTreeYaml yaml = new FieldTreeYaml(reader, slice.line() - 1);
            yaml.parser.getEvent();
            if (!yaml.parser.checkEvent(Event.ID.DocumentStart)) {
                return null;
            }
            yaml.parser.getEvent();
            if (!yaml.parser.checkEvent(Event.ID.MappingStart)) {
                return null;
            }
            FieldTree tree = yaml.node(budget, 0);
            boolean whole = yaml.parser.checkEvent(Event.ID.DocumentEnd);
            Place first = tree.first();
            boolean there = first != null && first.line() == slice.line() && tree.isObject();
            return whole && there && !yaml.danglingAlias ? tree : null;
        }
    }

    /** Reads on until every wanted object has been handed over. */
    static void scan(InputStream in, Wanted wanted) throws IOException {
        try (Reader reader = new UnicodeReader(in)) {
            FieldTreeYaml yaml = new FieldTreeYaml(reader, 0);
            int document = -1;
            while (!wanted.isDone() && !yaml.parser.checkEvent(Event.ID.StreamEnd)) {
                if (yaml.parser.getEvent().is(Event.ID.DocumentStart)) {
                    yaml.document(++document, wanted);
                }
            }
        }
    }

    private void document(int document, Wanted wanted) {
        anchors.clear();
        anchored = new Budget(MAX_ANCHORED_PLACES);
        if (wanted.wants(document, -1) || !wanted.wantsAny(document) || parser.checkEvent(Event.ID.Scalar)) {
            FieldTree tree = node(wanted.wants(document, -1) ? wanted.budget() : new Budget(0), 0);
            wanted.found(document, -1, tree);
            return;
        }
        if (parser.checkEvent(Event.ID.SequenceStart)) {
            items(document, wanted);
            return;
        }
        parser.getEvent();
        while (!wanted.isDone() && !parser.checkEvent(Event.ID.MappingEnd)) {
            Event key = parser.peekEvent();
            node(new Budget(0), 1);
            if (isItems(key) && parser.checkEvent(Event.ID.SequenceStart)) {
                items(document, wanted);
            } else {
                node(new Budget(0), 1);
            }
        }
    }

    private static boolean isItems(Event key) {
        return key instanceof ScalarEvent && ((ScalarEvent) key).getValue().equals("items");
    }

    private void items(int document, Wanted wanted) {
        parser.getEvent();
        for (int item = 0; !wanted.isDone() && !parser.checkEvent(Event.ID.SequenceEnd); item++) {
            FieldTree tree = node(wanted.wants(document, item) ? wanted.budget() : new Budget(0), 1);
            wanted.found(document, item, tree);
        }
        if (!wanted.isDone()) {
            parser.getEvent();
        }
    }

    /** Reads one node. With an empty budget its places are not kept, unless an anchor says that they may be needed. */
    private FieldTree node(Budget budget, int depth) {
        Event event = parser.getEvent();
        if (event instanceof AliasEvent) {
            return alias(((AliasEvent) event).getAnchor());
        }
        String anchor = event instanceof NodeEvent ? ((NodeEvent) event).getAnchor() : null;
        boolean mapping = event.is(Event.ID.MappingStart);
        if (!mapping && !event.is(Event.ID.SequenceStart)) {
            if (anchor != null) {
                anchors.put(anchor, FieldTree.LEAF);
            }
            return FieldTree.LEAF;
        }
        Budget within = anchor != null && budget.left() == 0 ? anchored : budget;
        FieldTree tree = within.left() == 0 ? FieldTree.LEAF : new FieldTree();
        if (anchor != null) {
            anchors.put(anchor, tree);
        }
        if (depth > MAX_DEPTH) {
            skip();
        } else if (mapping) {
            mapping(tree, within, depth);
        } else {
            sequence(tree, within, depth);
        }
        return tree;
    }

    private FieldTree alias(String anchor) {
        FieldTree tree = anchors.get(anchor);
        danglingAlias |= tree == null;
        return tree == null ? FieldTree.LEAF : tree;
    }

    private void mapping(FieldTree tree, Budget budget, int depth) {
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            Event key = parser.peekEvent();
            node(new Budget(0), depth + 1);
            FieldTree content = node(budget, depth + 1);
            if (!(key instanceof ScalarEvent) || !budget.take()) {
                continue;
            }
            ScalarEvent name = (ScalarEvent) key;
            if (name.isPlain() && name.getValue().equals("<<")) {
                tree.mergeValue(content);
            }
            tree.put(name.getValue(), place(name, content));
        }
        parser.getEvent();
    }

    private void sequence(FieldTree tree, Budget budget, int depth) {
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            Event start = parser.peekEvent();
            FieldTree content = node(budget, depth + 1);
            if (budget.take()) {
                tree.add(place(start, content));
            }
        }
        parser.getEvent();
    }

    /** Reads to the end of a collection whose start has been read. */
    private void skip() {
        for (int open = 1; open > 0; ) {
            Event event = parser.getEvent();
            if (event.is(Event.ID.MappingStart) || event.is(Event.ID.SequenceStart)) {
                open++;
            } else if (event.is(Event.ID.MappingEnd) || event.is(Event.ID.SequenceEnd)) {
                open--;
            }
        }
    }

    private Place place(Event event, FieldTree content) {
        Mark mark = event.getStartMark();
        return new Place(mark.getLine() + 1 + lineShift, mark.getColumn() + 1, content);
    }
}
