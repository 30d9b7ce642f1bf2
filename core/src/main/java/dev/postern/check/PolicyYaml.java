package dev.postern.check;

import dev.postern.check.PolicyNode.Field;
import dev.postern.check.PolicyNode.Mapping;
import dev.postern.check.PolicyNode.Scalar;
import dev.postern.check.PolicyNode.Sequence;
import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document (of which JSON is a part) into a tree. A policy needs no anchors, aliases, tags or second
 * documents, so there are none: what is refused cannot expand, be constructed, or be overlooked.
 */
final class PolicyYaml {
    private static final int DEPTH = 12;
    private static final int SHOWN = 80;

    private final String file;
    private final ParserImpl parser;

    private PolicyYaml(String file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE); // the size is bounded in bytes
        this.file = file;
        this.parser = new ParserImpl(new StreamReader(text), options);
    }

    /** Reads a file of at most so many bytes. */
    static PolicyNode read(Path file, int limit) {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(file.toString(), in.readNBytes(limit + 1), limit);
        } catch (IOException e) {
            throw new PolicyException(
                    SourceRef.NONE,
                    "cannot read " + Printable.of(file.toString()) + ": "
                            + (Files.exists(file)
                                    ? Printable.of(String.valueOf(e.getMessage()))
                                    : "there is no such file"));
        }
    }

    static PolicyNode parse(String file, byte[] bytes, int limit) {
        SourceRef whole = SourceRef.file(Printable.of(file));
        if (bytes.length > limit) {
            throw new PolicyException(whole, "larger than " + (limit >> 10) + " KiB; split it into several files");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new PolicyException(whole, "this is not UTF-8; save it as UTF-8");
        }
        return new PolicyYaml(whole.file(), text.startsWith("\ufeff") ? text.substring(1) : text).document();
    }

    private PolicyNode document() {
        pull(); // the stream's start
        Event start = pull();
        if (start.is(Event.ID.StreamEnd)) {
            throw new PolicyException(SourceRef.file(file), "the file is empty; see docs/checks.md for a first policy");
        }
        PolicyNode root = node(pull(), 0);
        pull(); // the document's end
        Event end = pull();
        if (!end.is(Event.ID.StreamEnd)) {
            throw refused(end, "a second document begins here; write one file for each policy");
        }
        return root;
    }

    private PolicyNode node(Event event, int depth) {
        if (event instanceof AliasEvent) {
            throw refused(event, "aliases (*name) are not read; write the value itself");
        }
        if (((NodeEvent) event).getAnchor() != null) {
            throw refused(
                    event, "anchors (&name) are not read; take the anchor out and write each value where it is used");
        }
        if (event instanceof ScalarEvent scalar) {
            refuseTag(event, scalar.getTag());
            return new Scalar(scalar.getValue(), scalar.isPlain(), place(event));
        }
        refuseTag(event, ((CollectionStartEvent) event).getTag());
        if (depth == DEPTH) {
            throw refused(event, "nested more than " + DEPTH + " deep; no field of a policy is");
        }
        return event.is(Event.ID.SequenceStart) ? sequence(event, depth) : mapping(event, depth);
    }

    private Sequence sequence(Event start, int depth) {
        List<PolicyNode> items = new ArrayList<>();
        for (Event event = pull(); !event.is(Event.ID.SequenceEnd); event = pull()) {
            items.add(node(event, depth + 1));
        }
        return new Sequence(items, place(start));
    }

    private Mapping mapping(Event start, int depth) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (Event event = pull(); !event.is(Event.ID.MappingEnd); event = pull()) {
            if (!(node(event, depth + 1) instanceof Scalar key)) {
                throw refused(event, "a field's name is a word");
            }
            Field before = fields.get(key.text());
            if (before != null) {
                throw refused(
                        event,
                        "'" + shown(key.text()) + "' is there already, in line "
                                + before.key().line() + "; keep one of the two");
            }
            fields.put(key.text(), new Field(key.place(), node(pull(), depth + 1)));
        }
        return new Mapping(fields, place(start));
    }

    private void refuseTag(Event event, @Nullable String tag) {
        if (tag != null && !tag.equals("!")) {
            throw refused(event, "tags (!name) are not read; write the plain value");
        }
    }

    static String shown(String text) {
        return Printable.of(text, SHOWN);
    }

    private PolicyException refused(Event at, String message) {
        return new PolicyException(place(at), message);
    }

    private SourceRef place(Event event) {
        return place(event.getStartMark());
    }

    private SourceRef place(Mark mark) {
        return new SourceRef(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Event pull() {
        try {
            return parser.getEvent();
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            String problem = e.getProblem() == null ? "" : ": " + shown(e.getProblem());
            throw new PolicyException(
                    mark == null ? SourceRef.file(file) : place(mark), "this is not valid YAML" + problem);
        } catch (YAMLException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // Characters and escapes that no YAML may hold get as far as this.
            throw new PolicyException(SourceRef.file(file), "this is not valid YAML: it holds characters it may not");
        }
    }
}
