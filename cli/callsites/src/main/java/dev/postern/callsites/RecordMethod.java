package dev.postern.callsites;

import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * {@code hashCode} or {@code equals} of a record as {@link java.lang.runtime.ObjectMethods} makes them, to the same numbers: the
 * order of a hash table is the order of some answers.
 */
final class RecordMethod {
    private static final String OBJECTS = "java/util/Objects";

    private final String owner;
    private final String called;
    private final String descriptor;
    /** After the class and the names of the components come their getters. */
    private final Object[] arguments;

    RecordMethod(String owner, String called, String descriptor, Object... arguments) {
        this.owner = owner;
        this.called = called;
        this.descriptor = descriptor;
        this.arguments = arguments;
    }

    static boolean isOne(String called, Handle bootstrap) {
        return bootstrap.getOwner().equals("java/lang/runtime/ObjectMethods")
                && (called.equals("hashCode") || called.equals("equals"));
    }

    String name() {
        return "record$" + called;
    }

    void write(ClassVisitor to) {
        int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
        MethodVisitor method = to.visitMethod(access, name(), descriptor, null, null);
        method.visitCode();
        if (called.equals("hashCode")) {
            hash(method);
        } else {
            compare(method);
        }
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    private void hash(MethodVisitor method) {
        method.visitInsn(Opcodes.ICONST_0);
        for (int i = 2; i < arguments.length; i++) {
            Type type = type(i);
            method.visitIntInsn(Opcodes.BIPUSH, 31);
            method.visitInsn(Opcodes.IMUL);
            component(method, 0, i);
            if (Adaptation.isReference(type)) {
                method.visitMethodInsn(Opcodes.INVOKESTATIC, OBJECTS, "hashCode", "(Ljava/lang/Object;)I", false);
            } else {
                String of = Type.getMethodDescriptor(Type.INT_TYPE, type);
                method.visitMethodInsn(Opcodes.INVOKESTATIC, Adaptation.box(type), "hashCode", of, false);
            }
            method.visitInsn(Opcodes.IADD);
        }
        method.visitInsn(Opcodes.IRETURN);
    }

    private void compare(MethodVisitor method) {
        Label another = new Label();
        Label different = new Label();
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitVarInsn(Opcodes.ALOAD, 1);
        method.visitJumpInsn(Opcodes.IF_ACMPNE, another);
        answer(method, Opcodes.ICONST_1);
        target(method, another);
        method.visitVarInsn(Opcodes.ALOAD, 1);
        method.visitTypeInsn(Opcodes.INSTANCEOF, owner);
        method.visitJumpInsn(Opcodes.IFEQ, different);
        for (int i = 2; i < arguments.length; i++) {
            component(method, 0, i);
            component(method, 1, i);
            unlessEqual(method, type(i), different);
        }
        answer(method, Opcodes.ICONST_1);
        target(method, different);
        answer(method, Opcodes.ICONST_0);
    }

    private static void unlessEqual(MethodVisitor method, Type type, Label different) {
        if (Adaptation.isReference(type)) {
            String two = "(Ljava/lang/Object;Ljava/lang/Object;)Z";
            method.visitMethodInsn(Opcodes.INVOKESTATIC, OBJECTS, "equals", two, false);
            method.visitJumpInsn(Opcodes.IFEQ, different);
        } else if (Adaptation.isInt(type)) {
            method.visitJumpInsn(Opcodes.IF_ICMPNE, different);
        } else {
            String two = Type.getMethodDescriptor(Type.INT_TYPE, type, type);
            method.visitMethodInsn(Opcodes.INVOKESTATIC, Adaptation.box(type), "compare", two, false);
            method.visitJumpInsn(Opcodes.IFNE, different);
        }
    }

    private Type type(int argument) {
        return Type.getType(((Handle) arguments[argument]).getDesc());
    }

    private void component(MethodVisitor method, int variable, int argument) {
        Handle getter = (Handle) arguments[argument];
        method.visitVarInsn(Opcodes.ALOAD, variable);
        method.visitTypeInsn(Opcodes.CHECKCAST, owner);
        method.visitFieldInsn(Opcodes.GETFIELD, owner, getter.getName(), getter.getDesc());
    }

    private static void answer(MethodVisitor method, int constant) {
        method.visitInsn(constant);
        method.visitInsn(Opcodes.IRETURN);
    }

    private static void target(MethodVisitor method, Label label) {
        method.visitLabel(label);
        method.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }
}
