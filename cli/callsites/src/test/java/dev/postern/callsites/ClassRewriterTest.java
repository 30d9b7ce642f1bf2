package dev.postern.callsites;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class ClassRewriterTest {
    private static final String SAMPLES = Samples.class.getName();

    /** Defines classes from their code, and asks another loader for the rest only. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes) {
            super(ClassRewriterTest.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            byte[] code = classes.get(name.replace('.', '/'));
            if (code == null) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : defineClass(name, code, 0, code.length);
        }
    }

    @Test
    void rewrittenClassesDoWhatTheyDid() throws Exception {
        Map<String, byte[]> rewritten = ClassRewriter.rewrite(samples());

        assertThat(run(rewritten)).isEqualTo(new Samples().get());
    }

    @Test
    void onlyTheCallSitesThatMustStayDo() throws IOException {
        assertThat(callSites(samples())).hasSizeGreaterThan(40);

        // Serializable, and the concatenations and the texts of records that tests are compiled with.
        assertThat(callSites(ClassRewriter.rewrite(samples())))
                .allMatch(site -> site.equals("LambdaMetafactory.altMetafactory compare")
                        || site.startsWith("StringConcatFactory")
                        || site.equals("ObjectMethods.bootstrap toString"))
                .contains("LambdaMetafactory.altMetafactory compare");
    }

    @Test
    void onlyThePackageOfAJarIsRewritten(@TempDir Path folder) throws IOException {
        Path jar = folder.resolve("some.jar");
        byte[] code = samples().get(SAMPLES.replace('.', '/'));
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("other/Samples.class", "dev/postern/callsites/Samples.class", "a.txt")) {
                ZipEntry entry = new ZipEntry(name);
                entry.setTime(1_735_689_600_000L);
                out.putNextEntry(entry);
                out.write(code);
            }
        }

        JarRewriter.rewrite(jar, "dev.postern");

        assertThat(folder)
                .isDirectoryContaining(file -> file.equals(jar))
                .isDirectoryNotContaining("glob:**.rewritten");
        try (ZipFile rewritten = new ZipFile(jar.toFile())) {
            assertThat(read(rewritten, "other/Samples.class")).isEqualTo(code);
            assertThat(read(rewritten, "a.txt")).isEqualTo(code);
            assertThat(read(rewritten, "dev/postern/callsites/Samples.class")).isNotEqualTo(code);
            ZipEntry lambda = rewritten.getEntry("dev/postern/callsites/Samples$Lambda0.class");
            assertThat(lambda.getTime()).isEqualTo(1_735_689_600_000L);
        }
    }

    private static byte[] read(ZipFile file, String name) throws IOException {
        try (InputStream in = file.getInputStream(file.getEntry(name))) {
            return in.readAllBytes();
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> run(Map<String, byte[]> classes) throws Exception {
        var constructor = new Loader(classes).loadClass(SAMPLES).getDeclaredConstructor();
        constructor.setAccessible(true);
        return ((Supplier<List<String>>) constructor.newInstance()).get();
    }

    private static Map<String, byte[]> samples() throws IOException {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        for (String part : List.of(
                "", "$Nothing", "$Primitives", "$Text", "$Generic", "$Marker", "$Copy", "$TextCopy", "$Shape")) {
            String name = SAMPLES.replace('.', '/') + part;
            try (InputStream in = ClassRewriterTest.class.getResourceAsStream("/" + name + ".class")) {
                classes.put(name, in.readAllBytes());
            }
        }
        return classes;
    }

    /** Who links each call site, and the method it is for. */
    private static List<String> callSites(Map<String, byte[]> classes) {
        List<String> sites = new ArrayList<>();
        for (byte[] code : classes.values()) {
            new ClassReader(code)
                    .accept(
                            new ClassVisitor(Opcodes.ASM9) {
                                @Override
                                public MethodVisitor visitMethod(
                                        int access, String name, String type, String signature, String[] exceptions) {
                                    return new MethodVisitor(Opcodes.ASM9) {
                                        @Override
                                        public void visitInvokeDynamicInsn(
                                                String called, String type, Handle bootstrap, Object... arguments) {
                                            String owner = bootstrap.getOwner();
                                            sites.add(owner.substring(owner.lastIndexOf('/') + 1) + "."
                                                    + bootstrap.getName() + " " + called);
                                        }
                                    };
                                }
                            },
                            0);
        }
        return sites;
    }
}
