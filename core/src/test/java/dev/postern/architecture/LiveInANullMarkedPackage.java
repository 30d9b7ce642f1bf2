package dev.postern.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** The package of each class says {@code @NullMarked} in its {@code package-info.java}. */
final class LiveInANullMarkedPackage extends ArchCondition<JavaClass> {
    LiveInANullMarkedPackage() {
        super("live in a package marked @NullMarked");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
        String message = type.getName() + (marked ? " lives" : " does not live") + " in a @NullMarked package";
        events.add(new SimpleConditionEvent(type, marked, message));
    }
}
