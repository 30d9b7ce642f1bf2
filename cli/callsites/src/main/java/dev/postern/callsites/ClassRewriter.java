package dev.postern.callsites;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Puts calls of plain code in place of the call sites of lambdas and record methods. */
final class ClassRewriter {
    private static final int API = Opcodes.ASM9;

    private final Map<String, byte[]> lambdas = new LinkedHashMap<>();

    /** The lambda classes by the class that all of a source file's classes share their private members through. */
    private final Map<String, List<String>> nestmates = new TreeMap<>();

    private ClassRewriter() {}

    /** The classes rewritten, and those of their lambdas. Both are by internal name, like {@code java/lang/Object}. */
    static Map<String, byte[]> rewrite(Map<String, byte[]> classes) {
        ClassRewriter rewriter = new ClassRewriter();
        Map<String, byte[]> rewritten = new LinkedHashMap<>();
        classes.forEach((name, code) -> rewritten.put(name, rewriter.withoutCallSites(code)));
        rewriter.nestmates.forEach(
                (host, members) -> rewritten.computeIfPresent(host, (name, code) -> withNestmates(code, members)));
        rewritten.putAll(rewriter.lambdas);
        return rewritten;
    }

    private byte[] withoutCallSites(byte[] code) {
        ClassReader reader = new ClassReader(code);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new Rewriting(writer), 0);
        return writer.toByteArray();
    }

    private static byte[] withNestmates(byte[] code, List<String> members) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(code)
                .accept(
                        new ClassVisitor(API, writer) {
                            @Override
                            public void visitEnd() {
                                members.forEach(this::visitNestMember);
                                super.visitEnd();
                            }
                        },
                        0);
        return writer.toByteArray();
    }

    private final class Rewriting extends ClassVisitor {
        private final List<RecordMethod> recordMethods = new ArrayList<>();
        private String name = "";
        private String nestHost = "";
        private int numberOfLambdas;

        Rewriting(ClassVisitor next) {
            super(API, next);
        }

        @Override
        public void visit(
                int version,
                int access,
                String named,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            name = named;
            nestHost = named;
            super.visit(version, access, named, signature, superName, interfaces);
        }

        @Override
        public void visitNestHost(String host) {
            nestHost = host;
            super.visitNestHost(host);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String method,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return new MethodVisitor(API, super.visitMethod(access, method, descriptor, signature, exceptions)) {
                @Override
                public void visitInvokeDynamicInsn(String called, String type, Handle bootstrap, Object... arguments) {
                    if (RecordMethod.isOne(called, bootstrap)) {
                        RecordMethod code = new RecordMethod(name, called, type, arguments);
                        recordMethods.add(code);
                        visitMethodInsn(Opcodes.INVOKESTATIC, name, code.name(), type, false);
                    } else if (LambdaClass.isOne(bootstrap, arguments)) {
                        visitLambda(this, called, type, arguments);
                    } else {
                        super.visitInvokeDynamicInsn(called, type, bootstrap, arguments);
                    }
                }
            };
        }

        private void visitLambda(MethodVisitor method, String called, String type, Object... arguments) {
            LambdaClass lambda =
                    new LambdaClass(name + "$Lambda" + numberOfLambdas++, nestHost, called, type, arguments);
            lambdas.put(lambda.name(), lambda.code());
            nestmates.computeIfAbsent(nestHost, any -> new ArrayList<>()).add(lambda.name());
            if (lambda.isStateless()) {
                String made = Type.getReturnType(type).getDescriptor();
                method.visitFieldInsn(Opcodes.GETSTATIC, lambda.name(), LambdaClass.ONLY, made);
            } else {
                method.visitMethodInsn(Opcodes.INVOKESTATIC, lambda.name(), LambdaClass.MAKE, type, false);
            }
        }

        @Override
        public void visitEnd() {
            recordMethods.forEach(method -> method.write(cv));
            super.visitEnd();
        }
    }
}
