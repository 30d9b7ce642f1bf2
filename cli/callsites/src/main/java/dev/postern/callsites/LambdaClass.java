package dev.postern.callsites;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The class of a lambda or a method reference, as {@link java.lang.invoke.LambdaMetafactory} would make it. */
final class LambdaClass {
    /** The field with the one instance of a lambda that captures nothing. */
    static final String ONLY = "ONLY";

    /** The method that makes an instance of what the lambda captures. */
    static final String MAKE = "make";

    private static final int SERIALIZABLE = 1;
    private static final int MARKERS = 1 << 1;
    private static final int BRIDGES = 1 << 2;

    private final String name;
    private final String nestHost;
    private final String called;
    private final String factory;
    private final Type[] captured;
    private final Handle implementation;
    private final Type instantiated;
    private final List<String> interfaces = new ArrayList<>();
    private final List<Type> methods = new ArrayList<>();
    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);

    LambdaClass(String name, String nestHost, String called, String factory, Object... arguments) {
        this.name = name;
        this.nestHost = nestHost;
        this.called = called;
        this.factory = factory;
        this.captured = Type.getArgumentTypes(factory);
        this.implementation = (Handle) arguments[1];
        this.instantiated = (Type) arguments[2];
        interfaces.add(Type.getReturnType(factory).getInternalName());
        methods.add((Type) arguments[0]);
        if (arguments.length > 3) {
            addMore(arguments);
        }
    }

    /** The arguments of the other factory: flags, then for each the number of what it announces and these. */
    private void addMore(Object... arguments) {
        int flags = (Integer) arguments[3];
        int next = 4;
        if ((flags & MARKERS) != 0) {
            for (int left = (Integer) arguments[next++]; left > 0; left--) {
                interfaces.add(((Type) arguments[next++]).getInternalName());
            }
        }
        if ((flags & BRIDGES) != 0) {
            for (int left = (Integer) arguments[next++]; left > 0; left--) {
                methods.add((Type) arguments[next++]);
            }
        }
    }

    /** Whether it is a lambda that can be a class: one that can be serialized knows of its call site. */
    static boolean isOne(Handle bootstrap, Object... arguments) {
        return bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")
                && (arguments.length == 3 || ((Integer) arguments[3] & SERIALIZABLE) == 0);
    }

    String name() {
        return name;
    }

    boolean isStateless() {
        return captured.length == 0;
    }

    byte[] code() {
        int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
        writer.visit(Opcodes.V17, access, name, null, "java/lang/Object", interfaces.toArray(new String[0]));
        writer.visitNestHost(nestHost);
        constructor();
        if (isStateless()) {
            only();
        } else {
            maker();
        }
        for (Type type : methods) {
            MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC, called, type.getDescriptor(), null, null);
            method.visitCode();
            call(method, type);
            end(method);
        }
        writer.visitEnd();
        return writer.toByteArray();
    }

    private String constructorType() {
        return Type.getMethodDescriptor(Type.VOID_TYPE, captured);
    }

    private static String field(int captured) {
        return "captured" + captured;
    }

    private void constructor() {
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_PRIVATE, "<init>", constructorType(), null, null);
        method.visitCode();
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        int variable = 1;
        for (int i = 0; i < captured.length; i++) {
            String type = captured[i].getDescriptor();
            int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
            writer.visitField(access, field(i), type, null, null).visitEnd();
            method.visitVarInsn(Opcodes.ALOAD, 0);
            method.visitVarInsn(captured[i].getOpcode(Opcodes.ILOAD), variable);
            method.visitFieldInsn(Opcodes.PUTFIELD, name, field(i), type);
            variable += captured[i].getSize();
        }
        method.visitInsn(Opcodes.RETURN);
        end(method);
    }

    private void only() {
        String type = Type.getReturnType(factory).getDescriptor();
        int access = Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
        writer.visitField(access, ONLY, type, null, null).visitEnd();
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        method.visitCode();
        make(method);
        method.visitFieldInsn(Opcodes.PUTSTATIC, name, ONLY, type);
        method.visitInsn(Opcodes.RETURN);
        end(method);
    }

    private void maker() {
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, MAKE, factory, null, null);
        method.visitCode();
        make(method);
        method.visitInsn(Opcodes.ARETURN);
        end(method);
    }

    /** Makes an instance of the arguments of the method. */
    private void make(MethodVisitor method) {
        method.visitTypeInsn(Opcodes.NEW, name);
        method.visitInsn(Opcodes.DUP);
        int variable = 0;
        for (Type type : captured) {
            method.visitVarInsn(type.getOpcode(Opcodes.ILOAD), variable);
            variable += type.getSize();
        }
        method.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", constructorType(), false);
    }

    private static void end(MethodVisitor method) {
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    /** Calls the implementation with what is captured, then with the arguments of the interface's method. */
    private void call(MethodVisitor method, Type type) {
        boolean isNew = implementation.getTag() == Opcodes.H_NEWINVOKESPECIAL;
        List<Type> wanted = new ArrayList<>();
        if (isNew) {
            method.visitTypeInsn(Opcodes.NEW, implementation.getOwner());
            method.visitInsn(Opcodes.DUP);
        } else if (implementation.getTag() != Opcodes.H_INVOKESTATIC) {
            wanted.add(Type.getObjectType(implementation.getOwner()));
        }
        wanted.addAll(List.of(Type.getArgumentTypes(implementation.getDesc())));
        for (int i = 0; i < captured.length; i++) {
            method.visitVarInsn(Opcodes.ALOAD, 0);
            method.visitFieldInsn(Opcodes.GETFIELD, name, field(i), captured[i].getDescriptor());
            Adaptation.write(method, captured[i], wanted.get(i));
        }
        Type[] given = type.getArgumentTypes();
        Type[] meant = instantiated.getArgumentTypes();
        int variable = 1;
        for (int i = 0; i < given.length; i++) {
            method.visitVarInsn(given[i].getOpcode(Opcodes.ILOAD), variable);
            variable += given[i].getSize();
            Adaptation.write(method, given[i], meant[i]);
            Adaptation.write(method, meant[i], wanted.get(captured.length + i));
        }
        method.visitMethodInsn(
                opcode(),
                implementation.getOwner(),
                implementation.getName(),
                implementation.getDesc(),
                implementation.isInterface());
        Type result =
                isNew ? Type.getObjectType(implementation.getOwner()) : Type.getReturnType(implementation.getDesc());
        answer(method, result, type.getReturnType());
    }

    /** A private method is called like any other: the class is a nestmate of the method's. */
    private int opcode() {
        return switch (implementation.getTag()) {
            case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
            case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
            default -> implementation.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        };
    }

    private static void answer(MethodVisitor method, Type result, Type wanted) {
        if (!wanted.equals(Type.VOID_TYPE)) {
            Adaptation.write(method, result, wanted);
        } else if (result.getSize() > 0) {
            method.visitInsn(result.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
        }
        method.visitInsn(wanted.getOpcode(Opcodes.IRETURN));
    }
}
