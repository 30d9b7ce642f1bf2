package dev.postern.ingest;

import dev.postern.model.SourceRef;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** Reads one file or stream: inflates it, tells JSON from YAML, and goes through its documents. */
final class FileReader {
    private static final int BUFFER = 1 << 16;

    /** How much is looked at to tell what a file is. */
    private static final int HEAD = 4096;

    private final String file;
    private final String namespace;
    private final Collector collector;
    private final Report report;
    private final Content content;

    /** {@code file}: how the file is named in evidence. */
    FileReader(String file, String namespace, Collector collector) {
        this(file, namespace, collector, Content.MANIFESTS);
    }

    FileReader(String file, String namespace, Collector collector, Content content) {
        this.content = content;
        this.file = file;
        this.namespace = namespace;
        this.collector = collector;
        this.report = collector.report();
    }

    /** Reads a stream that cannot be read twice. */
    void readOnce(InputStream raw) {
        guarded(() -> read(inflated(raw), false, false));
    }

    /**
     * Reads a file. True when it looked like JSON at its beginning only, so that it has to be read {@link #readAsYaml
     * again}; nothing of it has been kept then.
     *
     * @param onlyJson whether the name promises JSON
     * @param mayReadAgain whether the file can be opened a second time
     */
    boolean read(InputStream raw, boolean onlyJson, boolean mayReadAgain) {
        boolean[] again = new boolean[1];
        guarded(() -> again[0] = read(inflated(raw), onlyJson, mayReadAgain && !onlyJson));
        return again[0];
    }

    /** Reads a file as YAML whatever it looks like. */
    void readAsYaml(InputStream raw) {
        guarded(() -> yaml(inflated(raw)));
    }

    private interface Reading {
        void run() throws IOException;
    }

    private void guarded(Reading reading) {
        try {
            reading.run();
        } catch (IOException e) {
            broken(e);
        } catch (UncheckedIOException e) {
            broken(e.getCause() == null ? new IOException(e) : e.getCause());
        } catch (MalformedInput e) {
            failed(e, 0, "");
        }
    }

    private void broken(IOException e) {
        collector.skipped();
        report.error(
                "unreadable",
                "the file cannot be read to its end (" + e.getClass().getSimpleName()
                        + "); what was read before is used. Copy or pack it again",
                SourceRef.file(file));
    }

    private BufferedInputStream inflated(InputStream raw) throws IOException {
        CountingStream counted = new CountingStream(raw);
        BufferedInputStream in = new BufferedInputStream(counted, BUFFER);
        in.mark(2);
        boolean gz = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gz
                ? new BufferedInputStream(new LimitedStream(new GZIPInputStream(in, BUFFER), counted::bytes), BUFFER)
                : new BufferedInputStream(new LimitedStream(in, () -> 0), BUFFER);
    }

    /** True when the text turned out not to be JSON and may be read as YAML instead. */
    private boolean read(BufferedInputStream in, boolean onlyJson, boolean mayReadAgain) throws IOException {
        in.mark(HEAD);
        byte[] head = in.readNBytes(HEAD);
        in.reset();
        if (isForeign(head)) {
            return false;
        }
        if (content == Content.MANIFESTS && AbacLines.looksLikePolicies(head, file)) {
            json(
                    AbacLines.withoutComments(in),
                    new DocumentReader(file, namespace, collector, Content.ABAC_LINES),
                    false);
            return false;
        }
        int start = hasMark(head) ? 3 : 0;
        if (!JsonSniffer.looksLikeJson(head, start, onlyJson)) {
            yaml(in);
            return false;
        }
        return json(in, new DocumentReader(file, namespace, collector, content), mayReadAgain);
    }

    private boolean isForeign(byte[] head) {
        if (head.length > 1 && ((head[0] & 0xff) == 0xfe || (head[0] & 0xff) == 0xff)) {
            refuse("encoding", "the file is UTF-16, which kubectl does not read either: convert it to UTF-8");
            return true;
        }
        for (byte b : head) {
            if (b == 0) {
                refuse("binary", "the file is binary, neither YAML nor JSON; it is skipped");
                return true;
            }
        }
        return false;
    }

    private void refuse(String code, String message) {
        collector.skipped();
        report.error(code, message, SourceRef.file(file));
    }

    /** A byte order mark. */
    private static boolean hasMark(byte[] head) {
        return head.length > 2 && (head[0] & 0xff) == 0xef && (head[1] & 0xff) == 0xbb && (head[2] & 0xff) == 0xbf;
    }

    private boolean json(InputStream in, DocumentReader documents, boolean mayReadAgain) throws IOException {
        Collector.Mark mark = collector.mark();
        try (JsonCursor cursor = new JsonCursor(in)) {
            while (cursor.nextDocument()) {
                documents.begin();
                documents.read(cursor);
            }
            if (cursor.isYaml()) {
                if (mayReadAgain) {
                    collector.reset(mark);
                    return true;
                }
                yaml(new YamlDocuments(cursor.rest(), cursor.line()), documents);
            }
        } catch (MalformedInput e) {
            if (mayReadAgain && e.code().equals("malformed")) {
                collector.reset(mark);
                return true;
            }
            failed(e, 0, "; what stands before this place is used, the rest of the file is not read");
        }
        return false;
    }

    private void yaml(BufferedInputStream in) throws IOException {
        in.mark(3);
        if (!hasMark(in.readNBytes(3))) {
            in.reset();
        }
        yaml(new YamlDocuments(in, 1), new DocumentReader(file, namespace, collector, content));
    }

    private void yaml(YamlDocuments documents, DocumentReader reader) throws IOException {
        while (documents.next()) {
            yamlDocument(documents, reader);
        }
    }

    private void yamlDocument(YamlDocuments documents, DocumentReader reader) {
        boolean begun = false;
        try {
            YamlEvents events = new YamlEvents(text(documents.text()), documents.firstLine());
            if (events.start()) {
                begun = true;
                reader.begin();
                int errors = report.errors();
                reader.read(new YamlCursor(events));
                events.end();
                if (report.errors() > errors && documents.sawTemplate()) {
                    report.warning(
                            "template",
                            "this document has errors and holds {{ }}: if it is a template, " + DocumentReader.RENDER,
                            new SourceRef(file, documents.firstLine(), 0));
                }
            }
        } catch (MalformedInput e) {
            if (!begun) {
                reader.begin();
            }
            String template =
                    documents.sawTemplate() ? "; it holds {{ }}: if it is a template, " + DocumentReader.RENDER : "";
            failed(e, documents.firstLine(), "; the rest of this document is not read" + template);
        }
    }

    /** Text in which a byte that is no UTF-8 is an error rather than a question mark. */
    private static Reader text(InputStream bytes) {
        return new InputStreamReader(
                bytes,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    private void failed(MalformedInput e, int documentLine, String consequence) {
        collector.skipped();
        int line = e.line() > 0 ? e.line() : documentLine;
        report.error(e.code(), e.text() + consequence, new SourceRef(file, line, e.line() > 0 ? e.column() : 0));
    }
}
