package dev.postern.ingest;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.ByteStreams;
import dev.postern.ingest.FieldTree.Budget;
import dev.postern.ingest.FieldTree.Place;
import dev.postern.model.Origin;
import dev.postern.model.SourceRef;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the line of a field by reading its file again, when evidence is printed: nothing about lines is kept while a
 * cluster is analysed but where each object begins.
 *
 * <p>{@link #locate(Collection)} reads each file once, forward, and holds one object's keys at a time; {@link
 * #locate(Origin, String)} remembers the objects it met last. An object whose offset (JSON) or line (block YAML) is known is
 * cut out and only its own text is parsed; any other is looked for by document and item with Jackson's tokens or
 * SnakeYAML's events. A field that is not written is given its nearest written ancestor's line. Whatever goes wrong (the
 * file is gone, changed, damaged or too large) the answer is the line the object begins at: no method throws.
 */
final class FieldLocator {
    private static final int MAX_REMEMBERED = 64;
    private static final int MAX_PLACES = 200_000;
    private static final long MAX_INFLATED = 8L << 30;
    private static final int SNIFFED = 4096;

    private final Map<Origin, FieldTree> remembered = new LinkedHashMap<>(16, 0.75f, true);

    private FieldLocator() {}

    /** One field of one object. */
    record Query(Origin origin, String field) {}

    /** A locator for one report. Not thread-safe. */
    static FieldLocator open() {
        return new FieldLocator();
    }

    /** The place of one field; the objects asked for last are remembered, so that asking field by field is cheap. */
    SourceRef locate(Origin origin, String field) {
        FieldTree tree = remembered.get(origin);
        if (tree == null) {
            Map<Origin, FieldTree> read = new HashMap<>();
            read(Set.of(origin), read::put);
            tree = read.getOrDefault(origin, FieldTree.LEAF);
            remembered.put(origin, tree);
            if (remembered.size() > MAX_REMEMBERED) {
                remembered.remove(remembered.keySet().iterator().next());
            }
        }
        return place(origin, field, tree);
    }

    /** The places of many fields; every file is read once. */
    ImmutableMap<Query, SourceRef> locate(Collection<Query> queries) {
        Map<Origin, Set<String>> fields = new LinkedHashMap<>();
        queries.forEach(query -> fields.computeIfAbsent(query.origin(), key -> new LinkedHashSet<>())
                .add(query.field()));
        Map<Query, SourceRef> places = new LinkedHashMap<>();
        queries.forEach(query -> places.put(query, place(query.origin(), query.field(), FieldTree.LEAF)));
        read(
                fields.keySet(),
                (origin, tree) -> fields.getOrDefault(origin, Set.of())
                        .forEach(field -> places.put(new Query(origin, field), place(origin, field, tree))));
        return ImmutableMap.copyOf(places);
    }

    private static SourceRef place(Origin origin, String field, FieldTree tree) {
        if (!origin.isFile()) {
            return SourceRef.NONE;
        }
        Place found = tree.find(FieldPath.parse(field));
        Place place = found == null ? tree.first() : found;
        return place == null
                ? new SourceRef(origin.file(), Math.max(0, origin.line()), 0)
                : new SourceRef(origin.file(), place.line(), place.column());
    }

    /** Told the places of each object that was found; those that were not are left out. */
    private interface Sink {
        void accept(Origin origin, FieldTree tree);
    }

    private static void read(Set<Origin> origins, Sink sink) {
        Map<String, List<Origin>> files = new TreeMap<>();
        for (Origin origin : origins) {
            if (origin.isFile()) {
                files.computeIfAbsent(origin.file(), key -> new ArrayList<>()).add(origin);
            }
        }
        files.forEach((file, ofFile) -> {
            Form form = form(file);
            List<Origin> rest = form == Form.UNREADABLE ? List.of() : cut(file, form, ofFile, sink);
            if (!rest.isEmpty()) {
                scan(file, form, rest, sink);
            }
        });
    }

    /** Parses the text of those objects whose place is known, and returns the others. */
    private static List<Origin> cut(String file, Form form, List<Origin> origins, Sink sink) {
        List<Origin> rest = new ArrayList<>();
        List<Origin> known = new ArrayList<>();
        for (Origin origin : origins) {
            boolean placed = form == Form.JSON ? origin.offset() >= 0 : form == Form.YAML && origin.line() > 0;
            (placed ? known : rest).add(origin);
        }
        known.sort(Comparator.comparingLong(form == Form.JSON ? Origin::offset : Origin::line));
        int done = 0;
        try (InputStream in = known.isEmpty() ? InputStream.nullInputStream() : text(file)) {
            FieldSlices slices = new FieldSlices(in);
            for (Origin origin : known) {
                FieldTree tree = cut(slices, form, origin);
                if (tree == null) {
                    rest.add(origin);
                } else {
                    sink.accept(origin, tree);
                }
                done++;
            }
        } catch (IOException e) {
            rest.addAll(known.subList(done, known.size()));
        }
        return rest;
    }

    private static @Nullable FieldTree cut(FieldSlices slices, Form form, Origin origin) throws IOException {
        FieldSlices.Slice slice = form == Form.JSON ? slices.object(origin.offset()) : slices.mapping(origin.line());
        if (slice == null) {
            return null;
        }
        Budget budget = new Budget(MAX_PLACES);
        try {
            FieldTree tree = form == Form.JSON ? FieldTreeJson.cut(slice, budget) : FieldTreeYaml.cut(slice, budget);
            return tree != null && tree.isObject() && isWhereItWas(origin, tree) ? tree : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** Looks for objects by document and item; what looks like JSON and is damaged as such may still be flow YAML. */
    private static void scan(String file, Form form, List<Origin> origins, Sink sink) {
        Set<Origin> left = new LinkedHashSet<>(origins);
        boolean done = form != Form.YAML && scan(file, FieldTreeJson::scan, left, sink);
        if (!done) {
            scan(file, FieldTreeYaml::scan, left, sink);
        }
    }

    /** Reads a file's text to the last object that is wanted. */
    private interface Scan {
        void read(InputStream in, Wanted wanted) throws IOException;
    }

    /** Whether the text was well formed; what was found is taken from {@code left}, also before a damage. */
    private static boolean scan(String file, Scan scan, Set<Origin> left, Sink sink) {
        List<Origin> asked = List.copyOf(left);
        Wanted wanted = new Wanted((number, tree) -> {
            left.remove(asked.get(number));
            if (isWhereItWas(asked.get(number), tree)) {
                sink.accept(asked.get(number), tree);
            }
        });
        for (int i = 0; i < asked.size(); i++) {
            wanted.add(asked.get(i).document(), asked.get(i).item(), i);
        }
        try (InputStream in = text(file)) {
            scan.read(in, wanted);
            return true;
        } catch (IOException | RuntimeException e) {
            // SnakeYAML meets some damage with an index out of bounds or an illegal argument.
            return false;
        }
    }

    /** What is found elsewhere than where it was read is something else: the file has changed, or was miscounted. */
    private static boolean isWhereItWas(Origin origin, FieldTree tree) {
        Place first = tree.first();
        return first != null && (origin.line() <= 0 || origin.line() == first.line());
    }

    /** What a file's first bytes say. Text that is not UTF-8 has no byte offsets to trust. */
    enum Form {
        JSON,
        YAML,
        WIDE,
        UNREADABLE
    }

    static Form form(String file) {
        try (InputStream in = text(file)) {
            byte[] head = in.readNBytes(SNIFFED);
            if (head.length > 1 && (head[0] == 0 || head[1] == 0 || (head[0] & 0xfe) == 0xfe)) {
                return Form.WIDE;
            }
            if (AbacLines.looksLikePolicies(head, file)) {
                return Form.JSON; // behind comments, perhaps
            }
            for (byte b : head) {
                if (b == '{' || b == '[') {
                    return Form.JSON;
                }
                if (b > ' ') {
                    return Form.YAML;
                }
            }
            return Form.YAML;
        } catch (IOException e) {
            return Form.UNREADABLE;
        }
    }

    /** The file's text, inflated where need be. Only a regular file can be read a second time. */
    static InputStream text(String file) throws IOException {
        Path path;
        try {
            path = Path.of(file);
        } catch (InvalidPathException e) {
            throw new IOException(e);
        }
        if (!Files.isRegularFile(path)) {
            throw new IOException("not a regular file");
        }
        BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        try {
            raw.mark(2);
            boolean gz = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            return ByteStreams.limit(gz ? new GZIPInputStream(raw, 1 << 16) : raw, MAX_INFLATED);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }
}
