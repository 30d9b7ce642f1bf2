package dev.postern.architecture;

import com.google.common.collect.ImmutableSet;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;

/** No type of another library in a public or protected signature, except Guava's and those at the named doors. */
final class KeepForeignTypesInside extends ArchCondition<JavaClass> {
    private static final ImmutableSet<String> AT_HOME = ImmutableSet.of("java", "com.google.common");

    /** A member of ours, and the foreign package that may pass it. */
    private record Door(String owner, String member, String foreign) {}

    private final String root;
    private final ImmutableSet<Door> doors;

    KeepForeignTypesInside(String root) {
        super("keep the types of other libraries out of their public signatures");
        this.root = root;
        this.doors = ImmutableSet.of(
                new Door(root + ".ingest.ClusterSnapshot$Builder", "add", "io.fabric8.kubernetes.api.model"),
                new Door(root + ".ingest.ClusterSnapshot$Builder", "addAll", "io.fabric8.kubernetes.api.model"),
                new Door(root + ".attack.AttackGraph", "asJGraphT", "org.jgrapht"));
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        Stream<JavaType> parents = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        Stream.concat(parents, type.getTypeParameters().stream())
                .flatMap(parent -> parent.getAllInvolvedRawTypes().stream())
                .filter(this::isForeign)
                .forEach(foreign -> events.add(SimpleConditionEvent.violated(
                        type, type.getName() + " is declared with " + foreign.getName())));
        for (JavaMember member : type.getMembers()) {
            if (isVisible(member)) {
                signature(member)
                        .filter(this::isForeign)
                        .filter(foreign -> !isDoor(type, member, foreign))
                        .forEach(foreign -> events.add(SimpleConditionEvent.violated(
                                member, member.getFullName() + " shows " + foreign.getName())));
            }
        }
    }

    private static boolean isVisible(JavaMember member) {
        Set<JavaModifier> modifiers = member.getModifiers();
        boolean visible = modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
        return visible && !modifiers.contains(JavaModifier.SYNTHETIC);
    }

    private static Stream<JavaClass> signature(JavaMember member) {
        if (member instanceof JavaField field) {
            return field.getAllInvolvedRawTypes().stream();
        }
        JavaCodeUnit unit = (JavaCodeUnit) member;
        return Stream.concat(unit.getAllInvolvedRawTypes().stream(), unit.getExceptionTypes().stream());
    }

    private boolean isForeign(JavaClass type) {
        JavaClass base = type.getBaseComponentType();
        String name = base.getPackageName();
        return !base.isPrimitive()
                && !Layers.isIn(name, root)
                && AT_HOME.stream().noneMatch(home -> Layers.isIn(name, home));
    }

    private boolean isDoor(JavaClass type, JavaMember member, JavaClass foreign) {
        return doors.stream()
                .anyMatch(door -> door.owner().equals(type.getName())
                        && door.member().equals(member.getName())
                        && Layers.isIn(foreign.getPackageName(), door.foreign()));
    }
}
