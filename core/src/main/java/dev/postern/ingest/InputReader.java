package dev.postern.ingest;

import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the files of an input and reads them in the order of their names. */
final class InputReader {
    private final Collector collector;

    InputReader(Collector collector) {
        this.collector = collector;
    }

    void read(Input input) {
        if (input.stream().isPresent()) {
            stream(input.stream().get(), input.namespace());
        } else {
            input.path().ifPresent(path -> root(path, input.namespace(), input.content()));
        }
    }

    /** Reads a file that was read before, by the name that it was given then. */
    void again(String name, String namespace) throws IOException {
        try {
            file(Path.of(name), name, namespace, Content.MANIFESTS);
        } catch (InvalidPathException e) {
            throw new IOException(e);
        }
    }

    private void stream(InputStream stream, String namespace) {
        collector.file();
        new FileReader(Input.STDIN, namespace, collector).readOnce(stream);
    }

    private void root(Path path, String namespace, Content content) {
        String name = path.toString().replace('\\', '/');
        String shown = Printable.of(name, Limits.SHOWN);
        if (!Files.exists(path)) {
            throw new IngestException(shown + " does not exist");
        }
        if (!Files.isReadable(path)) {
            throw new IngestException(shown + " cannot be read: permission denied");
        }
        if (!Files.isDirectory(path)) {
            try {
                file(path, name, namespace, content);
            } catch (IOException e) {
                throw new IngestException(shown + " cannot be read: " + reason(e), e);
            }
            return;
        }
        List<Path> found = new ArrayList<>();
        try {
            list(path, found);
        } catch (IOException e) {
            throw new IngestException(shown + " cannot be listed: " + reason(e), e);
        }
        if (found.isEmpty()) {
            collector
                    .report()
                    .error(
                            "empty-folder",
                            "there is no .yaml, .yml, .json or .jsonl file (or .gz of one) in this folder",
                            SourceRef.file(name));
        }
        found.sort(Comparator.comparing(below -> nameBelow(path, below)));
        for (Path below : found) {
            String belowName = name.isEmpty() ? nameBelow(path, below) : join(name, nameBelow(path, below));
            try {
                file(below, belowName, namespace, content);
            } catch (IOException e) {
                collector.skipped();
                collector
                        .report()
                        .error("unreadable", "the file cannot be read: " + reason(e), SourceRef.file(belowName));
            }
        }
    }

    private static String join(String root, String below) {
        return root.endsWith("/") ? root + below : root + "/" + below;
    }

    private static String nameBelow(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    /** All files to be read below a folder. Links to other folders are not followed: they may lead back. */
    private void list(Path folder, List<Path> found) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    if (!name.startsWith(".")) {
                        below(entry, found);
                    }
                } else if (isManifest(name) && !Files.isDirectory(entry)) {
                    found.add(entry);
                } else {
                    collector.ignoredFile();
                }
            }
        }
    }

    private void below(Path folder, List<Path> found) throws IOException {
        try {
            list(folder, found);
        } catch (AccessDeniedException e) {
            collector.skipped();
            collector
                    .report()
                    .error(
                            "unreadable",
                            "the folder cannot be listed: permission denied",
                            SourceRef.file(folder.toString().replace('\\', '/')));
        }
    }

    private static boolean isManifest(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String plain = lower.endsWith(".gz") ? lower.substring(0, lower.length() - 3) : lower;
        return plain.endsWith(".yaml") || plain.endsWith(".yml") || plain.endsWith(".json") || plain.endsWith(".jsonl");
    }

    private void file(Path path, String name, String namespace, Content content) throws IOException {
        FileReader reader = new FileReader(name, namespace, collector, content);
        boolean again;
        try (InputStream in = Files.newInputStream(path)) {
            collector.file();
            again = reader.read(in, isCalledJson(name), Files.isRegularFile(path));
        }
        if (again) {
            try (InputStream in = Files.newInputStream(path)) {
                reader.readAsYaml(in);
            }
        }
    }

    private static boolean isCalledJson(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".json") || lower.endsWith(".json.gz");
    }

    private static String reason(IOException e) {
        return Printable.of(e.getClass().getSimpleName().replace("Exception", ""), Limits.SHOWN);
    }
}
