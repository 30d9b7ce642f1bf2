package dev.postern.callsites;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Rewrites the classes of one package, and of those below it, in a jar. */
public final class JarRewriter {
    private static final String CLASS = ".class";

    private JarRewriter() {}

    /** Takes the jar, and the package whose classes to rewrite, for instance {@code dev.postern}. */
    public static void main(String[] args) throws IOException {
        rewrite(Path.of(args[0]), args[1]);
    }

    static void rewrite(Path jar, String packageName) throws IOException {
        String folder = packageName.replace('.', '/') + "/";
        Map<String, byte[]> classes = new LinkedHashMap<>();
        Path rewritten = jar.resolveSibling(jar.getFileName() + ".rewritten");
        try (ZipInputStream in = new ZipInputStream(new BufferedInputStream(Files.newInputStream(jar)));
                ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(rewritten)))) {
            long time = 0;
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String name = entry.getName();
                if (name.startsWith(folder) && name.endsWith(CLASS)) {
                    classes.put(name.substring(0, name.length() - CLASS.length()), in.readAllBytes());
                    time = entry.getTime();
                } else {
                    put(out, name, entry.getTime(), in.readAllBytes());
                }
            }
            for (Map.Entry<String, byte[]> one : ClassRewriter.rewrite(classes).entrySet()) {
                put(out, one.getKey() + CLASS, time, one.getValue());
            }
        }
        Files.move(rewritten, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The times are the entries' own: the same build makes the same jar. */
    private static void put(ZipOutputStream out, String name, long time, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(time);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}
