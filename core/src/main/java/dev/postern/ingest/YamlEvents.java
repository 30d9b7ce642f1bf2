package dev.postern.ingest;

import com.google.common.math.LongMath;
import dev.postern.model.Printable;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;

/**
 * The events of one YAML document with its aliases put in place. Only the events of anchored nodes are kept.
 *
 * <p>Aliases are bounded as in gopkg.in/yaml.v2 ({@code allowedAliasRatio}), which kubectl uses: what they would expand
 * to may be 99 % of a document of up to 400,000 nodes, falling to 10 % at 4,000,000.
 */
final class YamlEvents {
    private final ParserImpl parser;
    private final int firstLine;
    private final Map<String, YamlAnchor> anchors = new HashMap<>();
    private final Deque<OpenAnchor> open = new ArrayDeque<>();
    private List<YamlEvent> recording = new ArrayList<>();
    private final Deque<Iterator<YamlEvent>> replays = new ArrayDeque<>();
    private int depth;
    private long nodes;
    private long aliasNodes;

    private record OpenAnchor(YamlAnchor anchor, int depth, long nodesBefore) {}

    /** {@code firstLine}: the line of the input, from 1, at which the reader's text begins. */
    YamlEvents(Reader text, int firstLine) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Limits.YAML_CODE_POINTS);
        this.parser = new ParserImpl(new YamlText(text, firstLine), options);
        this.firstLine = firstLine;
    }

    /** Moves into the document; false when the text holds none (only comments). */
    boolean start() {
        while (true) {
            Event event = pull();
            if (event.is(Event.ID.DocumentStart)) {
                return true;
            }
            if (event.is(Event.ID.StreamEnd)) {
                return false;
            }
        }
    }

    /** Reads past the document's end, so that a syntax error right behind it is not lost. */
    void end() {
        for (Event event = pull(); !event.is(Event.ID.StreamEnd); event = pull()) {
            if (event.is(Event.ID.DocumentStart)) {
                throw new MalformedInput(
                        "malformed",
                        "a second document begins without a line of three dashes",
                        event.getStartMark().getLine() + firstLine,
                        0);
            }
        }
    }

    /** The next event, where an alias is an event of its own. */
    YamlEvent nextUnexpanded() {
        while (!replays.isEmpty()) {
            Iterator<YamlEvent> replay = replays.peek();
            if (replay.hasNext()) {
                return replay.next();
            }
            replays.pop();
        }
        return live();
    }

    /** The next event, where an alias is replaced by what it stands for. */
    YamlEvent next() {
        YamlEvent event = nextUnexpanded();
        while (event.target() != null) {
            replays.push(event.target().events().iterator());
            event = nextUnexpanded();
        }
        return event;
    }

    /** Lets these events come next. */
    void replay(List<YamlEvent> events) {
        replays.push(events.iterator());
    }

    private YamlEvent live() {
        Event raw = pull();
        YamlEvent event = convert(raw);
        if (event.isEnd()) {
            depth--;
        } else {
            nodes++;
        }
        if (event.target() != null) {
            count(event.target().nodes(), event);
        }
        String anchor = raw instanceof NodeEvent node && !(raw instanceof AliasEvent) ? node.getAnchor() : null;
        if (anchor != null) {
            YamlAnchor started = new YamlAnchor(recording, recording.size());
            anchors.put(anchor, started);
            open.push(new OpenAnchor(started, depth, nodes - 1));
        }
        if (!open.isEmpty()) {
            recording.add(event);
        }
        if (event.isStart() && ++depth > Limits.DEPTH) {
            throw malformed("too-deep", "objects and lists are nested more than " + Limits.DEPTH + " deep", event);
        }
        while (!event.isStart() && !open.isEmpty() && open.peek().depth() == depth) {
            OpenAnchor done = open.pop();
            done.anchor().close(nodes - done.nodesBefore());
            if (open.isEmpty()) {
                recording = new ArrayList<>();
            }
        }
        return event;
    }

    private void count(long expanded, YamlEvent at) {
        aliasNodes = LongMath.saturatedAdd(aliasNodes, expanded);
        nodes = LongMath.saturatedAdd(nodes, expanded);
        if (aliasNodes > 100 && nodes > 1000 && (double) aliasNodes / nodes > allowedAliasShare(nodes)) {
            throw malformed(
                    "too-many-aliases",
                    "its YAML aliases stand for far more than the document holds; kubectl refuses such a document too",
                    at);
        }
    }

    private static double allowedAliasShare(long nodes) {
        double between = (nodes - 400_000) / 3_600_000.0;
        return 0.99 - 0.89 * Math.min(1, Math.max(0, between));
    }

    private YamlEvent convert(Event raw) {
        Mark mark = raw.getStartMark();
        int line = mark.getLine() + firstLine;
        int column = mark.getColumn() + 1;
        if (raw instanceof ScalarEvent scalar) {
            return new YamlEvent(
                    YamlEvent.Type.SCALAR,
                    scalar.getValue(),
                    scalar.isPlain(),
                    tag(scalar.getTag()),
                    null,
                    line,
                    column);
        }
        if (raw instanceof AliasEvent alias) {
            return new YamlEvent(YamlEvent.Type.ALIAS, "", false, "", target(alias, line, column), line, column);
        }
        YamlEvent.Type type;
        switch (raw.getEventId()) {
            case MappingStart:
                type = YamlEvent.Type.MAP_START;
                break;
            case MappingEnd:
                type = YamlEvent.Type.MAP_END;
                break;
            case SequenceStart:
                type = YamlEvent.Type.LIST_START;
                break;
            case SequenceEnd:
                type = YamlEvent.Type.LIST_END;
                break;
            default:
                throw new MalformedInput("malformed", "the YAML document ends in the middle of a value", line, column);
        }
        String tag = raw instanceof CollectionStartEvent start ? tag(start.getTag()) : "";
        return new YamlEvent(type, "", false, tag, null, line, column);
    }

    private static String tag(@Nullable String tag) {
        return tag == null ? "" : tag;
    }

    private YamlAnchor target(AliasEvent alias, int line, int column) {
        YamlAnchor anchor = anchors.get(alias.getAnchor());
        String name = Printable.of(alias.getAnchor(), Limits.SHOWN);
        if (anchor == null) {
            throw new MalformedInput("malformed", "the YAML alias *" + name + " has no anchor before it", line, column);
        }
        if (!anchor.isClosed()) {
            throw new MalformedInput("malformed", "the YAML anchor &" + name + " contains itself", line, column);
        }
        return anchor;
    }

    private static MalformedInput malformed(String code, String message, YamlEvent at) {
        return new MalformedInput(code, message, at.line(), at.column());
    }

    private Event pull() {
        try {
            return parser.getEvent();
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            String problem = e.getProblem() == null ? "" : ": " + Printable.of(e.getProblem(), Limits.SHOWN);
            throw new MalformedInput(
                    "malformed",
                    "this is not valid YAML" + problem,
                    mark == null ? 0 : mark.getLine() + firstLine,
                    mark == null ? 0 : mark.getColumn() + 1);
        } catch (YAMLException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // Escapes of impossible code points get as far as this.
            throw new MalformedInput("malformed", "this is not valid YAML", 0, 0);
        }
    }
}
