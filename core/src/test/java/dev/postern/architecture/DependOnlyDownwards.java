package dev.postern.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Optional;

/** Every dependency of a class goes to its own layer, to one that its layer may see, or to a library it may use. */
final class DependOnlyDownwards extends ArchCondition<JavaClass> {
    private final Layers layers;

    DependOnlyDownwards(Layers layers) {
        super("depend only on layers below");
        this.layers = layers;
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        Optional<String> layer = layers.layerOf(type);
        if (layer.isEmpty()) {
            String message = "Package " + type.getPackageName() + " has no layer: give it a row in "
                    + Layers.class.getSimpleName() + " and in docs/architecture.md";
            events.add(SimpleConditionEvent.violated(type, message));
            return;
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            if (!target.isPrimitive() && !isAllowed(layer.get(), target)) {
                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
            }
        }
    }

    private boolean isAllowed(String layer, JavaClass target) {
        if (!layers.contains(target)) {
            return layers.mayUseForeign(layer, target);
        }
        // A target without a layer is reported once, where it is defined.
        return layers.layerOf(target).map(to -> layers.maySee(layer, to)).orElse(true);
    }
}
