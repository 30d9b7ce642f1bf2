package dev.postern.callsites;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** A value of one type as one of another: cast, boxed, unboxed, widened. */
final class Adaptation {
    private static final String OBJECT = "java/lang/Object";

    private static final Map<Integer, String> BOXES = Map.of(
            Type.BOOLEAN, "java/lang/Boolean",
            Type.CHAR, "java/lang/Character",
            Type.BYTE, "java/lang/Byte",
            Type.SHORT, "java/lang/Short",
            Type.INT, "java/lang/Integer",
            Type.FLOAT, "java/lang/Float",
            Type.LONG, "java/lang/Long",
            Type.DOUBLE, "java/lang/Double");

    private static final Map<String, Type> UNBOXED = Stream.of(
                    Type.BOOLEAN_TYPE,
                    Type.CHAR_TYPE,
                    Type.BYTE_TYPE,
                    Type.SHORT_TYPE,
                    Type.INT_TYPE,
                    Type.FLOAT_TYPE,
                    Type.LONG_TYPE,
                    Type.DOUBLE_TYPE)
            .collect(Collectors.toMap(Adaptation::box, type -> type));

    private Adaptation() {}

    static boolean isReference(Type type) {
        return type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
    }

    /** Whether the JVM computes with the type as with an int. */
    static boolean isInt(Type type) {
        return switch (type.getSort()) {
            case Type.BOOLEAN, Type.CHAR, Type.BYTE, Type.SHORT, Type.INT -> true;
            default -> false;
        };
    }

    static String box(Type primitive) {
        return Objects.requireNonNull(BOXES.get(primitive.getSort()), "a primitive type");
    }

    /** Turns what lies on the stack into the other type. */
    static void write(MethodVisitor method, Type from, Type to) {
        if (from.equals(to)) {
            return;
        }
        if (isReference(from) && isReference(to)) {
            if (!to.getInternalName().equals(OBJECT)) {
                method.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
            }
        } else if (isReference(from)) {
            unbox(method, from, to);
        } else if (isReference(to)) {
            String boxed = Type.getMethodDescriptor(Type.getObjectType(box(from)), from);
            method.visitMethodInsn(Opcodes.INVOKESTATIC, box(from), "valueOf", boxed, false);
        } else {
            widen(method, from, to);
        }
    }

    private static void unbox(MethodVisitor method, Type from, Type to) {
        Type known = UNBOXED.get(from.getInternalName());
        Type value = known == null ? to : known;
        boolean isNumber = !value.equals(Type.BOOLEAN_TYPE) && !value.equals(Type.CHAR_TYPE);
        // Of what generic code returns only the caller knows the type, and it may be a narrower one than is wanted.
        String owner = known == null && isNumber ? "java/lang/Number" : box(value);
        if (known == null) {
            method.visitTypeInsn(Opcodes.CHECKCAST, owner);
        }
        String getter = value.getClassName() + "Value";
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, getter, Type.getMethodDescriptor(value), false);
        widen(method, value, to);
    }

    private static void widen(MethodVisitor method, Type from, Type to) {
        if (from.equals(to) || isInt(from) && isInt(to)) {
            return;
        }
        boolean toLong = to.equals(Type.LONG_TYPE);
        boolean toFloat = to.equals(Type.FLOAT_TYPE);
        if (isInt(from)) {
            method.visitInsn(toLong ? Opcodes.I2L : toFloat ? Opcodes.I2F : Opcodes.I2D);
        } else if (from.equals(Type.LONG_TYPE)) {
            method.visitInsn(toFloat ? Opcodes.L2F : Opcodes.L2D);
        } else {
            method.visitInsn(Opcodes.F2D);
        }
    }
}
